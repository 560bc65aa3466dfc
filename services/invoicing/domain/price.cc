#include <algorithm>

#include "services/invoicing/domain/draft.h"

namespace aor::invoicing {
namespace {
constexpr Decimal kOne{1, 0};
constexpr Decimal kHundredth{1, 2};

bool IsSupplement(const WorkKey& key) { return key.percent.unscaled != 0; }

// The category in which a contract's own unit is counted.
std::string_view CategoryOf(const Contract& contract) {
  if (contract.permanent) return "PLACEMENT";
  switch (contract.unit) {
    case Unit::kHour: return "BASE";
    case Unit::kDay: return "DAY";
    case Unit::kMonth: return "MONTH";
    case Unit::kFixed: return kFixedPrice;
    case Unit::kSession: return "SESSION";
    case Unit::kPart: return kPart;
  }
  return "";
}

// A placement is due when the person starts; fixed work when it ends, so as long as no end is
// known no more than was billed.
void AddWithoutHours(const ContractBasis& basis, std::string_view side, Work& work) {
  const Contract& contract = basis.contract;
  if (contract.permanent)
    return Add(work, {kUnmeasured, contract.start, "PLACEMENT", {}}, {0, kOne});
  if (contract.unit == Unit::kSession || contract.unit == Unit::kPart)
    return Add(work, {kUnmeasured, contract.start, std::string(CategoryOf(contract)), {}},
               {0, contract.sessions});
  if (contract.unit != Unit::kFixed) return;
  const WorkKey key{kUnmeasured, {}, kFixedPrice, {}};
  const Work& done = side == billed::kSupplier ? basis.billed.supplier : basis.billed.client;
  if (contract.end || done.contains(key)) Add(work, key, {0, kOne});
}

Decimal OfPercent(const Decimal& price, const WorkKey& key) {
  return IsSupplement(key) ? price * key.percent * kHundredth : price;
}

using Causes = std::map<Date, Amount>;

void TakeOff(const ContractBasis& basis, const WorkKey& key, std::string_view side,
             const BilledPart& billed, Causes& causes) {
  Amount left = billed.amount;
  for (auto cause = causes.rbegin(); cause != causes.rend(); ++cause) {
    WorkKey priced = key;
    priced.day = cause->first;
    if (!billed.at || PriceOf(basis.contract, priced, side) != billed.at->price) continue;
    const Amount taken = Least(cause->second, left);
    cause->second = cause->second - taken;
    left = left - taken;
  }
}

Causes UnbilledCauses(const ContractBasis& basis, const WorkKey& key, std::string_view side) {
  const auto found = basis.approved.caused.find(key);
  if (found == basis.approved.caused.end()) return {};
  Causes causes = found->second;
  if (const auto parts = basis.billed.parts.find({std::string(side), key});
      parts != basis.billed.parts.end())
    for (const auto& billed : parts->second) TakeOff(basis, key, side, billed, causes);
  return causes;
}
}  // namespace

bool ContractBasis::Waits(const WorkKey& key, const Amount& amount, std::string_view side) const {
  const auto days = held.find(std::string(side));
  const Date day = key.category == kOvertime ? approved.LastWorked(key) : DueDay(contract, key);
  return days != held.end() && !IsNegative(amount) &&
         std::ranges::any_of(days->second, [&](const auto& closed) {
           return closed.first <= day && day <= closed.second;
         });
}

const Rate& RateOn(const Contract& contract, Date day) {
  const Rate* found = &contract.rates.front();
  for (const Rate& rate : contract.rates)
    if (rate.from <= day && found->from <= rate.from) found = &rate;
  return *found;
}

const Vat& VatOn(const std::vector<VatFrom>& vats, Date day) {
  const VatFrom* found = &vats.front();
  for (const VatFrom& vat : vats)
    if (vat.from <= day && found->from <= vat.from) found = &vat;
  return found->vat;
}

bool IsTraining(const Contract& contract) {
  if (contract.work) return contract.work->part() == kTrainer;
  return contract.training && contract.training->session_kind() == "TRAINING";
}

std::string AgreementOf(const Contract& contract) {
  return contract.training ? contract.training->agreement() : "";
}

const std::vector<VatFrom>& VatFor(const Billing& billing, bool is_training) {
  return is_training && !billing.training_vat.empty() ? billing.training_vat : billing.vat;
}

std::vector<Vat> VatsOf(const Billing& billing) {
  std::vector<Vat> vats;
  for (const auto* known : {&billing.vat, &billing.training_vat})
    for (const VatFrom& from : *known) vats.push_back(from.vat);
  return vats;
}

Date DueDay(const Contract& contract, const WorkKey& key) {
  return key.category == kFixedPrice ? contract.end.value_or(contract.start) : key.day;
}

std::vector<std::pair<WorkKey, Amount>> ByPricedDay(const ContractBasis& basis, const WorkKey& key,
                                                    Amount amount, std::string_view side) {
  std::vector<std::pair<WorkKey, Amount>> parts;
  const auto causes = UnbilledCauses(basis, key, side);
  for (auto cause = causes.rbegin(); cause != causes.rend(); ++cause) {
    const Amount part = Least(cause->second, amount);
    if (part.seconds <= 0) continue;
    parts.emplace_back(key, part).first.day = cause->first;
    amount = amount - part;
  }
  if (!amount.zero()) parts.emplace_back(key, amount);
  return parts;
}

v1::BilledTime ToProto(const Contract& contract, const WorkKey& key, const Amount& amount) {
  WorkKey due = key;
  due.day = DueDay(contract, key);
  return ToProto(due, amount);
}

std::optional<Decimal> PriceOf(const Contract& contract, const WorkKey& key,
                               std::string_view side) {
  const Rate& rate = RateOn(contract, DueDay(contract, key));
  const bool supplier = side == billed::kSupplier;
  if (IsSupplement(key)) {
    if (supplier || !contract.supplements_billed || contract.unit != Unit::kHour) return {};
    return OfPercent(rate.tariff, key);
  }
  if (key.category == kExpense)
    return contract.expenses_billed ? std::optional(kOne) : std::nullopt;
  if (key.category != CategoryOf(contract)) return {};
  if (contract.permanent) return supplier ? std::nullopt : std::optional(contract.fixed_fee);
  const Decimal& price = supplier ? rate.base_wage : rate.tariff;
  // A fee is no client's and what is delivered no supplier's: only one side has a price.
  const bool of_mission = contract.unit == Unit::kSession || contract.unit == Unit::kPart;
  if (of_mission && price.unscaled == 0) return {};
  return price;
}

Money CostOf(const Contract& contract, const WorkKey& key, const Amount& amount) {
  if (key.category == kExpense) return LineNet(contract.currency, kOne, amount);
  const bool counted =
      IsSupplement(key) ? contract.unit == Unit::kHour : key.category == CategoryOf(contract);
  if (!counted || contract.permanent) return {contract.currency, 0};
  return LineNet(contract.currency, OfPercent(RateOn(contract, DueDay(contract, key)).cost, key),
                 amount);
}

Work OpenWork(const ContractBasis& basis, std::string_view side) {
  return Open(Billable(basis, side), basis.billed, side);
}

Work Billable(const ContractBasis& basis, std::string_view side) {
  Work work;
  AddWithoutHours(basis, side, work);
  for (const auto& [key, amount] : basis.approved.work)
    if (!amount.zero()) work[key] = amount;
  std::erase_if(work, [&](const auto& piece) {
    return !PriceOf(basis.contract, piece.first, side).has_value();
  });
  return work;
}
}  // namespace aor::invoicing
