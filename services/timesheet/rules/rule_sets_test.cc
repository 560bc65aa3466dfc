#include "services/timesheet/rules/rule_sets.h"

#include <gtest/gtest.h>

#include "services/timesheet/rules/rule_texts.h"

namespace aor::timesheet {
namespace {
using namespace std::chrono_literals;

TEST(RuleSetsTest, SwissTemporaryWorkHasItsLimitsAndWindows) {
  const auto gav = RuleSets().Named("GAV-PERSONALVERLEIH");
  ASSERT_TRUE(gav);
  EXPECT_EQ(gav->daily_limit, 9h + 30min);
  EXPECT_EQ(gav->weekly_limit, 45h);
  ASSERT_EQ(gav->windows.size(), 3u);
  EXPECT_EQ(gav->windows[1].from, -1h);
  EXPECT_EQ(gav->version.size(), 64u);
  EXPECT_EQ(gav->cumulation, Cumulation::kHighest);
}

TEST(RuleSetsTest, FranceHasTwoTiersOfOvertime) {
  const auto french = RuleSets().Named("FR-35H");
  ASSERT_TRUE(french);
  EXPECT_EQ(french->daily_limit, std::nullopt);
  ASSERT_EQ(french->overtime.size(), 2u);
  EXPECT_EQ(french->overtime[0].width, 8h);
  EXPECT_EQ(french->cumulation, Cumulation::kOvertimeBeside);
  EXPECT_EQ(french->paid_holidays, (money::Decimal{100, 0}));
  EXPECT_EQ(french->windows.back().month, 5);
}

TEST(RuleSetsTest, NoneIsMeantWhereNoneIsNamed) {
  EXPECT_EQ(RuleSets().Named("")->id, "NONE");
  EXPECT_EQ(RuleSets().Named("MARS"), nullptr);
}

TEST(RuleSetsTest, AnotherTextIsAnotherVersion) {
  const auto text = RuleTexts()[0];
  EXPECT_EQ(ParseRules(text, "x").version, ParseRules(text, "x").version);
  EXPECT_NE(ParseRules(text, "x").version, ParseRules(text + "\n", "x").version);
}

TEST(RuleSetsTest, TextThatIsNoRuleStopsTheProgram) {
  EXPECT_THROW(ParseRules("nonsense", "x"), std::logic_error);
  EXPECT_THROW(ParseRules("id: 'X' windows {}", "x"), std::logic_error);
  const std::string overtime = "id: 'X' overtime { percent { unscaled: 25 } }";
  EXPECT_THROW(ParseRules(overtime, "x"), std::logic_error) << "beside what is not said";
  EXPECT_EQ(ParseRules(overtime + " cumulation: CUMULATION_ALL", "x").cumulation, Cumulation::kAll);
}
}  // namespace
}  // namespace aor::timesheet
