#include "services/classification/domain/evaluate.h"

#include <algorithm>
#include <bit>

#include "services/classification/domain/weigh.h"

namespace aor::classification {
namespace {
enum class Fit { kNo, kMaybe, kYes };
constexpr int kWhole = 100;

Fit Both(Fit a, Fit b) { return std::min(a, b); }
Fit OfSets(uint64_t possible, uint64_t wanted) {
  if ((possible & wanted) == 0) return Fit::kNo;
  return (possible & ~wanted) == 0 ? Fit::kYes : Fit::kMaybe;
}
v1::Outcome Only(Outcomes outcomes) {
  return std::has_single_bit(outcomes) ? static_cast<v1::Outcome>(std::countr_zero(outcomes))
                                       : v1::OUTCOME_UNDETERMINED;
}

// One test on one set of answers.
class Evaluation {
 public:
  Evaluation(const RuleBook& book, const Values& values, bool absent_is_not_asked)
      : book_(book), values_(values), absent_is_not_asked_(absent_is_not_asked) {}

  // Is the question put at all? What was answered was put.
  Fit IsAsked(int question) const {
    Fit fit = Fit::kYes;
    for (const Asked& gate : book_.AskedWhen(question)) fit = Both(fit, FitOf(gate));
    return fit;
  }
  bool IsOpen(int question) const {
    const Value& value = values_[question];
    if (value.state == Value::State::kUnknown) return IsAsked(question) != Fit::kNo;
    return value.state == Value::State::kAbsent && !absent_is_not_asked_ &&
           IsAsked(question) != Fit::kNo;
  }
  Fit FitOf(const Asked& asked) const {
    const Value& value = values_[asked.index];
    if (value.state == Value::State::kAbsent && absent_is_not_asked_)
      return asked.fits_not_asked ? Fit::kYes : Fit::kNo;
    const Fit put = absent_is_not_asked_ ? Fit::kYes : IsAsked(asked.index);
    if (put == Fit::kNo) return asked.fits_not_asked ? Fit::kYes : Fit::kNo;
    if (value.state != Value::State::kKnown) return Fit::kMaybe;
    if (!Matches(asked, value))
      return put == Fit::kMaybe && asked.fits_not_asked ? Fit::kMaybe : Fit::kNo;
    return put;
  }
  // The whole row; questions that keep it open go into `missing`.
  Fit FitOf(const AskedAll& all, std::set<int>& missing) const {
    Fit fit = Fit::kYes;
    for (const Asked& asked : all) {
      const Fit one = asked.of == Asked::Of::kFactor
                          ? OfSets((*factors_)[asked.index].levels, asked.fits)
                          : FitOf(asked);
      fit = Both(fit, one);
    }
    if (fit != Fit::kMaybe) return fit;
    for (const Asked& asked : all)
      if (asked.of == Asked::Of::kQuestion) AddOpen(asked.index, missing);
    return fit;
  }
  // The question itself, and what it depends on whether it is put.
  void AddOpen(int question, std::set<int>& missing) const {
    if (IsOpen(question)) missing.insert(question);
    for (const Asked& gate : book_.AskedWhen(question)) AddOpen(gate.index, missing);
  }
  // It is decided, and whatever it did not come to is not asked any more.
  void EndInterview(TestResult& result) const {
    if (!absent_is_not_asked_) return;
    std::erase_if(result.missing,
                  [&](int question) { return values_[question].state == Value::State::kAbsent; });
  }
  void UseFactors(const std::vector<FactorResult>& factors) { factors_ = &factors; }

  FactorResult ByRows(const ReadyFactor& factor, std::set<int>& missing) const;
  FactorResult ByIndications(const ReadyFactor& factor, std::set<int>& missing) const;

 private:
  static bool Matches(const Asked& asked, const Value& value) {
    if (value.option >= 0) return (asked.fits & BitOf(value.option)) != 0;
    return (asked.at_least || asked.at_most) &&
           (!asked.at_least || value.number >= *asked.at_least) &&
           (!asked.at_most || value.number <= *asked.at_most);
  }
  void AddUnanswered(const ReadyFactor& factor, std::set<int>& missing) const;

