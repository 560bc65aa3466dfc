// From a RuleFile to a RuleBook: names are resolved, and whatever is wrong is said by its place.
#include <algorithm>
#include <set>

#include "services/classification/domain/check_rules.h"
#include "services/classification/domain/rule_book.h"
#include "services/classification/domain/seen.h"

namespace aor::classification {
class Builder {
 public:
  Builder(std::string jurisdiction, std::string version, v1::RuleFile rules)
      : book_(new RuleBook()) {
    book_->jurisdiction_ = std::move(jurisdiction);
    book_->version_ = std::move(version);
    book_->rules_ = std::move(rules);
  }

  Built Run() {
    const v1::RuleFile& rules = book_->rules_;
    for (int i = 0; i < rules.questions_size(); ++i) AddQuestion(i, {{"questions", i}});
    for (int i = 0; i < rules.tests_size(); ++i) AddTest(rules.tests(i), {{"tests", i}});
    for (int i = 0; i < rules.selections_size(); ++i)
      AddSelection(rules.selections(i), {{"selections", i}});
    for (int i = 0; i < rules.observations_size(); ++i)
      for (std::string& what : WrongIn(*book_, rules.observations(i)))
        Say({{"observations", i}}, std::move(what));
    for (Problem& problem : CheckTogether(*book_)) problems_.push_back(std::move(problem));
    if (!problems_.empty()) return std::move(problems_);
    return std::shared_ptr<const RuleBook>(std::move(book_));
  }

 private:
  void Say(const Place& place, std::string what) { problems_.push_back({place, std::move(what)}); }
  static Place Within(Place place, const char* field, int index) {
    place.emplace_back(field, index);
    return place;
  }

  void AddQuestion(int index, const Place& place) {
    const v1::Question& question = book_->rules_.questions(index);
    for (std::string& what : WrongIn(question)) Say(place, std::move(what));
    AskedAll gates = Resolve(question.asked_when(), place, "asked_when", nullptr);
    for (const Asked& gate : gates)
      if (gate.of != Asked::Of::kQuestion || gate.index >= index)
        Say(place, "asked_when depends on questions that stand before it only");
    std::erase_if(gates, [&](const Asked& gate) { return gate.index >= index; });
    int depth = 0;
    for (const Asked& gate : gates) depth = std::max(depth, depths_[gate.index] + 1);
    if (depth > kDeepest || gates.size() > kMostGates)
      Say(place, "asked_when has 3 conditions at most, and leads 4 questions back at most");
    depths_.push_back(depth);
    book_->asked_when_.push_back(std::move(gates));
    // Known from here on, so that none is asked because of itself.
    if (!book_->question_index_.emplace(question.question_id(), index).second)
      Say(place, "there is another question " + question.question_id());
  }

  Validity AddValidity(const v1::Provenance& provenance, const Place& place) {
    const Place here = Within(place, "provenance", 0);
    for (std::string& what : WrongIn(provenance)) Say(here, std::move(what));
    Validity validity;
    validity.from = calendar::ParseDate(provenance.valid_from()).value_or(calendar::Date());
    if (!provenance.valid_to().empty()) validity.to = calendar::ParseDate(provenance.valid_to());
    validity.status = provenance.status();
    return validity;
  }

  void AddTest(const v1::Test& test, const Place& place) {
    ReadyTest ready;
    ready.test = &test;
    ready.validity = AddValidity(test.provenance(), place);
    for (int i = 0; i < test.factors_size(); ++i)
      ready.factors.push_back(FactorOf(test.factors(i), Within(place, "factors", i)));
    for (int i = 0; i < test.conclusions_size(); ++i) {
      const v1::Conclusion& conclusion = test.conclusions(i);
      const Place here = Within(place, "conclusions", i);
      ready.conclusions.push_back({Resolve(conclusion.when(), here, "when", &ready), &conclusion});
    }
    CollectQuestions(ready);
    for (Problem& problem : CheckTest(ready, place)) problems_.push_back(std::move(problem));
    book_->tests_.push_back(std::move(ready));
  }

