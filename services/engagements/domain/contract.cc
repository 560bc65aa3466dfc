#include "services/engagements/domain/contract.h"

#include <google/protobuf/util/message_differencer.h>

#include <algorithm>
#include <stdexcept>

#include "services/engagements/domain/papers.h"
#include "services/engagements/domain/rates.h"
#include "services/engagements/domain/terms.h"

namespace aor::engagements {
namespace {
using Events = std::vector<ContractEvent>;
using google::protobuf::util::MessageDifferencer;
using money::Decimal;
using enum Reason;

constexpr size_t kListedCostCentres = 10;

ContractDecision AlreadyTrue() { return Events{}; }
Decimal FromProto(const types::v1::Decimal& proto) { return {proto.unscaled(), proto.scale()}; }
std::optional<Refusal> RefuseQuote(const v1::ContractConcluded& wanted, const Quote& quote) {
  if (quote.status == QuoteStatus::kNone) return kQuoteUnknown;
  if (quote.status != QuoteStatus::kAccepted) return kQuoteNotAccepted;
  if (quote.drawn_up.engagement_kind() != wanted.engagement_kind()) return kQuoteOfAnotherKind;
  if (quote.drawn_up.legal_entity_id() != wanted.legal_entity_id() ||
      quote.drawn_up.client_id() != wanted.client_id())
    return kQuoteOfAnotherEntity;
  return std::nullopt;
}

std::optional<Refusal> RefuseParties(const ConcludeContract& command) {
  const auto& wanted = command.wanted;
  if (wanted.worker_id().empty()) return kWorkerMissing;
  if (!command.worker_known) return Refusal(kWorkerUnknown, wanted.worker_id() + " is not known.");
  if (wanted.engagement_kind() == v1::ENGAGEMENT_KIND_AOR && wanted.supplier_id().empty())
    return kSupplierMissing;
  if (wanted.jurisdiction().empty()) return kSiteUnknown;
  if (!command.zone_known) return kZoneUnknown;
  return std::nullopt;
}

// A client that names cost centres on none of its orders may have any.
std::optional<Refusal> RefuseCostCentre(const ConcludeContract& command) {
  const std::string& wanted = command.wanted.cost_centre();
  const auto& known = command.cost_centres;
  const auto is_wanted = [&](const auto& of_order) { return of_order.second == wanted; };
  if (wanted.empty() || known.empty() || std::ranges::any_of(known, is_wanted)) return std::nullopt;
  std::string listed;
  size_t count = 0;
  for (const auto& [order, cost_centre] : known)
    if (count++ < kListedCostCentres)
      listed += (listed.empty() ? "" : ", ") + cost_centre + " (" + order + ")";
  return Refusal(kCostCentreUnknown,
                 "Known are " + listed + (known.size() > kListedCostCentres ? " and more." : "."));
}

// What the law of the two places says to lending workers from one to the other.
std::optional<Refusal> RefuseHiringOut(const ConcludeContract& command) {
  const auto& wanted = command.wanted;
  const bool site_in_france = LiesIn(wanted.jurisdiction(), "FR");
  const bool site_in_switzerland = LiesIn(wanted.jurisdiction(), "CH");
  if (!IsEmployment(wanted.engagement_kind())) return std::nullopt;
  if (wanted.engagement_kind() == v1::ENGAGEMENT_KIND_EOR && site_in_france) return kEorInFrance;
  if (command.employer_country.empty()) return kEmployerUnknown;
  if (site_in_switzerland && command.employer_country != "CH") return kLyonToGeneva;
  if (site_in_france && command.employer_country != "FR") return kGenevaToLyon;
  if (site_in_france && wanted.reason_for_use().empty()) return kReasonForUseMissing;
  return std::nullopt;
}

// The first day after `months` whole months.
calendar::Date After(calendar::Date start, uint32_t months) {
  const absl::CivilMonth month = absl::CivilMonth(start) + months;
  const calendar::Date last = calendar::Date(month + 1) - 1;
  return start.day() > last.day() ? last + 1 : calendar::Date(month) + (start.day() - 1);
}

std::optional<Refusal> RefuseLength(calendar::Date start, const std::optional<calendar::Date>& end,
                                    const std::optional<DurationLimit>& limit) {
  if (end && *end < start) return kEndBeforeStart;
  if (!limit || limit->max_months == 0) return std::nullopt;
  if (end && *end < After(start, limit->max_months)) return std::nullopt;
  return Refusal(kContractTooLong, "The limit is " + std::to_string(limit->max_months) +
                                       " months (" + limit->provenance.source + "; " +
                                       std::string(Words(limit->provenance.status)) + ").");
}

// The quote's rates and the agreement's rules, beside what was agreed for this contract.
v1::Terms TermsOf(const ConcludeContract& command) {
  const v1::Price& price = command.quote.price;
  v1::Terms terms = command.wanted.terms();
  const auto kind = command.wanted.engagement_kind();
  terms.set_currency_code(price.currency_code());
  terms.set_unit(price.unit());
  *terms.mutable_base_wage() = price.base_wage();
  *terms.mutable_tariff() = price.tariff();
  *terms.mutable_cost() = price.cost();
  terms.set_cba_id(price.cba_id());
  terms.set_charge_set_id(price.charge_set_id());
  terms.set_skill(price.skill());
  terms.set_skilled(price.skill() == v1::SKILL_SKILLED);
  terms.set_rule_version(price.rule_version());
  terms.clear_hours_per_unit();
  terms.clear_fee_percent();
  terms.clear_fixed_fee();
  if (price.has_hours_per_unit()) *terms.mutable_hours_per_unit() = price.hours_per_unit();
  if (kind == v1::ENGAGEMENT_KIND_AOR && price.has_fee_percent())
    *terms.mutable_fee_percent() = price.fee_percent();
  if (kind == v1::ENGAGEMENT_KIND_PERMANENT) *terms.mutable_fixed_fee() = price.fee();
  if (terms.time_rules().empty())
    terms.set_time_rules(command.basis.time_rules.empty() ? "NONE" : command.basis.time_rules);
  return terms;
}

std::optional<Refusal> RefuseWage(const ConcludeContract& command) {
  const v1::Price& price = command.quote.price;
  const std::string site = command.wanted.jurisdiction();
  const std::string country = price.jurisdiction().substr(0, price.jurisdiction().find('-'));
  if (!LiesIn(site, country)) return kQuoteOfAnotherPlace;
  if (!IsEmployment(command.wanted.engagement_kind())) return std::nullopt;
  if (!command.employer_currency.empty() && command.employer_currency != price.currency_code())
    return Refusal(kCurrencyDiffers, command.wanted.legal_entity_id() + " pays wages in " +
                                         command.employer_currency + ".");
  return CheckMinimum(FromProto(price.base_wage()), price.currency_code(), price.unit(),
                      HoursOfUnit(TermsOf(command)), command.basis);
}

std::optional<calendar::Date> EndOf(const v1::ContractConcluded& wanted) {
  if (!wanted.has_end()) return std::nullopt;
  return calendar::FromProto(wanted.end());
}

std::optional<Refusal> RefuseAtGate(const Gate& gate, Reason closed = kGateClosed) {
  return gate.open ? std::nullopt : std::optional(Refusal(closed, gate.why));
}

std::optional<Refusal> RefuseContract(const ConcludeContract& command) {
  if (const auto refusal = RefuseParties(command)) return refusal;
  if (const auto refusal = RefuseCostCentre(command)) return refusal;
  if (const auto refusal = RefuseQuote(command.wanted, command.quote)) return refusal;
  if (const auto field = NotAsQuoted(command.wanted.terms(), TermsOf(command)); !field.empty())
    return Refusal(kTermsNotOfQuote, "Look at terms." + field + ".");
  if (const auto refusal = RefuseHiringOut(command)) return refusal;
  if (const auto refusal = RefuseLength(calendar::FromProto(command.wanted.start()),
                                        EndOf(command.wanted), command.limit))
    return refusal;
  if (const auto refusal = RefuseWage(command)) return refusal;
  return RefuseAtGate(command.contracting);
}

ContractDecision On(const Contract& contract, const ConcludeContract& command) {
  ContractEvent event;
  auto& concluded = *event.mutable_contract_concluded();
  concluded = command.wanted;
  concluded.set_quote_version(command.quote.version);
  *concluded.mutable_terms() = TermsOf(command);
  concluded.set_gate_override_id(contract.concluded ? contract.facts.gate_override_id()
                                                    : command.contracting.override_id);
  if (contract.concluded)
    return MessageDifferencer::Equals(concluded, contract.facts) ? AlreadyTrue() : kContractExists;
  if (const auto refusal = RefuseContract(command)) return *refusal;
  const std::string id = concluded.contract_id();
  return WithPapers(std::move(event), id, PapersOf(id, concluded.engagement_kind()), 0);
}

ContractDecision On(const Contract& contract, const SignPaper& command) {
  if (!contract.concluded) return kContractUnknown;
  const auto signatures = contract.signed_by.find(command.paper_id);
  if (signatures != contract.signed_by.end() && signatures->second.contains(command.signed_by))
    return AlreadyTrue();
  if (!contract.papers.contains(command.paper_id)) return kPaperUnknown;
  if (command.signed_by.empty() || command.method.empty()) return kSignerMissing;
  ContractEvent event;
  auto& paper = *event.mutable_paper_signed();
  paper.set_contract_id(contract.facts.contract_id());
  paper.set_paper_id(command.paper_id);
  paper.set_signed_by(command.signed_by);
  paper.set_method(command.method);
  return Events{event};
}

ContractDecision On(const Contract& contract, const RecordStart& command) {
  if (!contract.concluded) return kContractUnknown;
  if (contract.started == command.day) return AlreadyTrue();
  const auto first = calendar::FromProto(contract.facts.start());
  if (command.day < first || (contract.end && *contract.end < command.day))
    return kStartOutsideContract;
  if (command.today < command.day) return kNotYetStarted;
  if (const auto refusal = RefuseAtGate(command.starting, kStartingGateClosed)) return *refusal;
  ContractEvent event;
  auto& started = *event.mutable_work_started();
  started.set_contract_id(contract.facts.contract_id());
  started.set_worker_id(contract.facts.worker_id());
  *started.mutable_started_on() = calendar::ToProto(command.day);
  started.set_gate_override_id(command.starting.override_id);
  return Events{event};
}

ContractDecision On(const Contract& contract, const ExtendContract& command) {
  if (!contract.concluded) return kContractUnknown;
  if (contract.end == command.end && contract.extensions > 0) return AlreadyTrue();
  if (contract.ended) return kContractEnded;
  if (!contract.end) return kOpenEnded;
  if (command.end <= *contract.end) return kEndNotLater;
  if (command.limit && command.limit->max_extensions != 0 &&
      contract.extensions >= command.limit->max_extensions)
    return kTooManyExtensions;
  const auto start = calendar::FromProto(contract.facts.start());
  if (const auto refusal = RefuseLength(start, command.end, command.limit)) return *refusal;
  if (const auto refusal = RefuseAtGate(command.contracting)) return *refusal;
  ContractEvent event;
  auto& extended = *event.mutable_contract_extended();
  extended.set_contract_id(contract.facts.contract_id());
  *extended.mutable_end() = calendar::ToProto(command.end);
  *extended.mutable_previous_end() = calendar::ToProto(*contract.end);
  extended.set_late(command.today > *contract.end);
  extended.set_gate_override_id(command.contracting.override_id);
  extended.set_worker_id(contract.facts.worker_id());
  return WithAmendments(std::move(event), contract.facts, contract.amendments + 1);
}

ContractDecision On(const Contract& contract, const EndContract& command) {
  if (!contract.concluded) return kContractUnknown;
  const bool says_cause =
      command.cause != v1::END_CAUSE_UNSPECIFIED && command.cause != contract.end_cause;
  if (contract.ended && contract.end == command.end && !says_cause) return AlreadyTrue();
  if (command.end < calendar::FromProto(contract.facts.start())) return kEndBeforeStart;
  if (contract.agreed_end && command.end > *contract.agreed_end) return kEndNotEarlier;
  ContractEvent event;
  auto& ended = *event.mutable_contract_ended();
  ended.set_contract_id(contract.facts.contract_id());
  *ended.mutable_end() = calendar::ToProto(command.end);
  ended.set_reason(command.reason);
  ended.set_worker_id(contract.facts.worker_id());
  ended.set_end_cause(says_cause ? command.cause : contract.end_cause);
  return WithAmendments(std::move(event), contract.facts, contract.amendments + 1);
}

Contract Concluded(Contract contract, const v1::ContractConcluded& facts) {
  contract.concluded = true;
  contract.facts = facts;
  contract.end = contract.agreed_end = EndOf(facts);
  const v1::Terms& terms = facts.terms();
  contract.rates[calendar::FromProto(facts.start())] = {
      FromProto(terms.base_wage()), FromProto(terms.tariff()), FromProto(terms.cost())};
  return contract;
}

// What was proposed was held against the rates of then.
Contract WithRate(Contract contract, const v1::RateAgreed& agreed) {
  contract.proposed.clear();
  contract.rates[calendar::FromProto(agreed.effective_from())] = {
      FromProto(agreed.base_wage()), FromProto(agreed.tariff()), FromProto(agreed.cost())};
  contract.amendments++;
  return contract;
}
}  // namespace

ContractDecision Decide(const Contract& contract, const ContractCommand& command) {
  return std::visit([&](const auto& wish) { return On(contract, wish); }, command);
}

Contract Evolve(Contract contract, const ContractEvent& event) {
  switch (event.kind_case()) {
    case ContractEvent::kContractConcluded:
      return Concluded(std::move(contract), event.contract_concluded());
    case ContractEvent::kPaperDrawnUp:
      contract.papers.insert(event.paper_drawn_up().paper_id());
      return contract;
    case ContractEvent::kPaperSigned:
      contract.signed_by[event.paper_signed().paper_id()].insert(event.paper_signed().signed_by());
      return contract;
    case ContractEvent::kWorkStarted:
      contract.started = calendar::FromProto(event.work_started().started_on());
      return contract;
    case ContractEvent::kContractExtended:
      contract.end = contract.agreed_end = calendar::FromProto(event.contract_extended().end());
      contract.extensions++;
      contract.amendments++;
      return contract;
    case ContractEvent::kContractEnded:
      contract.end = calendar::FromProto(event.contract_ended().end());
      contract.ended = true;
      contract.end_cause = event.contract_ended().end_cause();
      contract.amendments++;
      return contract;
    case ContractEvent::kRateAgreed: return WithRate(std::move(contract), event.rate_agreed());
    case ContractEvent::kRateProposed: {
      const auto& proposed = event.rate_proposed();
      contract.proposed[calendar::FromProto(proposed.rate().effective_from())] = proposed;
      return contract;
    }
    case ContractEvent::KIND_NOT_SET: break;
  }
  // A newer release wrote this stream: refuse to decide on half a history.
  throw std::runtime_error("contract: unknown event " + event.ShortDebugString());
}

Question QuestionOf(const Contract& contract, calendar::Date work_date, calendar::Date known_on) {
  const v1::Terms& terms = contract.facts.terms();
  return {contract.facts.jurisdiction(),
          terms.cba_id(),
          terms.skill(),
          terms.unit(),
          work_date,
          known_on,
          terms.charge_set_id()};
}
}  // namespace aor::engagements
