#include "services/engagements/domain/rates.h"

#include <google/protobuf/util/message_differencer.h>

#include "services/engagements/domain/papers.h"
#include "services/engagements/domain/terms.h"

namespace aor::engagements {
namespace {
using Events = std::vector<ContractEvent>;
using google::protobuf::util::MessageDifferencer;
using money::Decimal;
using enum Reason;

Decimal FromProto(const types::v1::Decimal& proto) { return {proto.unscaled(), proto.scale()}; }
void Put(const Decimal& value, types::v1::Decimal* proto) {
  proto->set_unscaled(value.unscaled);
  proto->set_scale(value.scale);
}

// The rate that holds on a day.
const Rate& RateOn(const Contract& contract, calendar::Date day) {
  const auto after = contract.rates.upper_bound(day);
  return std::prev(after == contract.rates.begin() ? std::next(after) : after)->second;
}

ContractEvent Agreed(const Contract& contract, const AgreeRate& command, const Rate& rate) {
  ContractEvent event;
  auto& agreed = *event.mutable_rate_agreed();
  agreed.set_contract_id(contract.facts.contract_id());
  Put(rate.base_wage, agreed.mutable_base_wage());
  Put(rate.tariff, agreed.mutable_tariff());
  Put(rate.cost, agreed.mutable_cost());
  *agreed.mutable_effective_from() = calendar::ToProto(command.effective_from);
  agreed.set_rule_version(command.basis.rule_version);
  const auto& terms = contract.facts.terms();
  if (!command.basis.floor || !IsEmployment(contract.facts.engagement_kind())) return event;
  if (const auto minimum = MinimumPerUnit(*command.basis.floor, terms.unit(), HoursOfUnit(terms))) {
    Put(*minimum, agreed.mutable_minimum_wage());
    agreed.set_minimum_wage_source(command.basis.floor->source);
  }
  return event;
}

std::optional<Refusal> RefuseRate(const Contract& contract, const AgreeRate& command) {
  if (!contract.concluded) return kContractUnknown;
  if (contract.facts.engagement_kind() == v1::ENGAGEMENT_KIND_PERMANENT) return kPlacementHasNoRate;
  if (!command.base_wage && !command.tariff) return kRateMissing;
  for (const auto& value : {command.base_wage, command.tariff}) {
    if (value && *value <= Decimal{0}) return kRateMissing;
    if (value && !InRange(*value)) return kNumberOutOfRange;
  }
  if (command.effective_from < calendar::FromProto(contract.facts.start()) ||
      (contract.end && command.effective_from > *contract.end))
    return kRateOutsideContract;
  if (!command.base_wage || !IsEmployment(contract.facts.engagement_kind())) return std::nullopt;
  const auto& terms = contract.facts.terms();
  return CheckMinimum(*command.base_wage, terms.currency_code(), terms.unit(), HoursOfUnit(terms),
                      command.basis);
}

// A missing value stays as it is; a supplier's price that passes through takes the tariff along.
Rate Next(const Contract& contract, const AgreeRate& command) {
  const Rate& before = RateOn(contract, command.effective_from);
  Rate rate{command.base_wage.value_or(before.base_wage), command.tariff.value_or(before.tariff),
            before.cost};
  const auto kind = contract.facts.engagement_kind();
  const std::string& currency = contract.facts.terms().currency_code();
  if (!command.base_wage) return rate;
  rate.cost =
      IsEmployment(kind) ? CostOf(currency, rate.base_wage, command.basis).cost : rate.base_wage;
  const bool passes_through = !IsEmployment(kind) && before.tariff == before.cost;
  if (passes_through && !command.tariff) rate.tariff = rate.base_wage;
  return rate;
}

// For whom it changes something: who works if the wage is another, who hires if the tariff is.
Events WithItsPapers(const Contract& contract, ContractEvent agreed, const Rate& rate) {
  const auto from = calendar::FromProto(agreed.rate_agreed().effective_from());
  const Rate& before = RateOn(contract, from);
  return WithAmendments(std::move(agreed), contract.facts, contract.amendments + 1,
                        {before.base_wage != rate.base_wage, before.tariff != rate.tariff});
}

// It waits for a second person; the same wish of the same person waits once.
ContractDecision Propose(const Contract& contract, const AgreeRate& command, const Rate& rate) {
  ContractEvent event = Agreed(contract, command, rate);
  v1::RateProposed proposed;
  *proposed.mutable_rate() = event.rate_agreed();
  proposed.mutable_rate()->set_approval_reason(command.loss.reason);
  proposed.set_proposed_by(command.loss.by);
  proposed.set_proposed_for(command.loss.on_behalf_of);
  const auto known = contract.proposed.find(command.effective_from);
  if (known != contract.proposed.end() && MessageDifferencer::Equals(known->second, proposed))
    return Events{};
  *event.mutable_rate_proposed() = std::move(proposed);
  return Events{event};
}

// In either's own name or another's.
bool IsProposer(const v1::RateProposed& proposed, const std::string& person) {
  return !person.empty() && (person == proposed.proposed_by() || person == proposed.proposed_for());
}
}  // namespace

ContractDecision On(const Contract& contract, const AgreeRate& command) {
  if (const auto refusal = RefuseRate(contract, command)) return *refusal;
  const Rate rate = Next(contract, command);
  const auto same_day = contract.rates.find(command.effective_from);
  if (same_day != contract.rates.end() && same_day->second == rate) return Events{};
  if (rate.tariff >= rate.cost)
    return WithItsPapers(contract, Agreed(contract, command, rate), rate);
  if (command.loss.reason.empty()) return kBelowCost;
  return Propose(contract, command, rate);
}

ContractDecision On(const Contract& contract, const ApproveRate& command) {
  if (!contract.concluded) return kContractUnknown;
  const auto waits = contract.proposed.find(command.effective_from);
  if (waits == contract.proposed.end()) {
    const auto agreed = contract.rates.find(command.effective_from);
    const bool taken = agreed != contract.rates.end() && agreed->second.tariff == command.tariff;
    return taken ? ContractDecision(Events{}) : kNoRateProposed;
  }
  const v1::RateProposed& proposed = waits->second;
  if (FromProto(proposed.rate().tariff()) != command.tariff) return kNoRateProposed;
  if (IsProposer(proposed, command.by) || IsProposer(proposed, command.on_behalf_of))
    return kSamePerson;
  if (contract.end && command.effective_from > *contract.end) return kRateOutsideContract;
  ContractEvent event;
  auto& agreed = *event.mutable_rate_agreed();
  agreed = proposed.rate();
  agreed.set_proposed_by(proposed.proposed_by());
  agreed.set_approved_by(command.by);
  agreed.set_approval_role(command.role);
  const Rate rate{FromProto(agreed.base_wage()), FromProto(agreed.tariff()),
                  FromProto(agreed.cost())};
  return WithItsPapers(contract, std::move(event), rate);
}
}  // namespace aor::engagements
