#include "services/classification/domain/review_rules.h"

#include <algorithm>
#include <limits>

namespace aor::classification {
namespace {
constexpr int64_t kLeast = std::numeric_limits<int64_t>::min();
constexpr int64_t kMost = std::numeric_limits<int64_t>::max();

bool IsBlank(const std::string& text) { return text.find_first_not_of(" \t\n") == text.npos; }

bool IsAboutTheSame(const Asked& a, const Asked& b) {
  return a.of == b.of && a.index == b.index && a.test_id == b.test_id;
}
bool IsOfNumber(const Asked& asked) { return asked.at_least || asked.at_most; }
bool IsEmpty(const Asked& asked) {
  if (asked.fits_not_asked) return false;
  return IsOfNumber(asked) ? asked.at_least.value_or(kLeast) > asked.at_most.value_or(kMost)
                           : asked.fits == 0;
}
// What fits both.
Asked Both(Asked a, const Asked& b) {
  if (IsOfNumber(a) || IsOfNumber(b)) {
    a.at_least = std::max(a.at_least.value_or(kLeast), b.at_least.value_or(kLeast));
    a.at_most = std::min(a.at_most.value_or(kMost), b.at_most.value_or(kMost));
  }
  a.fits &= b.fits;
  a.fits_not_asked = a.fits_not_asked && b.fits_not_asked;
  return a;
}
bool NeverFits(const AskedAll& when) {
  for (size_t i = 0; i < when.size(); ++i) {
    Asked all = when[i];
    for (const Asked& other : when)
      if (IsAboutTheSame(all, other)) all = Both(all, other);
    if (IsEmpty(all)) return true;
  }
  return false;
}

// Whatever fits the one fits the other.
bool IsWithin(const Asked& one, const Asked& other) {
  return (one.fits & ~other.fits) == 0 && (!one.fits_not_asked || other.fits_not_asked) &&
         IsOfNumber(one) == IsOfNumber(other) &&
         other.at_least.value_or(kLeast) <= one.at_least.value_or(kLeast) &&
         one.at_most.value_or(kMost) <= other.at_most.value_or(kMost);
}
bool Implies(const AskedAll& one, const AskedAll& other) {
  return std::ranges::all_of(other, [&](const Asked& wanted) {
    return std::ranges::any_of(one, [&](const Asked& given) {
      return IsAboutTheSame(given, wanted) && IsWithin(given, wanted);
    });
  });
}

class Review {
 public:
  explicit Review(const RuleBook& book) : book_(book) {}
  std::vector<Problem> Run() {
    for (size_t i = 0; i < book_.tests().size(); ++i)
      OfTest(book_.tests()[i], {{"tests", static_cast<int>(i)}});
    for (size_t i = 0; i < book_.selections().size(); ++i)
      OfSelection(book_.selections()[i], {{"selections", static_cast<int>(i)}});
    const auto& observations = book_.rules().observations();
    for (int i = 0; i < observations.size(); ++i)
      Demand(!IsBlank(observations.Get(i).source()), {{"observations", i}}, "source is blank");
    return std::move(problems_);
  }

 private:
  void Demand(bool holds, const Place& place, const std::string& what) {
    if (!holds) problems_.push_back({place, what});
  }
  static Place Within(Place place, const char* field, int index) {
    place.emplace_back(field, index);
    return place;
  }

  // Of rows of which the first one that fits counts.
  void OfRows(const auto& rows, const char* field, const Place& place) {
    for (size_t i = 0; i < rows.size(); ++i) {
      const Place here = Within(place, field, static_cast<int>(i));
      if (NeverFits(rows[i].when)) {
        Demand(false, here, "never fits: its conditions exclude each other");
        continue;
      }
      for (size_t before = 0; before < i; ++before) {
        if (!Implies(rows[i].when, rows[before].when)) continue;
        Demand(false, here,
               "is never reached: whatever fits it fits number " + std::to_string(before + 1) +
                   " of these before it");
        break;
      }
    }
  }