  const RuleBook& book_;
  const Values& values_;
  const bool absent_is_not_asked_;
  const std::vector<FactorResult>* factors_ = nullptr;
};

FactorResult Evaluation::ByRows(const ReadyFactor& factor, std::set<int>& missing) const {
  FactorResult result;
  bool ended = false;
  for (size_t i = 0; i < factor.rows.size() && !ended; ++i) {
    const Scored& row = factor.rows[i];
    const Fit fit = FitOf(row.when, missing);
    if (fit == Fit::kNo) continue;
    result.lowest = result.rows.empty() ? row.score : std::min(result.lowest, row.score);
    result.highest = result.rows.empty() ? row.score : std::max(result.highest, row.score);
    result.rows.push_back(static_cast<int>(i));
    result.levels |= BitOf(row.level);
    ended = fit == Fit::kYes;
  }
  if (!ended) {
    result.none_may_fit = true;
    result.levels |= BitOf(0);
    result.lowest = std::min(result.lowest, 0);
    result.highest = std::max(result.highest, 0);
    if (absent_is_not_asked_) AddUnanswered(factor, missing);
  }
  if (result.rows.size() == 1 && ended) result.so_far = result.lowest;
  return result;
}

// No row fits an interview that stopped short: what it did not come to.
void Evaluation::AddUnanswered(const ReadyFactor& factor, std::set<int>& missing) const {
  for (const Scored& row : factor.rows)
    for (const Asked& asked : row.when)
      if (values_[asked.index].state == Value::State::kAbsent && !asked.fits_not_asked &&
          IsAsked(asked.index) != Fit::kNo)
        missing.insert(asked.index);
}

FactorResult Evaluation::ByIndications(const ReadyFactor& factor, std::set<int>& missing) const {
  FactorResult result;
  for (const Indication& indication : factor.indications) {
    int lowest = 0, highest = 0;
    bool first = true, is_known = false;
    for (const auto& [asked, reading] : indication.readings) {
      const Fit fit = FitOf(asked);
      if (fit == Fit::kNo) continue;
      const int score = ScoreOf(reading->lean(), reading->strength());
      lowest = first ? score : std::min(lowest, score);
      highest = first ? score : std::max(highest, score);
      first = false;
      if (fit != Fit::kYes) continue;
      is_known = true;
      result.so_far += score;
      result.readings.push_back(reading);
    }
    if (!is_known) {  // it may also not be asked, and then it says nothing
      lowest = std::min(lowest, 0);
      highest = std::max(highest, 0);
      AddOpen(indication.question, missing);
    }
    result.lowest += lowest;
    result.highest += highest;
  }
  const int count = static_cast<int>(factor.indications.size());
  result.lowest /= count;
  result.highest /= count;
  result.so_far /= count;
  return result;
}

void Conclude(const Evaluation& evaluation, TestResult& result) {
  bool ended = false;
  for (const auto& [when, conclusion] : result.test->conclusions) {
    const Fit fit = evaluation.FitOf(when, result.missing);
    if (fit == Fit::kNo) continue;
    result.outcomes |= BitOf(conclusion->outcome());
    result.conclusions.push_back(conclusion);
    ended = fit == Fit::kYes;
    if (ended) break;
  }
  if (!ended) result.outcomes |= BitOf(v1::OUTCOME_UNDETERMINED);
  const bool surely = ended && result.conclusions.size() == 1;
  if (surely && result.outcome() != v1::OUTCOME_UNDETERMINED) evaluation.EndInterview(result);
  result.decisiveness = kWhole;
}

// One selection on one set of answers.
class Search {
 public:
  Search(const Basis& basis, const Values& values)
      : basis_(basis), values_(values), evaluation_(basis.book, values, false) {}

