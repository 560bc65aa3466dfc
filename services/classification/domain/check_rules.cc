#include "services/classification/domain/check_rules.h"

#include <algorithm>
#include <set>

namespace aor::classification {
namespace {
constexpr int kMostOfOne = 3000;
constexpr int kWhole = 100;

Place Within(Place place, const char* field, int index) {
  place.emplace_back(field, index);
  return place;
}
bool IsAlways(const AskedAll& when) { return when.empty(); }

bool IsGate(v1::Outcome outcome) {
  return outcome == v1::OUTCOME_APPLIES || outcome == v1::OUTCOME_DOES_NOT_APPLY;
}

// A row, conclusion or branch after one that always fits.
template <class Rows>
void CheckReached(const Rows& rows, const char* field, const Place& place,
                  std::vector<Problem>& problems) {
  for (size_t i = 0; i + 1 < rows.size(); ++i)
    if (IsAlways(rows[i].when))
      problems.push_back({Within(place, field, static_cast<int>(i) + 1),
                          "is never reached: the one before it always fits"});
}

void CheckFactor(const ReadyTest& test, const ReadyFactor& factor, const Place& place,
                 std::vector<Problem>& problems) {
  if (factor.factor->factor_id().empty() || factor.factor->title().empty())
    problems.push_back({place, "factor_id or title is missing"});
  if (factor.rows.empty() == factor.indications.empty())
    problems.push_back({place, "a factor has rows or indicators, one of the two"});
  CheckReached(factor.rows, "rows", place, problems);
  if (test.test->family() != v1::FAMILY_CONJUNCTIVE) return;
  const auto leans = [&](v1::Lean lean) {
    return std::ranges::any_of(factor.rows,
                               [&](const Scored& row) { return row.row->lean() == lean; });
  };
  if (!leans(v1::LEAN_CONTRACTOR) || !leans(v1::LEAN_EMPLOYEE))
    problems.push_back({place, "an outcome is unreachable: a prong can hold and can fail"});
}

// What the leans can add up to at most, either way.
struct Reach {
  int contractor = 0, employee = 0;
  uint32_t factors_for_contractor = 0, factors_for_employee = 0;
};
Reach ReachOf(const ReadyTest& test) {
  Reach reach;
  for (const ReadyFactor& factor : test.factors) {
    int highest = 0, lowest = 0;
    for (const Scored& row : factor.rows) {
      highest = std::max(highest, row.score);
      lowest = std::min(lowest, row.score);
    }
    for (const Indication& indication : factor.indications) {
      int best = 0, worst = 0;
      for (const auto& [asked, reading] : indication.readings) {
        best = std::max(best, ScoreOf(reading->lean(), reading->strength()));
        worst = std::min(worst, ScoreOf(reading->lean(), reading->strength()));
      }
      highest += best / static_cast<int>(factor.indications.size());
      lowest += worst / static_cast<int>(factor.indications.size());
    }
    reach.contractor += highest;
    reach.employee -= lowest;
    reach.factors_for_contractor += highest > 0;
    reach.factors_for_employee += lowest < 0;
  }
  return reach;
}

void CheckBalance(const ReadyTest& test, const Place& place, std::vector<Problem>& problems) {
  const v1::Balance& balance = test.test->balance();
  const Reach reach = ReachOf(test);
  const Place here = Within(place, "balance", 0);
  if (balance.margin_percent() == 0 || balance.margin_percent() > kWhole ||
      balance.core_percent() > kWhole) {
    problems.push_back({here, "margin_percent lies between 1 and 100, core_percent at most there"});
    return;
  }
  const int margin = static_cast<int>(balance.margin_percent()) * kMostOfOne *
                     static_cast<int>(test.factors.size()) / kWhole;
  if (balance.least_factors() < 2)
    problems.push_back({here, "least_factors is 2 at least: no factor decides alone"});
  if (reach.contractor < margin || reach.factors_for_contractor < balance.least_factors())
    problems.push_back({here, "an outcome is unreachable: nothing adds up to a contractor"});
  if (reach.employee < margin || reach.factors_for_employee < balance.least_factors())
    problems.push_back({here, "an outcome is unreachable: nothing adds up to an employee"});
}

void CheckConclusions(const ReadyTest& test, const Place& place, std::vector<Problem>& problems) {
  CheckReached(test.conclusions, "conclusions", place, problems);
  std::set<int> outcomes;
  for (const Concluded& one : test.conclusions) outcomes.insert(one.conclusion->outcome());
  outcomes.erase(v1::OUTCOME_UNDETERMINED);
  if (outcomes.contains(v1::OUTCOME_UNSPECIFIED))
    problems.push_back({place, "a conclusion says no outcome"});
  if (outcomes.size() == 1)  // none at all: the test says that it leaves it to a person
    problems.push_back({place, "an outcome is unreachable: the conclusions know one only"});
}

void CheckOutcomes(const ReadyTest& test, const Place& place, std::vector<Problem>& problems) {
  const v1::Test& of = *test.test;
  if (of.family() == v1::FAMILY_CONJUNCTIVE) {
    const bool two = of.when_all_hold() != v1::OUTCOME_UNSPECIFIED &&
                     of.when_one_fails() != v1::OUTCOME_UNSPECIFIED &&
                     of.when_all_hold() != of.when_one_fails();
    if (!two || IsGate(of.when_all_hold()) != IsGate(of.when_one_fails()))
      problems.push_back({place, "say two outcomes: when_all_hold and when_one_fails"});
    return;
  }
  if (of.has_balance() == !test.conclusions.empty())
    problems.push_back({place, "a weighing test has a balance or conclusions, one of the two"});
  else if (of.has_balance())
    CheckBalance(test, place, problems);
  else
    CheckConclusions(test, place, problems);
}
}  // namespace

std::vector<std::string> WrongIn(const v1::Question& question) {
  std::vector<std::string> wrong;
  if (question.question_id().empty() || question.text().empty())
    wrong.push_back("question_id or text is missing");
  if (question.options().empty() == question.unit().empty())
    wrong.push_back("a question has options, or the unit of a number");
  if (question.options_size() > kMostOptions) wrong.push_back("a question has 32 options at most");
  const bool is_number = question.options().empty();
  if (question.has_at_least() != is_number || question.has_at_most() != is_number)
    wrong.push_back("at_least and at_most are of a number, and each number has both");
  else if (is_number && question.at_least() > question.at_most())
    wrong.push_back("at_least lies above at_most");
  else if (question.at_least() < -kMostNumber || question.at_most() > kMostNumber)
    wrong.push_back("at_least and at_most lie within a million millions");
  if (question.asked_of() == v1::LEVEL_UNSPECIFIED) wrong.push_back("asked_of is missing");
  std::set<std::string> answers = {std::string(kUnknown), std::string(kNotAsked)};
  for (const auto& option : question.options())
    if (option.answer().empty() || !answers.insert(option.answer()).second)
      wrong.push_back("the answer \"" + option.answer() + "\" is empty, twice or reserved");
  return wrong;
}

std::vector<std::string> WrongIn(const v1::Provenance& provenance) {
  std::vector<std::string> wrong;
  const auto from = calendar::ParseDate(provenance.valid_from());
  const auto to = calendar::ParseDate(provenance.valid_to());
  if (!from) wrong.push_back("valid_from is no day such as 2024-03-11");
  if (!provenance.valid_to().empty() && !to)
    wrong.push_back("valid_to is no day such as 2024-03-11");
  if (!calendar::ParseDate(provenance.recorded()))
    wrong.push_back("recorded is no day such as 2026-11-21");
  if (from && to && *to < *from) wrong.push_back("valid_to lies before valid_from");
  if (provenance.source().empty()) wrong.push_back("source is missing");
  if (provenance.status() == v1::STATUS_UNSPECIFIED) wrong.push_back("status is missing");
  if (provenance.status() == v1::STATUS_REPEALED && !to)
    wrong.push_back("a repealed rule needs valid_to");
  return wrong;
}

std::vector<std::string> WrongIn(const v1::Question& question, const Indication& indication) {
  uint64_t read = 0;
  for (const auto& [asked, reading] : indication.readings) {
    if (read & asked.fits) return {"an answer of " + question.question_id() + " is read twice"};
    read |= asked.fits;
  }
  std::vector<std::string> wrong;
  for (int i = 0; i < question.options_size() && i < kMostOptions; ++i)
    if (!(read & BitOf(i)))
      wrong.push_back("nothing is said to the answer " + question.options(i).answer() + " of " +
                      question.question_id());
  return wrong;
}

std::vector<Problem> CheckTest(const ReadyTest& test, const Place& place) {
  std::vector<Problem> problems;
  const v1::Test& of = *test.test;
  if (of.test_id().empty() || of.version().empty() || of.title().empty())
    problems.push_back({place, "test_id, version or title is missing"});
  if (of.family() == v1::FAMILY_UNSPECIFIED) problems.push_back({place, "family is missing"});
  if (test.factors.empty()) {
    problems.push_back({place, "a test has factors"});
    return problems;
  }
  std::set<std::string> ids;
  for (int i = 0; i < of.factors_size(); ++i) {
    const Place here = Within(place, "factors", i);
    CheckFactor(test, test.factors[i], here, problems);
    if (!ids.insert(of.factors(i).factor_id()).second)
      problems.push_back({here, "there is another factor " + of.factors(i).factor_id()});
  }
  CheckOutcomes(test, place, problems);
  for (int i = 0; i < of.consequences_size(); ++i)
    if (of.consequences(i).source().empty() || of.consequences(i).sentence().empty())
      problems.push_back({Within(place, "consequences", i), "source or sentence is missing"});
  return problems;
}

std::vector<Problem> CheckSelection(const ReadySelection& selection, const Place& place) {
  std::vector<Problem> problems;
  if (selection.selection->selection_id().empty() || selection.selection->title().empty())
    problems.push_back({place, "selection_id or title is missing"});
  if (selection.branches.empty() || !IsAlways(selection.branches.back().when))
    problems.push_back({place, "the last branch has no condition, so that some test applies"});
  CheckReached(selection.branches, "branches", place, problems);
  for (int i = 0; i < selection.selection->duties_size(); ++i) {
    const v1::Duty& duty = selection.selection->duties(i);
    if (duty.duty_id().empty() || duty.title().empty() || duty.source().empty() ||
        duty.status() == v1::STATUS_UNSPECIFIED)
      problems.push_back(
          {Within(place, "duties", i), "duty_id, title, source or status is missing"});
  }
  return problems;
}

namespace {
bool Overlap(const Validity& a, const Validity& b) {
  return a.Decides() && b.Decides() && (!b.to || a.from <= *b.to) && (!a.to || b.from <= *a.to);
}

template <class Ready, class IdOf>
void CheckOverlaps(const std::vector<Ready>& all, const char* field, const IdOf& id_of,
                   std::vector<Problem>& problems) {
  for (size_t i = 0; i < all.size(); ++i)
    for (size_t j = 0; j < i; ++j)
      if (id_of(all[i]) == id_of(all[j]) && Overlap(all[i].validity, all[j].validity))
        problems.push_back({{{field, static_cast<int>(i)}},
                            "another version of " + id_of(all[i]) + " holds on the same days"});
}
// Places of a test's versions that decide, in the order of their days; none overlap.
std::vector<int> VersionsOf(const RuleBook& book, const std::string& test_id) {
  std::vector<int> versions;
  for (size_t i = 0; i < book.tests().size(); ++i)
    if (book.tests()[i].test->test_id() == test_id && book.tests()[i].validity.Decides())
      versions.push_back(static_cast<int>(i));
  std::ranges::sort(versions, {}, [&](int i) { return book.tests()[i].validity.from; });
  return versions;
}

// A day between two versions, on which whoever asks for the test would be told that it does not
// fit.
void CheckGaps(const RuleBook& book, const std::string& test_id, std::vector<Problem>& problems) {
  const auto versions = VersionsOf(book, test_id);
  for (size_t i = 1; i < versions.size(); ++i) {
    const auto& before = book.tests()[versions[i - 1]].validity.to;
    if (before && *before + 1 < book.tests()[versions[i]].validity.from)
      problems.push_back({{{"tests", versions[i]}},
                          "no version of " + test_id + " holds on " +
                              calendar::ToString(*before + 1) + ", between two that do"});
  }
}

// Some test applies on every day on which the selection holds: that of its last branch.
void CheckCovered(const RuleBook& book, const ReadySelection& selection, int place,
                  std::vector<Problem>& problems) {
  const std::string& test_id = selection.branches.back().branch->test_id();
  std::optional<calendar::Date> open = selection.validity.from;  // from when on nothing holds
  for (const int i : VersionsOf(book, test_id)) {
    const Validity& version = book.tests()[i].validity;
    if (!open || *open < version.from) break;
    if (!version.to || *open <= *version.to)
      open = version.to ? std::optional(*version.to + 1) : std::nullopt;
  }
  if (open && (!selection.validity.to || *open <= *selection.validity.to))
    problems.push_back({{{"selections", place}},
                        "no version of " + test_id + " holds on " + calendar::ToString(*open) +
                            ", when the selection does"});
}
}  // namespace

std::vector<Problem> CheckTogether(const RuleBook& book) {
  std::vector<Problem> problems;
  CheckOverlaps(
      book.tests(), "tests", [](const ReadyTest& one) { return one.test->test_id(); }, problems);
  CheckOverlaps(
      book.selections(), "selections",
      [](const ReadySelection& one) { return one.selection->selection_id(); }, problems);
  std::set<std::string> ids;
  for (const ReadyTest& test : book.tests()) ids.insert(test.test->test_id());
  for (const std::string& id : ids) CheckGaps(book, id, problems);
  for (size_t i = 0; i < book.selections().size(); ++i) {
    const ReadySelection& selection = book.selections()[i];
    if (!selection.branches.empty() && selection.validity.Decides())
      CheckCovered(book, selection, static_cast<int>(i), problems);
  }
  std::set<std::string> led_to;
  for (const ReadySelection& selection : book.selections())
    for (const ReadyBranch& branch : selection.branches) {
      led_to.insert(branch.branch->test_id());
      for (const Asked& asked : branch.when) led_to.insert(asked.test_id);
    }
  for (size_t i = 0; i < book.tests().size(); ++i)
    if (!led_to.contains(book.tests()[i].test->test_id()))
      problems.push_back({{{"tests", static_cast<int>(i)}}, "no selection leads to this test"});
  return problems;
}
}  // namespace aor::classification
