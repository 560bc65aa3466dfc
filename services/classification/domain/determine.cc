#include "services/classification/domain/determine.h"

#include <google/protobuf/util/message_differencer.h>

#include <charconv>
#include <set>

namespace aor::classification {
namespace {
using google::protobuf::util::MessageDifferencer;
std::optional<int64_t> NumberIn(const std::string& text) {
  int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  if (!whole || number < -kMostNumber || number > kMostNumber) return std::nullopt;
  return number;
}

Value ValueOf(const RuleBook& book, int question, const v1::Answer& answer) {
  using State = Value::State;
  if (answer.unknown()) return {State::kUnknown};
  if (!book.question(question).options().empty()) {
    const int option = book.OptionIndex(question, answer.answer());
    return option < 0 ? Value{State::kUnknown} : Value{State::kKnown, option};
  }
  const auto number = NumberIn(answer.answer());
  return number ? Value{State::kKnown, -1, *number} : Value{State::kUnknown};
}

std::string OptionsOf(const v1::Question& question) {
  std::string list;
  for (const auto& option : question.options())
    list += (list.empty() ? "" : ", ") + option.answer();
  return list;
}

void AddPath(const SelectionResult& result, v1::Determination& determination) {
  for (const auto& [test_id, test] : result.tests) {
    if (test_id == result.branch->test_id()) continue;
    auto& step = *determination.add_path();
    step.set_test_id(test_id);
    step.set_outcome(test.outcome());
    step.set_because(test.test->test->title());
    step.set_source(test.test->test->provenance().source());
  }
  for (const v1::Branch* branch : result.branches) {
    auto& step = *determination.add_path();
    step.set_test_id(branch->test_id());
    step.set_because(branch->because());
    step.set_source(branch->source());
    if (const auto test = result.tests.find(branch->test_id()); test != result.tests.end())
      step.set_outcome(test->second.outcome());
  }
}

void AddTest(const RuleBook& book, const SelectionResult& result,
             v1::Determination& determination) {
  const TestResult& applied = result.applied();
  const v1::Test& test = *applied.test->test;
  determination.set_jurisdiction(book.jurisdiction());
  determination.set_rule_version(book.version());
  determination.set_test_id(test.test_id());
  determination.set_test_version(test.version());
  determination.set_test_status(test.provenance().status());
  determination.set_test_source(test.provenance().source());
  for (size_t i = 0; i < applied.factors.size(); ++i)
    *determination.add_findings() = FindingOf(*applied.test, i, applied.factors[i]);
}

std::string DeciderOf(const SelectionResult& result, const v1::Branch& branch) {
  if (!branch.decided_by().empty()) return branch.decided_by();
  const auto test = result.tests.find(branch.test_id());
  return test == result.tests.end() ? "" : test->second.test->test->decided_by();
}
// Whose decision it is, and what they owe, where every branch that may apply says the same; who
// decides is never guessed.
void AddDecider(const SelectionResult& result, v1::Determination& determination) {
  std::set<std::string> deciders;
  bool owe_the_same = true;
  for (const v1::Branch* branch : result.branches) {
    deciders.insert(DeciderOf(result, *branch));
    owe_the_same &= MessageDifferencer::Equals(branch->statement(), result.branch->statement());
  }
  if (deciders.size() == 1)
    determination.set_decided_by(*deciders.begin());
  else
    determination.mutable_may_decide()->Add(deciders.begin(), deciders.end());
  if (deciders.size() == 1 && owe_the_same && result.branch->has_statement())
    *determination.mutable_statement() = result.branch->statement();
}

void AddMissing(const RuleBook& book, const SelectionResult& result, const Values& values,
                v1::Determination& determination) {
  for (const int question : result.missing) {
    auto& missing = *determination.add_missing();
    missing.set_question_id(book.question(question).question_id());
    missing.set_text(book.question(question).text());
    missing.set_asked_of(book.question(question).asked_of());
    missing.set_unknown(values[question].state == Value::State::kUnknown);
  }
}

void AddConsequence(const v1::Test& test, v1::Determination& determination) {
  if (determination.outcome() == v1::OUTCOME_UNDETERMINED)
    determination.set_presumed(test.presumed());
  for (const auto& consequence : test.consequences()) {
    if (consequence.outcome() != determination.outcome()) continue;
    *determination.mutable_engagement_kinds() = consequence.engagement_kinds();
    determination.set_offered_path(consequence.offered_path());
    determination.set_consequence(consequence.sentence());
  }
}

void AddDuties(const SelectionResult& result, v1::Determination& determination) {
  for (const auto& [duty, surely] : result.duties) {
    auto& due = *determination.add_duties();
    due.set_duty_id(duty->duty_id());
    due.set_title(duty->title());
    due.set_every_months(duty->every_months());
    due.set_source(duty->source());
    due.set_status(duty->status());
    due.set_unless_shown(!surely);
  }
}

// Of a day and a number of months; the last of the month where there is no such day.
calendar::Date After(calendar::Date day, uint32_t months) {
  const auto month = absl::CivilMonth(day) + static_cast<int>(months);
  const calendar::Date last = calendar::LastOfMonth(calendar::Date(month));
  return std::min(calendar::Date(month) + (day.day() - 1), last);
}
}  // namespace

Values ValuesOf(const RuleBook& book, const std::vector<v1::Answer>& answers) {
  Values values(book.questions());
  for (const auto& answer : answers)
    if (const int question = book.QuestionIndex(answer.question_id()); question >= 0)
      values[question] = ValueOf(book, question, answer);
  return values;
}

std::optional<std::string> WrongIn(const RuleBook& book, const v1::Answer& answer) {
  const int index = book.QuestionIndex(answer.question_id());
  if (index < 0)
    return "name a question of " + book.jurisdiction() + "; " + answer.question_id() + " is none";
  if (answer.unknown()) {
    if (answer.answer().empty()) return std::nullopt;
    return "give an answer, or say that it is unknown: not both";
  }
  const v1::Question& question = book.question(index);
  if (!question.options().empty()) {
    if (book.OptionIndex(index, answer.answer()) >= 0) return std::nullopt;
    return "answer one of " + OptionsOf(question) + ", or say that it is unknown";
  }
  const auto number = NumberIn(answer.answer());
  if (number && question.at_least() <= *number && *number <= question.at_most())
    return std::nullopt;
  return "give a whole number of " + question.unit() + " from " +
         std::to_string(question.at_least()) + " to " + std::to_string(question.at_most()) +
         ", or say that it is unknown";
}

google::protobuf::RepeatedPtrField<std::string> AdmittedBy(const RuleBook* book,
                                                           const v1::Determination& determination,
                                                           v1::Outcome outcome) {
  if (determination.outcome() == outcome) return determination.engagement_kinds();
  const auto day = calendar::FromProto(determination.effective_from());
  const auto* test = book ? book->TestOn(determination.test_id(), day, false) : nullptr;
  if (test)
    for (const auto& consequence : test->test->consequences())
      if (consequence.outcome() == outcome) return consequence.engagement_kinds();
  google::protobuf::RepeatedPtrField<std::string> by_name;
  *by_name.Add() = outcome == v1::OUTCOME_CONTRACTOR ? "AOR" : "EOR";
  return by_name;
}

v1::Finding FindingOf(const ReadyTest& test, size_t factor, const FactorResult& result) {
  const ReadyFactor& ready = test.factors[factor];
  v1::Finding finding;
  finding.set_factor_id(ready.factor->factor_id());
  finding.set_title(ready.factor->title());
  finding.set_source(ready.factor->source().empty() ? test.test->provenance().source()
                                                    : ready.factor->source());
  const bool many = result.rows.size() > 1 || (result.none_may_fit && !ready.rows.empty());
  finding.set_open(many || result.lowest != result.highest);
  if (result.so_far != 0)
    finding.set_lean(result.so_far > 0 ? v1::LEAN_CONTRACTOR : v1::LEAN_EMPLOYEE);
  const int size = (std::abs(result.so_far) + 500) / 1000;
  if (result.so_far != 0) finding.set_strength(static_cast<v1::Strength>(std::max(size, 1)));
  if (result.rows.size() == 1 && !result.none_may_fit) {
    finding.set_level(ready.rows[result.rows[0]].row->level());
    finding.add_because(ready.rows[result.rows[0]].row->because());
  }
  for (const v1::Reading* reading : result.readings)
    if (!reading->because().empty()) finding.add_because(reading->because());
  return finding;
}

std::optional<v1::Determination> Determine(const Basis& basis, const std::string& selection_id,
                                           const Subject& subject,
                                           const std::vector<v1::Answer>& answers) {
  const ReadySelection* selection =
      basis.book.SelectionOn(selection_id, basis.day, basis.anticipated);
  if (!selection) return std::nullopt;
  const Values values = ValuesOf(basis.book, answers);
  const SelectionResult result = Evaluate(basis, *selection, values);
  if (!result.branch || !result.tests.contains(result.branch->test_id())) return std::nullopt;
  v1::Determination determination;
  determination.set_assessment_id(subject.assessment_id);
  determination.set_worker_id(subject.worker_id);
  determination.set_client_id(subject.client_id);
  determination.set_engagement_id(subject.engagement_id);
  determination.set_selection_id(selection_id);
  determination.set_outcome(result.outcome());
  determination.set_confidence_percent(static_cast<uint32_t>(result.confidence));
  AddTest(basis.book, result, determination);
  AddDecider(result, determination);
  AddPath(result, determination);
  AddMissing(basis.book, result, values, determination);
  AddConsequence(*result.applied().test->test, determination);
  AddDuties(result, determination);
  determination.set_reason(ReasonOf(result));
  *determination.mutable_effective_from() = calendar::ToProto(basis.day);
  const uint32_t months = result.applied().test->test->review_after_months();
  if (months > 0) *determination.mutable_review_on() = calendar::ToProto(After(basis.day, months));
  std::map<std::string, const v1::Answer*> used;
  for (const auto& answer : answers)
    if (basis.book.QuestionIndex(answer.question_id()) >= 0) used[answer.question_id()] = &answer;
  for (const auto& [id, answer] : used) *determination.add_answers() = *answer;
  return determination;
}
}  // namespace aor::classification
