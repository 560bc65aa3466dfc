#include "services/invoicing/projections/margins.h"

#include <algorithm>

#include "services/invoicing/projections/rows.h"

namespace aor::invoicing {
namespace {
struct Sum {
  int64_t approved = 0, billed = 0, open = 0;  // seconds of base hours
  Money quoted_revenue, quoted_cost, revenue, cost, unbilled;
  uint32_t frozen = 0;
};
struct Month {
  Date first, last;
  bool Has(Date day) const { return first <= day && day <= last; }
};
using Sums = std::map<std::string, Sum>;  // by currency: two are never added

Sum& SumIn(Sums& sums, const std::string& currency) {
  const Money nothing{currency, 0};
  return sums.try_emplace(currency, Sum{0, 0, 0, nothing, nothing, nothing, nothing, nothing, 0})
      .first->second;
}

void AddTo(Money& sum, const Money& amount) { sum = sum + amount; }

Money PriceOfPiece(const Contract& contract, const WorkKey& key, const Amount& amount) {
  const auto price = PriceOf(contract, key, billed::kClient);
  return LineNet(contract.currency, price.value_or(Decimal{}), amount);
}

// What a contract's pieces come to, the fee included; none is taken on what was spent.
class Revenue {
 public:
  explicit Revenue(const Contract& contract)
      : contract_(contract), net_{contract.currency, 0}, fee_base_{contract.currency, 0} {}
  void Add(const WorkKey& key, const Amount& amount) {
    const Money price = PriceOfPiece(contract_, key, amount);
    AddTo(net_, price);
    if (key.category != kExpense && !contract_.permanent) AddTo(fee_base_, price);
  }
  Money WithFee() const { return net_ + money::Percent(fee_base_, contract_.fee_percent); }

