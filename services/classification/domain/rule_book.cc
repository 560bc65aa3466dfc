#include "services/classification/domain/rule_book.h"

#include <algorithm>
#include <set>

namespace aor::classification {
namespace {
constexpr int kPerStrength = 1000;

// Of the rules that hold on the day, those only proposed first where they are wanted; then the
// one that begins last.
template <class Ready, class IsWanted>
const Ready* BestOn(const std::vector<Ready>& all, const IsWanted& is_wanted, calendar::Date day,
                    bool anticipated) {
  const Ready* best = nullptr;
  for (const Ready& one : all) {
    if (!is_wanted(one)) continue;
    const bool proposed = !one.validity.Decides();
    if (proposed && !anticipated) continue;
    if (!proposed && !one.validity.Holds(day)) continue;
    const bool better =
        !best || (proposed && best->validity.Decides()) ||
        (proposed != best->validity.Decides() && one.validity.from > best->validity.from);
    if (better) best = &one;
  }
  return best;
}

void Collect(const AskedAll& conditions, std::set<int>& questions) {
  for (const Asked& asked : conditions)
    if (asked.of == Asked::Of::kQuestion) questions.insert(asked.index);
}
}  // namespace

int ScoreOf(v1::Lean lean, v1::Strength strength) {
  if (lean == v1::LEAN_UNSPECIFIED) return 0;
  const int size = kPerStrength * static_cast<int>(strength);
  return lean == v1::LEAN_CONTRACTOR ? size : -size;
}

int RuleBook::QuestionIndex(const std::string& question_id) const {
  const auto found = question_index_.find(question_id);
  return found == question_index_.end() ? -1 : found->second;
}

int RuleBook::OptionIndex(int question, const std::string& answer) const {
  const auto& options = rules_.questions(question).options();
  const auto found =
      std::ranges::find_if(options, [&](const auto& option) { return option.answer() == answer; });
  return found == options.end() ? -1 : static_cast<int>(found - options.begin());
}

const ReadySelection* RuleBook::SelectionOn(const std::string& selection_id, calendar::Date day,
                                            bool anticipated) const {
  return BestOn(
      selections_, [&](const auto& one) { return one.selection->selection_id() == selection_id; },
      day, anticipated);
}

const ReadyTest* RuleBook::TestOn(const std::string& test_id, calendar::Date day,
                                  bool anticipated) const {
  return BestOn(
      tests_, [&](const auto& one) { return one.test->test_id() == test_id; }, day, anticipated);
}

size_t RuleBook::QuestionsOf(const ReadySelection& selection, calendar::Date day,
                             bool anticipated) const {
  std::set<int> questions;
  const auto take_test = [&](const std::string& test_id) {
    if (const auto* test = TestOn(test_id, day, anticipated))
      questions.insert(test->questions.begin(), test->questions.end());
  };
  for (const auto& branch : selection.branches) {
    Collect(branch.when, questions);
    for (const Asked& asked : branch.when)
      if (asked.of == Asked::Of::kTest) take_test(asked.test_id);
    take_test(branch.branch->test_id());
  }
  return questions.size();
}
}  // namespace aor::classification
