#include <gtest/gtest.h>

#include "services/classification/domain/sample_rules.h"

namespace aor::classification {
namespace {
// Outcome, confidence, test, and what is missing.
std::string Words(const v1::Determination& determination) {
  static const char* const kOutcomes[] = {"", "contractor", "employee", "undetermined"};
  std::string words = std::string(kOutcomes[determination.outcome()]) + " " +
                      std::to_string(determination.confidence_percent()) + " by " +
                      determination.test_id();
  for (const auto& missing : determination.missing())
    words += " " + missing.question_id() + (missing.unknown() ? "?" : "");
  return words;
}

TEST(EngineTest, FollowsTheRules) {
  const struct {
    const char *name, *selection, *answers, *then;
  } kRows[] = {
      {"all prongs hold", "ALL", "control=no clients=yes", "contractor 100 by all"},
      {"one prong fails", "ALL", "control=yes clients=yes", "employee 100 by all"},
      {"one fails, whatever is unknown", "ALL", "control=yes clients=?",
       "employee 50 by all clients?"},
      {"one fails, whatever is not asked", "ALL", "control=yes", "employee 50 by all clients"},
      {"one is unknown", "ALL", "control=no clients=?", "undetermined 0 by all clients?"},
      {"nothing is known", "ALL", "", "undetermined 0 by all control clients"},

      {"all factors lean one way", "WEIGH", "control=no clients=yes tools=yes",
       "contractor 66 by weigh"},
      {"all lean the other way", "WEIGH", "control=yes clients=no tools=no months=12",
       "employee 72 by weigh"},
      {"they balance", "WEIGH", "control=no clients=no tools=no months=12",
       "undetermined 0 by weigh"},
      {"an unknown that cannot turn it lowers confidence", "WEIGH",
       "control=no clients=yes tools=?", "contractor 16 by weigh tools?"},
      {"an unknown that could turn it leaves it open", "WEIGH", "control=? clients=yes tools=yes",
       "undetermined 0 by weigh control?"},
      {"one factor decides nothing, however strong", "WEIGH",
       "control=no clients=no tools=some months=3", "undetermined 0 by weigh"},
      {"nor while the others are open", "WEIGH", "control=no",
       "undetermined 0 by weigh clients tools months"},
      {"a question is asked only where it makes sense", "WEIGH", "control=no clients=yes tools=yes",
       "contractor 66 by weigh"},

      {"the first row that fits", "TABLE", "control=yes clients=no tools=no",
       "employee 100 by table"},
      {"a row for what is left", "TABLE", "control=yes clients=yes tools=yes",
       "contractor 100 by table"},
      {"the table itself does not decide", "TABLE", "control=yes clients=no tools=yes",
       "undetermined 0 by table"},
      {"one section decides", "TABLE", "control=no clients=? tools=?",
       "contractor 66 by table clients?"},
      {"levels that may be", "TABLE", "control=yes clients=no tools=?",
       "undetermined 0 by table tools?"},
      {"no conclusion surely fits", "TABLE", "control=? clients=yes tools=yes",
       "undetermined 0 by table control?"},

      {"the first branch", "WHICH", "control=no clients=yes tools=yes", "contractor 66 by weigh"},
      {"a branch by another test", "WHICH", "control=yes clients=no tools=no",
       "employee 100 by table"},
      {"the last branch", "WHICH", "control=no clients=yes tools=no", "contractor 100 by all"},
      {"whichever test applies, they agree", "WHICH", "control=no clients=yes tools=?",
       "contractor 16 by all tools?"},
      {"whichever test applies, they do not", "WHICH", "control=yes clients=no tools=?",
       "undetermined 0 by table tools? months"},
  };
  for (const auto& row : kRows)
    EXPECT_EQ(Words(sample::Determined(row.selection, row.answers)), row.then) << row.name;
}

TEST(EngineTest, WhatIsOnlyProposedDecidesNothingButIsAnticipated) {
  constexpr auto kCoreAgainstTools = "control=no clients=yes tools=no";
  EXPECT_EQ(sample::Determined("WEIGH", kCoreAgainstTools).test_version(), "1");
  const auto proposed = sample::Determined("WEIGH", kCoreAgainstTools, true);
  EXPECT_EQ(proposed.test_version(), "2 proposed");
  EXPECT_EQ(proposed.test_status(), v1::STATUS_PROPOSED);
  EXPECT_EQ(Words(proposed), "contractor 80 by weigh");
  EXPECT_EQ(Words(sample::Determined("WEIGH", "control=no clients=no tools=no", true)),
            "employee 22 by weigh");
  EXPECT_EQ(Words(sample::Determined("WEIGH", "control=no clients=? tools=no", true)),
            "undetermined 0 by weigh clients?");
}

TEST(EngineTest, ADeterminationSaysWhatItRestsOn) {
  const auto determination = sample::Determined("ALL", "control=yes clients=yes");
  EXPECT_EQ(determination.reason(), "Free fails: controlled.");
  EXPECT_EQ(determination.rule_version(), "sha256:sample");
  EXPECT_EQ(determination.offered_path(), "Employment");
  EXPECT_EQ(determination.engagement_kinds(0), "EOR");
  EXPECT_EQ(determination.decided_by(), "the client");
  EXPECT_EQ(calendar::FromProto(determination.review_on()), calendar::Date(2027, 4, 5));
  ASSERT_EQ(determination.findings_size(), 2);
  EXPECT_EQ(determination.findings(0).lean(), v1::LEAN_EMPLOYEE);
  EXPECT_EQ(determination.findings(0).because(0), "controlled");
  EXPECT_EQ(determination.findings(1).lean(), v1::LEAN_CONTRACTOR);
  EXPECT_EQ(determination.path(0).because(), "always");
  const auto open = sample::Determined("ALL", "control=no");
  EXPECT_EQ(open.presumed(), v1::OUTCOME_EMPLOYEE);
  EXPECT_TRUE(open.findings(1).open());
  EXPECT_TRUE(open.engagement_kinds().empty());
}

TEST(EngineTest, ADutyIsDueUnlessAnAnswerShowsOtherwise) {
  const auto duty = [](const char* answers) {
    const auto determination = sample::Determined("WHICH", answers);
    if (determination.duties().empty()) return "none";
    return determination.duties(0).unless_shown() ? "unless shown" : "due";
  };
  EXPECT_STREQ(duty("control=no clients=no months=6"), "due");
  EXPECT_STREQ(duty("control=no clients=no months=5"), "none");
  EXPECT_STREQ(duty("control=no clients=no months=?"), "unless shown");
  EXPECT_STREQ(duty("control=no clients=yes"), "none") << "it is not asked";
}

TEST(EngineTest, AnAnswerIsRefusedWithWhatToDo) {
  const auto wrong = [](std::string_view text) {
    return WrongIn(*sample::Book(), sample::Answers(text).front()).value_or("");
  };
  EXPECT_EQ(wrong("tools=some"), "");
  EXPECT_EQ(wrong("tools=?"), "");
  EXPECT_EQ(wrong("months=0"), "");
  EXPECT_EQ(wrong("months=600"), "");
  EXPECT_EQ(wrong("tools=maybe"), "answer one of yes, some, no, or say that it is unknown");
  for (const char* number : {"months=long", "months=3x", "months=-1", "months=601"})
    EXPECT_EQ(wrong(number),
              "give a whole number of months from 0 to 600, or say that it is unknown")
        << number;
  EXPECT_EQ(wrong("colour=red"), "name a question of XX; colour is none");
}
}  // namespace
}  // namespace aor::classification