  SelectionResult Run(const ReadySelection& selection) {
    result_.selection = &selection;
    for (const auto& [when, branch] : selection.branches) {
      const Fit fit = FitOf(when, true);
      if (fit == Fit::kNo) continue;
      result_.branches.push_back(branch);
      result_.branch = branch;
      if (fit == Fit::kYes) break;
    }
    for (const auto& [when, duty] : selection.duties)
      if (const Fit fit = FitOf(when, false); fit != Fit::kNo)
        result_.duties.emplace_back(duty, fit == Fit::kYes);
    Combine();
    return std::move(result_);
  }

 private:
  const TestResult* Ask(const std::string& test_id) {
    const auto known = result_.tests.find(test_id);
    if (known != result_.tests.end()) return &known->second;
    const ReadyTest* test = basis_.book.TestOn(test_id, basis_.day, basis_.anticipated);
    if (!test) return nullptr;
    return &result_.tests.emplace(test_id, Evaluate(basis_, *test, values_)).first->second;
  }
  Fit FitOf(const AskedAll& all, bool counts) {
    Fit fit = Fit::kYes;
    for (const Asked& asked : all) {
      if (asked.of != Asked::Of::kTest) {
        fit = Both(fit, evaluation_.FitOf(asked));
        continue;
      }
      const TestResult* test = Ask(asked.test_id);
      fit = Both(fit, test ? OfSets(test->outcomes, asked.fits) : Fit::kNo);
    }
    if (fit != Fit::kMaybe || !counts) return fit;
    for (const Asked& asked : all) {
      if (asked.of == Asked::Of::kQuestion) evaluation_.AddOpen(asked.index, result_.missing);
      if (asked.of != Asked::Of::kTest) continue;
      if (const TestResult* test = Ask(asked.test_id))
        result_.missing.insert(test->missing.begin(), test->missing.end());
    }
    return fit;
  }
  // Whichever test applies: what all of them say.
  void Combine() {
    int decisiveness = kWhole;
    for (const v1::Branch* branch : result_.branches) {
      const TestResult* test = Ask(branch->test_id());
      result_.outcomes |= test ? test->outcomes : BitOf(v1::OUTCOME_UNDETERMINED);
      if (!test) continue;
      decisiveness = std::min(decisiveness, test->decisiveness);
      result_.missing.insert(test->missing.begin(), test->missing.end());
    }
    const auto all = static_cast<int>(
        basis_.book.QuestionsOf(*result_.selection, basis_.day, basis_.anticipated));
    const int known = all - static_cast<int>(result_.missing.size());
    if (result_.outcome() != v1::OUTCOME_UNDETERMINED && all > 0)
      result_.confidence = decisiveness * std::max(known, 0) / all;
  }

  const Basis& basis_;
  const Values& values_;
  const Evaluation evaluation_;
  SelectionResult result_;
};
}  // namespace

v1::Outcome TestResult::outcome() const { return Only(outcomes); }
v1::Outcome SelectionResult::outcome() const { return Only(outcomes); }

TestResult Evaluate(const Basis& basis, const ReadyTest& test, const Values& values) {
  Evaluation evaluation(basis.book, values, test.test->absent_is_not_asked());
  TestResult result;
  result.test = &test;
  for (const ReadyFactor& factor : test.factors)
    result.factors.push_back(factor.indications.empty()
                                 ? evaluation.ByRows(factor, result.missing)
                                 : evaluation.ByIndications(factor, result.missing));
  evaluation.UseFactors(result.factors);
  if (!test.conclusions.empty()) {
    Conclude(evaluation, result);
    return result;
  }
  const Weighed weighed = test.test->family() == v1::FAMILY_CONJUNCTIVE
                              ? Conjoin(test, result.factors)
                              : Weigh(test, result.factors);
  result.outcomes = weighed.outcomes;
  result.decisiveness = weighed.decisiveness;
  return result;
}

SelectionResult Evaluate(const Basis& basis, const ReadySelection& selection,
                         const Values& values) {
  return Search(basis, values).Run(selection);
}
}  // namespace aor::classification