 private:
  const Contract& contract_;
  Money net_, fee_base_;
};

void AddQuoted(const ContractBasis& basis, const Month& month, Sum& sum) {
  Revenue revenue(basis.contract);
  for (const auto& [key, amount] : Billable(basis, billed::kClient)) {
    if (!month.Has(DueDay(basis.contract, key))) continue;
    if (key.category == "BASE") sum.approved += amount.seconds;
    for (const auto& [priced, part] : ByPricedDay(basis, key, amount, "")) {
      revenue.Add(priced, part);
      AddTo(sum.quoted_cost, CostOf(basis.contract, priced, part));
    }
  }
  AddTo(sum.quoted_revenue, revenue.WithFee());
}

// Until there are payslips, verified work costs what was quoted, and a week that nobody verified
// yet as it was approved.
Money ExpectedCost(const ContractBasis& basis, const Work& work, const Month& month) {
  Money cost{basis.contract.currency, 0};
  for (const auto& [key, amount] : work)
    if (month.Has(key.day)) AddTo(cost, CostOf(basis.contract, key, amount));
  return cost;
}

void AddCost(const Basis& rows, const ContractBasis& basis, const Month& month, Sum& sum) {
  Work work;
  for (const auto& week : rows.WorkOf(basis.contract.contract_id)) {
    AddWork(week.has_verified() ? week.verified() : week.approved(), work);
    if (!week.contested().entry_ids().empty())
      for (const auto& day : week.contested().days())
        if (month.Has(calendar::FromProto(day))) sum.frozen++;
  }
  const auto slips = rows.SlipsOf(basis.contract.contract_id, calendar::MonthOf(month.first));
  AddTo(sum.cost, slips ? *slips : ExpectedCost(basis, work, month));
}

void AddUnbilled(const ContractBasis& basis, const Month& month, Sum& sum) {
  Revenue open(basis.contract);
  for (const auto& [key, amount] : OpenWork(basis, billed::kClient))
    if (month.Has(DueDay(basis.contract, key))) {
      for (const auto& [priced, part] : ByPricedDay(basis, key, amount, billed::kClient))
        open.Add(priced, part);
      if (key.category == "BASE") sum.open += amount.seconds;
    }
  for (const auto& [key, amount] : basis.billed.client)
    if (month.Has(key.day) && key.category == "BASE") sum.billed += amount.seconds;
  AddTo(sum.unbilled, open.WithFee());
}

// Of the pieces of one line, which are all hours or all quantities, on one scale.
int64_t WeightOf(const v1::BilledTime& time) {
  const Decimal quantity = money::Round(money::FromProto(time.quantity()), 6);
  return std::abs(time.seconds() + quantity.unscaled);
}

// The part of a line that bills days of the month; without days, its period decides.
Money PartInMonth(const v1::InvoiceIssued& document, const v1::InvoiceLine& line,
                  const Month& month) {
  const Money net = money::FromProto(line.net());
  int64_t inside = 0, all = 0;
  for (const auto& time : line.billed()) {
    const int64_t weight = WeightOf(time);
    all += weight;
    if (month.Has(calendar::FromProto(time.day()))) inside += weight;
  }
  if (all != 0) return money::Share(net, inside, all);
  return month.Has(calendar::FromProto(document.period().end())) ? net : Money{net.currency, 0};
}

void AddRevenue(const v1::Invoice& invoice, const std::string& entity, const Month& month,
                Sums& sums) {
  const auto& document = invoice.document();
  if (document.legal_entity_id() != entity) return;
  const bool note = invoice.series_kind() == v1::SERIES_KIND_CREDIT_NOTE;
  for (const auto& line : document.lines()) {
    const Money part = PartInMonth(document, line, month);
    AddTo(SumIn(sums, part.currency).revenue, note ? -part : part);
  }
}

v1::ClientMargin ToProto(const std::string& client, const Sum& sum) {
  v1::ClientMargin margin;
  margin.set_client_id(client);
  margin.set_approved_seconds(sum.approved);
  margin.set_billed_seconds(sum.billed);
  margin.set_unbilled_seconds(sum.open);
  margin.set_unbillable_seconds(sum.approved - sum.billed - sum.open);
  *margin.mutable_quoted_revenue() = money::ToProto(sum.quoted_revenue);
  *margin.mutable_quoted_cost() = money::ToProto(sum.quoted_cost);
  *margin.mutable_quoted_margin() = money::ToProto(sum.quoted_revenue - sum.quoted_cost);
  *margin.mutable_revenue() = money::ToProto(sum.revenue);
  *margin.mutable_cost() = money::ToProto(sum.cost);
  *margin.mutable_margin() = money::ToProto(sum.revenue - sum.cost);
  *margin.mutable_unbilled() = money::ToProto(sum.unbilled);
  margin.set_frozen_pieces(sum.frozen);
  return margin;
}
}  // namespace

std::vector<v1::ClientMargin> MarginsOf(const Basis& basis, const eventsourcing::Rows& rows,
                                        const std::string& tenant, const std::string& entity,
                                        const std::string& client, Date first, Date last) {
  const Month month{first, last};
  Sums sums;
  const auto add = [&](const ContractBasis& contract) {
    Sum& sum = SumIn(sums, contract.contract.currency);
    AddQuoted(contract, month, sum);
    AddCost(basis, contract, month, sum);
    AddUnbilled(contract, month, sum);
  };
  // What a funder pays is earned with the client in whose place it does.
  for (const auto& contract : basis.OfClient(entity, client))
    if (contract.contract.beneficiary_id.empty()) add(contract);
  for (const auto& contract : basis.ForClient(entity, client)) add(contract);
  for (const char* role : {"client", "beneficiary"})
    rows.Scan(RowPrefix(tenant, "invoices_of", role, client), "",
              [&](std::string_view, std::string_view bytes) {
                const auto invoice = eventsourcing::ParsedRow<v1::Invoice>(bytes);
                const bool for_another = !invoice.document().beneficiary_id().empty();
                if (for_another == (role == std::string_view("beneficiary")))
                  AddRevenue(invoice, entity, month, sums);
                return true;
              });
  std::vector<v1::ClientMargin> margins;
  for (const auto& [currency, sum] : sums) margins.push_back(ToProto(client, sum));
  return margins;
}
}  // namespace aor::invoicing