  ReadyFactor FactorOf(const v1::Factor& factor, const Place& place) {
    ReadyFactor ready;
    ready.factor = &factor;
    ready.levels.push_back("");
    for (int i = 0; i < factor.rows_size(); ++i) {
      const v1::Row& row = factor.rows(i);
      const Place here = Within(place, "rows", i);
      const int level = LevelOf(row.level(), ready.levels);
      if (level >= kMostOptions) Say(here, "a factor has 31 levels at most");
      ready.rows.push_back({Resolve(row.when(), here, "when", nullptr),
                            ScoreOf(row.lean(), row.strength()), level % kMostOptions, &row});
    }
    for (int i = 0; i < factor.indicators_size(); ++i)
      ready.indications.push_back(
          IndicationOf(factor.indicators(i), Within(place, "indicators", i)));
    return ready;
  }
  static int LevelOf(const std::string& level, std::vector<std::string>& levels) {
    const std::string name = level.empty() ? "-" : level;  // a row without one fits, too
    const auto found = std::ranges::find(levels, name);
    if (found != levels.end()) return static_cast<int>(found - levels.begin());
    levels.push_back(name);
    return static_cast<int>(levels.size()) - 1;
  }

  Indication IndicationOf(const v1::Indicator& indicator, const Place& place) {
    Indication indication;
    indication.question = book_->QuestionIndex(indicator.question_id());
    if (indication.question < 0) {
      Say(place, "no question " + indicator.question_id());
      return indication;
    }
    for (int i = 0; i < indicator.readings_size(); ++i) {
      const v1::Reading& reading = indicator.readings(i);
      Asked asked;
      asked.index = indication.question;
      ResolveAnswers(reading, Within(place, "readings", i), asked);
      indication.readings.emplace_back(asked, &reading);
    }
    for (std::string& what : WrongIn(book_->question(indication.question), indication))
      Say(place, std::move(what));
    return indication;
  }

  template <class Conditions>
  AskedAll Resolve(const Conditions& conditions, const Place& place, const char* field,
                   const ReadyTest* test) {
    AskedAll all;
    for (int i = 0; i < conditions.size(); ++i)
      if (auto asked = Resolve(conditions.Get(i), Within(place, field, i), test))
        all.push_back(*std::move(asked));
    return all;
  }
  std::optional<Asked> Resolve(const v1::Condition& condition, const Place& place,
                               const ReadyTest* test) {
    const int named = !condition.question_id().empty() + !condition.test_id().empty() +
                      !condition.factor_id().empty();
    if (named != 1) {
      Say(place, "a condition is about one question, one test or one factor");
      return std::nullopt;
    }
    if (!condition.question_id().empty()) return OnQuestion(condition, place);
    if (!condition.factor_id().empty()) return OnFactor(condition, place, test);
    return OnTest(condition, place);
  }
  std::optional<Asked> OnQuestion(const v1::Condition& condition, const Place& place) {
    Asked asked;
    asked.index = book_->QuestionIndex(condition.question_id());
    if (asked.index < 0) {
      Say(place, "no question " + condition.question_id());
      return std::nullopt;
    }
    ResolveAnswers(condition, place, asked);
    return asked;
  }
  static bool MayBe(const v1::Question& question, const Asked& asked) {
    const auto may_be = [&](int64_t number) {
      return question.at_least() <= number && number <= question.at_most();
    };
    return may_be(asked.at_least.value_or(question.at_least())) &&
           may_be(asked.at_most.value_or(question.at_most()));
  }
  template <class AnswersOf>
  void ResolveAnswers(const AnswersOf& condition, const Place& place, Asked& asked) {
    if (condition.has_at_least()) asked.at_least = condition.at_least();
    if (condition.has_at_most()) asked.at_most = condition.at_most();
    const bool is_number = book_->question(asked.index).options().empty();
    const bool bounded = condition.has_at_least() || condition.has_at_most();
    const bool listed = !condition.any_of().empty();
    if (is_number ? !bounded && !listed : bounded || !listed)
      Say(place, "a number is compared by at_least and at_most, a choice by any_of");
    if (is_number && !MayBe(book_->question(asked.index), asked))
      Say(place, "compares with a number that no answer to " +
                     book_->question(asked.index).question_id() + " may be");
    for (const std::string& answer : condition.any_of()) {
      const int option = book_->OptionIndex(asked.index, answer);
      if (answer == kNotAsked)
        asked.fits_not_asked = true;
      else if (option < 0)
        Say(place, "no answer " + answer);
      else
        asked.fits |= BitOf(option);
    }
  }
  std::optional<Asked> OnFactor(const v1::Condition& condition, const Place& place,
                                const ReadyTest* test) {
    Asked asked;
    asked.of = Asked::Of::kFactor;
    const auto is_named = [&](const ReadyFactor& one) {
      return one.factor->factor_id() == condition.factor_id();
    };
    const auto found = test ? std::ranges::find_if(test->factors, is_named)
                            : std::vector<ReadyFactor>::const_iterator();
    if (!test || found == test->factors.end()) {
      Say(place, "no factor " + condition.factor_id() + " that could be asked here");
      return std::nullopt;
    }
    asked.index = static_cast<int>(found - test->factors.begin());
    for (const std::string& level : condition.levels()) {
      const auto at = std::ranges::find(found->levels, level);
      if (at == found->levels.end())
        Say(place, "no row gives the level " + level);
      else
        asked.fits |= BitOf(static_cast<int>(at - found->levels.begin()));
    }
    return asked;
  }
  std::optional<Asked> OnTest(const v1::Condition& condition, const Place& place) {
    Asked asked;
    asked.of = Asked::Of::kTest;
    asked.test_id = condition.test_id();
    for (const int outcome : condition.outcomes()) asked.fits |= BitOf(outcome);
    if (condition.outcomes().empty()) Say(place, "say which outcomes of " + asked.test_id + " fit");
    RequireTest(condition.test_id(), place);
    return asked;
  }
  void RequireTest(const std::string& test_id, const Place& place) {
    const auto is_named = [&](const v1::Test& test) { return test.test_id() == test_id; };
    if (std::ranges::none_of(book_->rules_.tests(), is_named)) Say(place, "no test " + test_id);
  }

