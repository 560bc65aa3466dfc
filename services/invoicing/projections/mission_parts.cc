#include <algorithm>

#include "libs/ids/uuid.h"
#include "services/invoicing/projections/billing_view.h"
#include "services/invoicing/projections/mission_contracts.h"

namespace aor::invoicing {
using eventsourcing::WritableRows;
using missions::v1::Apportionment;
using missions::v1::PayersPart;

namespace {
std::vector<std::string> IdsBelow(const std::string& prefix, const WritableRows& rows) {
  std::vector<std::string> ids;
  rows.Scan(prefix, "", [&](std::string_view, std::string_view contract) {
    ids.emplace_back(contract);
    return true;
  });
  return ids;
}

std::string PartsPrefix(const std::string& tenant, const std::string& mission,
                        const PayersPart& part) {
  return RowPrefix(tenant, "part", mission, WordOf(part.session_kind()),
                   DerivedId(part.payer_id(), part.agreement(), "payer"));
}

void AddOthers(const Apportionment& apportionment, const PayersPart& part,
               v1::TrainingBilled& training) {
  for (const auto& other : apportionment.parts()) {
    const bool is_own =
        other.payer_id() == part.payer_id() && other.agreement() == part.agreement();
    if (is_own || other.session_kind() != part.session_kind()) continue;
    if (other.amount().minor_units() == 0) continue;
    auto& shown = *training.add_others();
    shown.set_payer_id(other.payer_id());
    shown.set_agreement(other.agreement());
    *shown.mutable_amount() = other.amount();
  }
}

v1::TrainingBilled TrainingOf(const Apportionment& apportionment, const PayersPart& part) {
  v1::TrainingBilled training;
  training.set_mission_id(apportionment.mission_id());
  training.set_session_kind(NameOf(part.session_kind()));
  training.set_sessions(part.sessions());
  training.set_instalment(apportionment.instalment());
  training.set_agreement(part.agreement());
  *training.mutable_delivered() = part.delivered();
  AddOthers(apportionment, part, training);
  for (const auto& session : apportionment.sessions()) {
    if (session.session_kind() != part.session_kind()) continue;
    auto& held = *training.add_held();
    held.set_session_id(session.session_id());
    held.set_title(session.title());
    *held.mutable_half_days() = session.half_days();
  }
  return training;
}

// Of the amount, at 1 each.
v1::ContractRow RowOf(const Apportionment& apportionment, const PayersPart& part, int64_t minor) {
  v1::ContractRow row;
  auto& concluded = *row.mutable_concluded();
  concluded.set_client_id(part.payer_id());
  concluded.set_legal_entity_id(apportionment.legal_entity_id());
  concluded.set_title(
      DeliveredTitle(apportionment.mission_id(), part.session_kind(), apportionment.instalment()) +
      (part.agreement().empty() ? "" : ", agreement " + part.agreement()));
  *concluded.mutable_start() = apportionment.on();
  concluded.mutable_terms()->set_currency_code(part.amount().currency_code());
  *concluded.mutable_terms()->mutable_tariff() = money::ToProto(money::Decimal{1, 0});
  types::v1::Money amount = part.amount();
  amount.set_minor_units(minor);
  *row.mutable_sessions() = InMajor(amount);
  row.set_is_part(true);
  *row.mutable_training() = TrainingOf(apportionment, part);
  if (!part.agreement().empty()) row.set_beneficiary_id(apportionment.client_id());
  return row;
}
}  // namespace

std::string WordOf(missions::v1::SessionKind kind) {
  return kind == missions::v1::SESSION_KIND_TRAINING ? "training" : "workshop";
}

std::string NameOf(missions::v1::SessionKind kind) {
  return kind == missions::v1::SESSION_KIND_TRAINING ? "TRAINING" : "WORKSHOP";
}

std::string DeliveredTitle(const std::string& mission, missions::v1::SessionKind kind,
                           uint32_t instalment) {
  const std::string title = "Training mission " + mission + ", " + WordOf(kind);
  return instalment > 0 ? title + ", instalment " + std::to_string(instalment) : title;
}

types::v1::Decimal InMajor(const types::v1::Money& amount) {
  return money::ToProto(money::ToDecimal(money::FromProto(amount)));
}

void StoreContract(const std::string& tenant, const v1::ContractRow& row, WritableRows& rows) {
  rows.Store(RowKey(tenant, "contract", row.concluded().contract_id()), row);
  IndexContract(tenant, row.concluded(), rows);
}

std::string SessionsPrefix(const std::string& tenant, const std::string& mission,
                           missions::v1::SessionKind kind) {
  return RowPrefix(tenant, "instalment", mission, WordOf(kind));
}

int64_t KeepUpTo(const std::string& tenant, const std::string& prefix, int64_t whole,
                 WritableRows& rows) {
  for (const std::string& id : IdsBelow(prefix, rows))
    ChangeContract(tenant, id, rows, [&](v1::ContractRow& contract) {
      const int64_t kept = std::min<int64_t>(contract.sessions().unscaled(), whole);
      contract.mutable_sessions()->set_unscaled(kept);
      whole -= kept;
    });
  return whole;
}

void AppendContract(const std::string& tenant, const std::string& prefix,
                    const v1::ContractRow& row, WritableRows& rows) {
  StoreContract(tenant, row, rows);
  const std::string number = std::to_string(IdsBelow(prefix, rows).size() + 1);
  rows.Put(prefix + std::string(10 - number.size(), '0') + number, row.concluded().contract_id());
}

bool IsApportioned(const Apportionment& apportionment, missions::v1::SessionKind kind) {
  return std::ranges::any_of(apportionment.parts(),
                             [&](const PayersPart& part) { return part.session_kind() == kind; });
}

void ApplyApportionment(const std::string& tenant, const Apportionment& apportionment,
                        WritableRows& rows) {
  for (const auto& part : apportionment.parts()) {
    KeepUpTo(tenant, SessionsPrefix(tenant, apportionment.mission_id(), part.session_kind()), 0,
             rows);
    const std::string prefix = PartsPrefix(tenant, apportionment.mission_id(), part);
    const int64_t more = KeepUpTo(tenant, prefix, part.amount().minor_units(), rows);
    if (more <= 0) continue;
    auto row = RowOf(apportionment, part, more);
    row.mutable_concluded()->set_contract_id(
        DerivedId(prefix, std::to_string(IdsBelow(prefix, rows).size()), "part"));
    AppendContract(tenant, prefix, row, rows);
    if (!row.beneficiary_id().empty())
      rows.Put(RowKey(tenant, "for_client", apportionment.legal_entity_id(), row.beneficiary_id(),
                      row.concluded().contract_id()),
               row.concluded().contract_id());
  }
}
}  // namespace aor::invoicing
