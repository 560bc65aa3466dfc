// Contracts and approved work for the tests of drafts.
#pragma once

#include <string>
#include <vector>

#include "services/invoicing/domain/draft.h"

namespace aor::invoicing {
inline Decimal D(const char* text) { return *money::ParseDecimal(text); }
inline const Date kMonday(2026, 10, 5);  // of week 2026-W41

inline Contract Temp(const std::string& id) {
  Contract contract;
  contract.contract_id = id;
  contract.worker_id = "w-" + id;
  contract.client_id = "acme";
  contract.legal_entity_id = "geneva";
  contract.title = "Assembler";
  contract.currency = "CHF";
  contract.supplements_billed = true;
  contract.start = Date(2026, 9, 28);
  contract.rates = {{contract.start, D("54.00"), D("30.00"), D("42.14")}};
  return contract;
}

inline Contract Developer(const std::string& id) {
  Contract contract = Temp(id);
  contract.client_id = "lumen";
  contract.supplier_id = "devco";
  contract.legal_entity_id = "lyon";
  contract.title = "Developer";
  contract.currency = "EUR";
  contract.unit = Unit::kDay;
  contract.supplements_billed = false;
  contract.self_billed = true;
  contract.fee_percent = D("4");
  contract.rates = {{contract.start, D("620"), D("620"), D("620")}};
  return contract;
}

inline void Hours(Approved& approved, Date day, int64_t seconds, const char* category = "BASE",
                  const char* percent = "0") {
  const std::string week = calendar::IsoWeek(day);
  Add(approved.work, {week, day, category, D(percent)}, {seconds, {}});
  approved.versions.try_emplace(week, 1);
}

inline void Days(Approved& approved, Date first, int count) {
  for (Date day = first; count > 0; day++) {
    const auto weekday = absl::GetWeekday(day);
    if (weekday == absl::Weekday::saturday || weekday == absl::Weekday::sunday) continue;
    Add(approved.work, {calendar::IsoWeek(day), day, "DAY", {}}, {0, D("1")});
    count--;
  }
}

inline Billing ClientOf(const char* entity, const char* client, const char* percent) {
  Billing billing;
  billing.legal_entity_id = entity;
  billing.party_id = client;
  billing.vat = {{Date(2014, 1, 1), {"S", D(percent), ""}}};
  return billing;
}
inline Billing Acme() { return ClientOf("geneva", "acme", "8.1"); }
inline Billing Lumen() { return ClientOf("lyon", "lumen", "20"); }
inline Billing Devco(std::vector<VatFrom> vat) {
  Billing billing = ClientOf("lyon", "devco", "20");
  billing.side = billed::kSupplier;
  billing.vat = std::move(vat);
  return billing;
}

inline std::string Net(const v1::InvoiceLine& line) {
  return money::AmountOf(money::FromProto(line.net()));
}

inline std::vector<ContractBasis> One(Contract contract, Approved approved) {
  return {{std::move(contract), std::move(approved), {}}};
}

// Remembers a draft as billed, as its confirmation does.
inline void Confirm(const Draft& draft, const std::string& invoice_id,
                    std::vector<ContractBasis>& bases, std::string_view side = billed::kClient) {
  for (const auto& [contract, times] : BilledByContract(draft.lines))
    for (auto& basis : bases) {
      if (basis.contract.contract_id != contract) continue;
      const auto decision = billed::Decide(
          basis.billed,
          billed::Bill{contract, invoice_id, std::string(side), times, draft.basis.at(contract),
                       std::nullopt, draft.corrects_invoice_id, draft.is_one_of_several});
      for (const auto& event : std::get<0>(decision))
        basis.billed = billed::Evolve(std::move(basis.billed), event);
    }
}
}  // namespace aor::invoicing
