#include "services/classification/domain/seen.h"

#include <google/protobuf/util/message_differencer.h>

#include <algorithm>
#include <iterator>
#include <stdexcept>

#include "libs/money/money.h"

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

// Of an open end, none that anybody knows.
Date LastOf(const v1::ContractSeen& contract) {
  return contract.has_end() ? FromProto(contract.end()) : Date::max();
}
// Those that are not over before a day.
Contracts NotOver(const Contracts& contracts, Date day) {
  Contracts left;
  std::ranges::copy_if(contracts, std::back_inserter(left),
                       [&](const auto* one) { return day <= LastOf(*one); });
  return left;
}

// The same day of so many months before; the last of the month where there is no such day.
Date MonthsBefore(Date day, uint32_t months) {
  const auto month = absl::CivilMonth(day) - static_cast<int>(months);
  return std::min(Date(month) + (day.day() - 1), calendar::LastOfMonth(Date(month)));
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

// What was approved of one week, of all contracts with a client.
struct Week {
  int64_t seconds = 0;
  money::Decimal days;
  std::string contract;  // one of them
};
std::map<Date, Week> WeeksOf(const Seen& seen, const Contracts& contracts) {
  std::map<Date, Week> weeks;
  for (const auto* contract : contracts) {
    const auto found = seen.weeks.find(contract->contract_id());
    if (found == seen.weeks.end()) continue;
    for (const auto& [monday, seen_week] : found->second) {
      Week& week = weeks[monday];
      week.seconds += seen_week.worked().seconds();
      week.days = week.days + money::FromProto(seen_week.days());
      week.contract = contract->contract_id();
    }
  }
  return weeks;
}

std::string NamedBy(const v1::ContractSeen* contract) {
  return contract ? "contract " + contract->contract_id() : "";
}

// The contract and the weeks that are full ones, of which the last lies in the span before a day or
// after it; empty: they are not.
std::string FullWeeks(const v1::Observation& rule, const Seen& seen, const Contracts& contracts,
                      Date since) {
  constexpr int64_t kSecondsOfHour = 3600;
  const int span = static_cast<int>(rule.within_weeks()) * 7;
  std::vector<Date> full;
  for (const auto& [monday, week] : WeeksOf(seen, contracts)) {
    if (week.seconds < rule.weekly_hours() * kSecondsOfHour &&
        week.days < money::Decimal{rule.weekly_days(), 0})
      continue;
    full.push_back(monday);
    if (full.size() < rule.at_least() || monday + 6 + span < since) continue;
    const Date first = full[full.size() - rule.at_least()];
    if (monday - first < span)
      return "contract " + week.contract + ", " + std::to_string(rule.at_least()) +
             " full weeks from " + calendar::ToString(first) + " to " +
             calendar::ToString(monday + 6);
  }
  return "";
}

// A contract with another client, on days on which these run or so shortly before that it counts.
const v1::ContractSeen* Elsewhere(const v1::Observation& rule, const Seen& seen,
                                  const std::string& client, const Contracts& running, Date since) {
  const auto counts = [&](const v1::ContractSeen& other) {
    if (other.client_id() == client) return false;
    return std::ranges::any_of(running, [&](const v1::ContractSeen* one) {
      const Date from =
          MonthsBefore(std::max(since, FromProto(one->start())), rule.within_months());
      return FromProto(other.start()) <= LastOf(*one) && from <= LastOf(other);
    });
  };
  const auto found =
      std::ranges::find_if(seen.contracts, [&](const auto& one) { return counts(one.second); });
  return found == seen.contracts.end() ? nullptr : &found->second;
}

// What shows the fact to whom it concerns since a day; empty: nothing does.
std::string Shows(const v1::Observation& rule, const Seen& seen, const std::string& client,
                  Date since) {
  const Contracts with_client = With(seen, client), running = NotOver(with_client, since);
  const auto first_of = [&](auto fits) {
    const auto found = std::ranges::find_if(running, fits);
    return NamedBy(found == running.end() ? nullptr : *found);
  };
  switch (rule.fact()) {
    case v1::FACT_OPEN_ENDED: return first_of([](const auto* one) { return !one->has_end(); });
    case v1::FACT_PAID_BY_TIME:
      return first_of([](const auto* one) { return one->paid_by_time(); });
    case v1::FACT_MONTHS:
      return running.empty() ? "" : NamedBy(Fills(with_client, static_cast<int>(rule.at_least())));
    case v1::FACT_FULL_WEEKS: return FullWeeks(rule, seen, with_client, since);
    case v1::FACT_OTHER_CLIENT: return NamedBy(Elsewhere(rule, seen, client, running, since));
    default: return "";
  }
}

// As answered when it was determined; what was said since is another determination's.
const v1::Answer* AnswerTo(const v1::Determination& determination, const std::string& question) {
  const auto& answers = determination.answers();
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

std::vector<v1::SeenEvent> Decide(const Seen& seen, const SeeOtherEnd& command) {
  const auto known = seen.contracts.find(command.facts.contract_id());
  if (known == seen.contracts.end()) return {};
  if (known->second.has_end() && FromProto(known->second.end()) == FromProto(command.facts.end()))
    return {};
  std::vector<v1::SeenEvent> events(1);
  *events[0].mutable_other_end_seen() = command.facts;
  return events;
}

std::vector<v1::SeenEvent> Decide(const Seen& seen, const SeeWeek& command) {
  const auto& wanted = command.facts;
  const auto of_contract = seen.weeks.find(wanted.contract_id());
  if (of_contract != seen.weeks.end()) {
    const auto known = of_contract->second.find(FromProto(wanted.monday()));
    if (known != of_contract->second.end() &&
        google::protobuf::util::MessageDifferencer::Equals(known->second, wanted))
      return {};
  }
  std::vector<v1::SeenEvent> events(1);
  *events[0].mutable_week_seen() = wanted;
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
    case Kind::kOtherEndSeen:
      *seen.contracts[event.other_end_seen().contract_id()].mutable_end() =
          event.other_end_seen().end();
      return seen;
    case Kind::kWeekSeen: {
      const auto& week = event.week_seen();
      seen.weeks[week.contract_id()][FromProto(week.monday())] = week;
      return seen;
    }
    case Kind::KIND_NOT_SET: break;
  }
  throw std::runtime_error("seen: unknown event " + event.ShortDebugString());
}

std::vector<ReportFact> Contradictions(const Seen& seen, const Assessment& assessment,
                                       const RuleBook& book, Date day) {
  std::vector<ReportFact> reports;
  const auto current = assessment.determinations.find(CurrentOn(assessment, day));
  if (current == assessment.determinations.end()) return reports;
  const v1::Determination& determined = current->second.facts;
  const Date since = FromProto(determined.effective_from());
  for (const auto& rule : book.rules().observations()) {
    const v1::Answer* answer = AnswerTo(determined, rule.question_id());
    if (!answer || !Contradicts(rule, *answer)) continue;
    const std::string shown = Shows(rule, seen, assessment.opened.client_id(), since);
    if (shown.empty()) continue;
    ReportFact report;
    report.question_id = rule.question_id();
    report.observed = rule.observed();
    report.by = rule.fact() == v1::FACT_FULL_WEEKS ? "hours" : "contracts";
    report.evidence.emplace_back().set_reference(shown);
    report.current_on = day;
    reports.push_back(std::move(report));
  }
  return reports;
}

std::vector<std::string> WrongIn(const RuleBook& book, const v1::Observation& observation) {
  std::vector<std::string> wrong;
  const int question = book.QuestionIndex(observation.question_id());
  if (question < 0) return {"no question " + observation.question_id()};
  if (observation.fact() == v1::FACT_UNSPECIFIED) wrong.push_back("fact is missing");
  const bool weeks = observation.fact() == v1::FACT_FULL_WEEKS;
  if ((observation.fact() == v1::FACT_MONTHS || weeks) != (observation.at_least() > 0))
    wrong.push_back("at_least is of FACT_MONTHS and FACT_FULL_WEEKS, and each has one");
  for (const uint32_t of_weeks :
       {observation.weekly_hours(), observation.weekly_days(), observation.within_weeks()})
    if (weeks != (of_weeks > 0)) {
      wrong.push_back(
          "weekly_hours, weekly_days and within_weeks are of FACT_FULL_WEEKS, all three");
      break;
    }
  if (weeks && observation.within_weeks() < observation.at_least())
    wrong.push_back("within_weeks is at_least or more");
  if (observation.within_months() > 0 && observation.fact() != v1::FACT_OTHER_CLIENT)
    wrong.push_back("within_months is of FACT_OTHER_CLIENT");
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