  void OfTest(const ReadyTest& test, const Place& place) {
    for (size_t i = 0; i < test.factors.size(); ++i)
      OfFactor(test.factors[i], Within(place, "factors", static_cast<int>(i)));
    OfRows(test.conclusions, "conclusions", place);
    Demand(!IsBlank(test.test->provenance().source()), Within(place, "provenance", 0),
           "source is blank");
    OfConsequences(*test.test, place);
  }
  void OfFactor(const ReadyFactor& factor, const Place& place) {
    OfRows(factor.rows, "rows", place);
    for (size_t i = 0; i < factor.indications.size(); ++i) {
      const Place here = Within(place, "indicators", static_cast<int>(i));
      const auto& readings = factor.indications[i].readings;
      for (size_t j = 0; j < readings.size(); ++j)
        Demand(!IsEmpty(readings[j].first), Within(here, "readings", static_cast<int>(j)),
               "never fits: at_least lies above at_most");
    }
  }

  static bool MaySay(const v1::Test& test, v1::Outcome outcome) {
    if (test.family() == v1::FAMILY_CONJUNCTIVE)
      return test.when_all_hold() == outcome || test.when_one_fails() == outcome;
    return test.has_balance() || std::ranges::any_of(test.conclusions(), [&](const auto& one) {
             return one.outcome() == outcome;
           });
  }
  void OfConsequences(const v1::Test& test, const Place& place) {
    bool offers = false;
    for (int i = 0; i < test.consequences_size(); ++i) {
      const v1::Consequence& one = test.consequences(i);
      const Place here = Within(place, "consequences", i);
      const bool of_employee = one.outcome() == v1::OUTCOME_EMPLOYEE;
      Demand(!IsBlank(one.source()), here, "source is blank");
      Demand(!of_employee || !IsBlank(one.offered_path()), here,
             "offered_path is missing: an employee is offered employment by name");
      for (const auto& kind : one.engagement_kinds()) {
        Demand(std::set<std::string>{"TEMP", "AOR", "EOR", "PERMANENT"}.contains(kind), here,
               "no engagement kind " + kind);
        Demand(kind != "AOR" || one.outcome() == v1::OUTCOME_CONTRACTOR, here,
               "AOR is for a contractor only: an agent of record never becomes the employer");
      }
      offers = offers || of_employee;
    }
    Demand(offers || !MaySay(test, v1::OUTCOME_EMPLOYEE), place,
           "consequences say nothing of OUTCOME_EMPLOYEE: offer employment by name");
  }

  void OfSelection(const ReadySelection& selection, const Place& place) {
    OfRows(selection.branches, "branches", place);
    Demand(!IsBlank(selection.selection->provenance().source()), Within(place, "provenance", 0),
           "source is blank");
    for (size_t i = 0; i < selection.duties.size(); ++i) {
      const Place here = Within(place, "duties", static_cast<int>(i));
      Demand(!IsBlank(selection.duties[i].second->source()), here, "source is blank");
      Demand(!NeverFits(selection.duties[i].first), here,
             "never fits: its conditions exclude each other");
    }
  }

  const RuleBook& book_;
  std::vector<Problem> problems_;
};
}  // namespace

std::vector<Problem> ReviewRules(const RuleBook& book) { return Review(book).Run(); }

std::set<std::string> QuestionsReadBy(const RuleBook& book) {
  std::set<int> read;
  const auto add = [&](const AskedAll& conditions) {
    for (const Asked& asked : conditions)
      if (asked.of == Asked::Of::kQuestion) read.insert(asked.index);
  };
  for (const auto& test : book.tests()) read.insert(test.questions.begin(), test.questions.end());
  for (const auto& selection : book.selections()) {
    for (const auto& branch : selection.branches) add(branch.when);
    for (const auto& [when, duty] : selection.duties) add(when);
  }
  for (int i = book.questions() - 1; i >= 0; --i)  // gates stand before what they open
    if (read.contains(i)) add(book.AskedWhen(i));
  std::set<std::string> ids;
  for (const int question : read) ids.insert(book.question(question).question_id());
  return ids;
}
}  // namespace aor::classification