  void AddSelection(const v1::Selection& selection, const Place& place) {
    ReadySelection ready;
    ready.selection = &selection;
    ready.validity = AddValidity(selection.provenance(), place);
    for (int i = 0; i < selection.branches_size(); ++i) {
      const v1::Branch& branch = selection.branches(i);
      const Place here = Within(place, "branches", i);
      RequireTest(branch.test_id(), here);
      ready.branches.push_back({Resolve(branch.when(), here, "when", nullptr), &branch});
    }
    for (int i = 0; i < selection.duties_size(); ++i) {
      const v1::Duty& duty = selection.duties(i);
      ready.duties.emplace_back(Resolve(duty.when(), Within(place, "duties", i), "when", nullptr),
                                &duty);
    }
    for (Problem& problem : CheckSelection(ready, place)) problems_.push_back(std::move(problem));
    book_->selections_.push_back(std::move(ready));
  }

  // All that the test may ask, with what decides whether it is asked.
  void CollectQuestions(ReadyTest& test) const {
    std::set<int> questions;
    const auto collect = [&](const AskedAll& conditions) {
      for (const Asked& asked : conditions)
        if (asked.of == Asked::Of::kQuestion) questions.insert(asked.index);
    };
    for (const ReadyFactor& factor : test.factors) {
      for (const Scored& row : factor.rows) collect(row.when);
      for (const Indication& one : factor.indications)
        if (one.question >= 0) questions.insert(one.question);
    }
    for (const Concluded& one : test.conclusions) collect(one.when);
    for (int i = book_->questions() - 1; i >= 0; --i)  // gates stand before what they open
      if (questions.contains(i)) collect(book_->AskedWhen(i));
    test.questions.assign(questions.begin(), questions.end());
  }

  static constexpr int kDeepest = 4;
  static constexpr size_t kMostGates = 3;
  std::unique_ptr<RuleBook> book_;
  std::vector<int> depths_;  // of questions: how many others decide whether they are asked
  std::vector<Problem> problems_;
};

Built Build(std::string jurisdiction, std::string version, v1::RuleFile rules) {
  return Builder(std::move(jurisdiction), std::move(version), std::move(rules)).Run();
}
}  // namespace aor::classification
