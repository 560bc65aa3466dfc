#include "services/classification/domain/seen.h"

#include <algorithm>
#include <stdexcept>

namespace aor::classification {
namespace {
using calendar::Date;
using calendar::FromProto;
using Contracts = std::vector<const v1::ContractSeen*>;

Contracts With(const Seen& seen, const std::string& client) {
  Contracts found;
  for (const auto& [id, contract] : seen.contracts)
    if (contract.client_id() == client) found.push_back(&contract);
  return found;
}

// Whole months from a day to another, both worked.
int MonthsBetween(Date first, Date last) {
  const Date after = last + 1;
  const int months = static_cast<int>(absl::CivilMonth(after) - absl::CivilMonth(first));
  return after.day() < first.day() ? months - 1 : months;
}

// The contract with which so many months are full; null: they are not.
const v1::ContractSeen* Fills(Contracts contracts, int months) {
  std::ranges::sort(contracts, {}, [](const auto* one) { return FromProto(one->start()); });
  for (const auto* contract : contracts)
    if (contract->has_end() &&
        MonthsBetween(FromProto(contracts.front()->start()), FromProto(contract->end())) >= months)
      return contract;
  return nullptr;
}

// The contract that shows the fact; null: none does.
const v1::ContractSeen* Shows(const v1::Observation& rule, const Seen& seen,
                              const std::string& client) {
  const Contracts with_client = With(seen, client);
  if (with_client.empty()) return nullptr;
  const auto first_of = [&](auto fits) -> const v1::ContractSeen* {
    const auto found = std::ranges::find_if(with_client, fits);
    return found == with_client.end() ? nullptr : *found;
  };
  switch (rule.fact()) {
    case v1::FACT_OPEN_ENDED: return first_of([](const auto* one) { return !one->has_end(); });
    case v1::FACT_PAID_BY_TIME:
      return first_of([](const auto* one) { return one->paid_by_time(); });
    case v1::FACT_MONTHS: return Fills(with_client, static_cast<int>(rule.at_least()));
    case v1::FACT_OTHER_CLIENT: {
      const auto other = std::ranges::find_if(
          seen.contracts, [&](const auto& one) { return one.second.client_id() != client; });
      return other == seen.contracts.end() ? nullptr : &other->second;
    }
    default: return nullptr;
  }
}

// As answered when it was determined; what was said since is another determination's.
const v1::Answer* AnswerTo(const Assessment& assessment, const std::string& question) {
  const auto current = assessment.determinations.find(assessment.current);
  if (current == assessment.determinations.end()) return nullptr;
  const auto& answers = current->second.facts.answers();
  const auto found = std::ranges::find(answers, question, &v1::Answer::question_id);
  return found == answers.end() || found->unknown() ? nullptr : &*found;
}

bool Contradicts(const v1::Observation& rule, const v1::Answer& answer) {
  return std::ranges::find(rule.contradicts(), answer.answer()) != rule.contradicts().end();
}
}  // namespace

std::vector<v1::SeenEvent> Decide(const Seen& seen, const SeeContract& command) {
  if (seen.contracts.contains(command.facts.contract_id())) return {};
  std::vector<v1::SeenEvent> events(1);
  *events[0].mutable_contract_seen() = command.facts;
  return events;
}

std::vector<v1::SeenEvent> Decide(const Seen& seen, const NoteAssessment& command) {
  if (seen.clients.contains(command.facts.assessment_id())) return {};
  std::vector<v1::SeenEvent> events(1);
  *events[0].mutable_assessment_noted() = command.facts;
  return events;
}

Seen Evolve(Seen seen, const v1::SeenEvent& event) {
  using Kind = v1::SeenEvent;
  switch (event.kind_case()) {
    case Kind::kContractSeen:
      seen.contracts[event.contract_seen().contract_id()] = event.contract_seen();
      return seen;
    case Kind::kAssessmentNoted:
      seen.clients[event.assessment_noted().assessment_id()] = event.assessment_noted().client_id();
      return seen;
    case Kind::KIND_NOT_SET: break;
  }
  throw std::runtime_error("seen: unknown event " + event.ShortDebugString());
}

std::vector<ReportFact> Contradictions(const Seen& seen, const Assessment& assessment,
                                       const RuleBook& book) {
  std::vector<ReportFact> reports;
  for (const auto& rule : book.rules().observations()) {
    const v1::Answer* answer = AnswerTo(assessment, rule.question_id());
    if (!answer || !Contradicts(rule, *answer)) continue;
    const auto* contract = Shows(rule, seen, assessment.opened.client_id());
    if (!contract) continue;
    ReportFact report;
    report.question_id = rule.question_id();
    report.observed = rule.observed();
    report.evidence.emplace_back().set_reference("contract " + contract->contract_id());
    reports.push_back(std::move(report));
  }
  return reports;
}

std::vector<std::string> WrongIn(const RuleBook& book, const v1::Observation& observation) {
  std::vector<std::string> wrong;
  const int question = book.QuestionIndex(observation.question_id());
  if (question < 0) return {"no question " + observation.question_id()};
  if (observation.fact() == v1::FACT_UNSPECIFIED) wrong.push_back("fact is missing");
  if ((observation.fact() == v1::FACT_MONTHS) != (observation.at_least() > 0))
    wrong.push_back("at_least is of FACT_MONTHS, and it has one");
  if (observation.source().empty()) wrong.push_back("source is missing");
  if (observation.status() == v1::STATUS_UNSPECIFIED) wrong.push_back("status is missing");
  if (observation.contradicts().empty()) wrong.push_back("contradicts names no answer");
  std::vector<std::string> answers(observation.contradicts().begin(),
                                   observation.contradicts().end());
  answers.push_back(observation.observed());
  for (const std::string& answer : answers)
    if (book.OptionIndex(question, answer) < 0) wrong.push_back("no answer " + answer);
  if (std::ranges::count(answers, observation.observed()) > 1)
    wrong.push_back("what is observed contradicts itself");
  return wrong;
}
}  // namespace aor::classification
