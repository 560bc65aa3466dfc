// What holds for all answers, by small rules of every kind.
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "services/classification/domain/preset.h"
#include "services/classification/domain/sample_rules.h"

namespace aor::classification {
namespace {
using google::protobuf::util::MessageDifferencer;
const char* const kSelections[] = {"ALL", "WEIGH", "TABLE", "WHICH"};

struct Said {
  const char* question;
  std::vector<const char*> values;
};
const Said kSaid[] = {{"control", {"yes", "no", "?", ""}},
                      {"clients", {"yes", "no", "?", ""}},
                      {"tools", {"yes", "some", "no", "?", ""}},
                      {"months", {"0", "6", "7", "40", "?", ""}}};

// Some questions answered, some unknown, some left out.
std::vector<v1::Answer> AnyAnswers() {
  std::string text;
  for (const Said& said : kSaid) {
    const std::string value = *rc::gen::elementOf(said.values);
    if (!value.empty())
      text += (text.empty() ? "" : " ") + std::string(said.question) + "=" + value;
  }
  return sample::Answers(text);
}
v1::Determination On(const std::string& selection, const std::vector<v1::Answer>& answers,
                     bool anticipated) {
  return *Determine({*sample::Book(), sample::kDay, anticipated}, selection, {}, answers);
}

RC_GTEST_PROP(LawsTest, TheOrderOfAnswersDoesNotMatter, ()) {
  const auto answers = AnyAnswers();
  auto shuffled = answers;
  for (size_t i = shuffled.size(); i > 1; --i)
    std::swap(shuffled[i - 1], shuffled[*rc::gen::inRange<size_t>(0, i)]);
  const bool anticipated = *rc::gen::arbitrary<bool>();
  for (const char* selection : kSelections)
    RC_ASSERT(MessageDifferencer::Equals(On(selection, answers, anticipated),
                                         On(selection, shuffled, anticipated)));
}

RC_GTEST_PROP(LawsTest, KnowingLessNeverRaisesConfidenceNorDecidesOtherwise, ()) {
  const auto answers = AnyAnswers();
  RC_PRE(!answers.empty());
  auto less = answers;
  auto& forgotten = less[*rc::gen::inRange<size_t>(0, less.size())];
  forgotten.clear_answer();
  forgotten.set_unknown(true);
  const bool anticipated = *rc::gen::arbitrary<bool>();
  for (const char* selection : kSelections) {
    const auto before = On(selection, answers, anticipated);
    const auto after = On(selection, less, anticipated);
    RC_ASSERT(after.confidence_percent() <= before.confidence_percent());
    RC_ASSERT(after.outcome() == before.outcome() || after.outcome() == v1::OUTCOME_UNDETERMINED);
    RC_ASSERT(after.missing_size() >= before.missing_size());
    if (after.outcome() == v1::OUTCOME_UNDETERMINED && before.outcome() != v1::OUTCOME_UNDETERMINED)
      RC_ASSERT(!after.missing().empty());
  }
}

// Whatever an unknown answer turns out to be, what was determined without it stands.
RC_GTEST_PROP(LawsTest, WhatIsDeterminedStandsForEveryAnswerThatWasMissing, ()) {
  const auto answers = AnyAnswers();
  for (const char* selection : kSelections) {
    const auto before = On(selection, answers, false);
    if (before.outcome() == v1::OUTCOME_UNDETERMINED) continue;
    auto more = answers;
    for (const auto& missing : before.missing()) {
      const auto said = std::ranges::find_if(
          kSaid, [&](const Said& one) { return missing.question_id() == one.question; });
      auto value = *rc::gen::elementOf(said->values);
      if (*value == '\0' || *value == '?') value = said->values[0];
      more.push_back(sample::Answers(missing.question_id() + "=" + value)[0]);
    }
    RC_ASSERT(On(selection, more, false).outcome() == before.outcome());
  }
}

// A prong that fails never helps, one that holds never harms.
RC_GTEST_PROP(LawsTest, ProngsAreMonotone, ()) {
  const auto rank = [](v1::Outcome outcome) {
    return outcome == v1::OUTCOME_CONTRACTOR ? 2 : outcome == v1::OUTCOME_EMPLOYEE ? 0 : 1;
  };
  const auto value = [](int level) { return level == 0 ? "yes" : level == 1 ? "?" : "no"; };
  const int control = *rc::gen::inRange(0, 3), better = *rc::gen::inRange(control, 3);
  const std::string clients = *rc::gen::elementOf(std::vector<std::string>{"yes", "?", "no"});
  const auto at = [&](int level) {
    return sample::Determined("ALL", std::string("control=") + value(level) + " clients=" + clients)
        .outcome();
  };
  RC_ASSERT(rank(at(control)) <= rank(at(better)));
}

// From the event and the rules beside it alone, without the program's own rules.
RC_GTEST_PROP(LawsTest, ADeterminationIsReproducedFromItsEvents, ()) {
  for (const char* selection : kSelections) {
    const auto made = On(selection, AnyAnswers(), false);
    const auto kept = Keep({}, *sample::Book());
    v1::RuleBookEvent stored;
    RC_ASSERT(stored.ParseFromString(kept.front().SerializeAsString()));
    const auto& used = stored.rule_book_used();
    const auto built = Build(used.jurisdiction(), used.rule_version(), used.rules());
    const auto again =
        Determine({*std::get<0>(built), calendar::FromProto(made.effective_from())},
                  made.selection_id(), {}, {made.answers().begin(), made.answers().end()});
    RC_ASSERT(again && MessageDifferencer::Equals(*again, made));
  }
}
}  // namespace
}  // namespace aor::classification
