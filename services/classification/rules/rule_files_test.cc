// A rule file that is wrong is refused with its name, its line and what to do.
#include "services/classification/rules/rule_files.h"

#include <gtest/gtest.h>

namespace aor::classification {
namespace {
constexpr auto kGood = R"(questions {
  question_id: "a" text: "Free?" asked_of: LEVEL_JOB
  options { answer: "yes" } options { answer: "no" }
}
tests {
  test_id: "t" version: "1" title: "Test" family: FAMILY_CONJUNCTIVE
  factors {
    factor_id: "f" title: "Prong"
    rows { when { question_id: "a" any_of: "yes" } lean: LEAN_CONTRACTOR strength: STRENGTH_STRONG }
    rows { when { question_id: "a" any_of: "no" } lean: LEAN_EMPLOYEE strength: STRENGTH_STRONG }
  }
  when_all_hold: OUTCOME_CONTRACTOR when_one_fails: OUTCOME_EMPLOYEE consequences { outcome: OUTCOME_EMPLOYEE engagement_kinds: "EOR" offered_path: "Employment" sentence: "Employ." source: "house" }
  provenance { valid_from: "2026-01-01" recorded: "2026-01-01" source: "law" status: STATUS_IN_FORCE }
}
selections {
  selection_id: "S" title: "Selection" branches { test_id: "t" }
  provenance { valid_from: "2026-01-01" recorded: "2026-01-01" source: "law" status: STATUS_IN_FORCE }
}
)";

std::string Refused(const std::string& from, const std::string& to, const std::string& more = "") {
  std::string text = kGood;
  if (!from.empty()) text.replace(text.find(from), from.size(), to);
  const auto books = ParseRuleBooks({{"XX/rules.textproto", text + more}});
  return books.ok() ? "" : std::string(books.status().message());
}

std::string Seen(const std::string& what) {
  return "observations { " + what +
         " observed: \"yes\" source: \"law\" status: STATUS_IN_FORCE }\n";
}

std::string Without(std::string text, const std::string& part) {
  return text.erase(text.find(part), part.size());
}

TEST(RuleFilesTest, GoodRulesAreTaken) { EXPECT_EQ(Refused("", ""), ""); }

TEST(RuleFilesTest, WrongOnesAreRefusedWithFileAndLine) {
  const std::string again = std::string(kGood).substr(
      std::string(kGood).find("tests {"),
      std::string(kGood).find("selections {") - std::string(kGood).find("tests {"));
  std::string later = again;
  later.replace(later.find("2026-01-01"), 10, "2026-08-01");
  const struct {
    const char *from, *to;
    std::string more, says;
  } kRows[] = {
      {"question_id: \"a\" any_of: \"yes\"", "question_id: \"b\" any_of: \"yes\"", "",
       "XX/rules.textproto:9: no question b"},
      {"any_of: \"no\"", "any_of: \"never\"", "", "XX/rules.textproto:10: no answer never"},
      {"source: \"law\" status", "status", "", "XX/rules.textproto:13: source is missing"},
      {"status: STATUS_IN_FORCE", "", "", "XX/rules.textproto:13: status is missing"},
      {"valid_from: \"2026-01-01\"", "valid_from: \"2026-02-30\"", "",
       "XX/rules.textproto:13: valid_from is no day"},
      {"status: STATUS_IN_FORCE", "status: STATUS_REPEALED", "",
       "XX/rules.textproto:13: a repealed rule needs valid_to"},
      {"", "", again, "XX/rules.textproto:19: another version of t holds on the same days"},
      {"valid_from: \"2026-01-01\"", "valid_from: \"2026-01-01\" valid_to: \"2026-06-30\"", later,
       "XX/rules.textproto:19: no version of t holds on 2026-07-01, between two that do"},
      {"valid_from: \"2026-01-01\"", "valid_from: \"2026-01-01\" valid_to: \"2026-06-30\"", "",
       "XX/rules.textproto:15: no version of t holds on 2026-07-01, when the selection does"},
      {"valid_from: \"2026-01-01\"", "valid_from: \"2026-01-02\"", "",
       "XX/rules.textproto:15: no version of t holds on 2026-01-01, when the selection does"},
      {"status: STATUS_IN_FORCE", "status: STATUS_PROPOSED", "",
       "XX/rules.textproto:15: no version of t holds on 2026-01-01, when the selection does"},
      {"rows { when { question_id: \"a\" any_of: \"no\" } lean: LEAN_EMPLOYEE",
       "rows { when { question_id: \"a\" any_of: \"no\" } lean: LEAN_CONTRACTOR", "",
       "XX/rules.textproto:7: an outcome is unreachable"},
      {"when { question_id: \"a\" any_of: \"yes\" }", "", "",
       "XX/rules.textproto:10: is never reached"},
      {"branches { test_id: \"t\" }", "branches { test_id: \"u\" }", "",
       "XX/rules.textproto:16: no test u"},
      {"branches { test_id: \"t\" }",
       "branches { test_id: \"t\" when { question_id: \"a\" any_of: \"yes\" } }", "",
       "XX/rules.textproto:15: the last branch has no condition"},
      {"options { answer: \"no\" }", "options { answer: \"UNKNOWN\" }", "",
       "XX/rules.textproto:1: the answer \"UNKNOWN\" is empty, twice or reserved"},
      {"family: FAMILY_CONJUNCTIVE", "family: FAMILY_WEIGHING", "",
       "XX/rules.textproto:5: a weighing test has a balance or conclusions"},
      {"status: STATUS_IN_FORCE", "status: 77", "", "XX/rules.textproto: status 77 is none"},
      {"question_id: \"a\" text", "question_id: \"a\" txt", "", "XX/rules.textproto:2:"},
      {"asked_of: LEVEL_JOB",
       "asked_of: LEVEL_JOB asked_when { question_id: \"a\" any_of: \"yes\" }", "",
       "XX/rules.textproto:2: no question a"},
      {"", "", Seen("fact: FACT_OPEN_ENDED question_id: \"b\""),
       "XX/rules.textproto:19: no question b"},
      {"", "", Seen("question_id: \"a\""), "XX/rules.textproto:19: fact is missing"},
      {"", "", Seen("fact: FACT_MONTHS question_id: \"a\""),
       "XX/rules.textproto:19: at_least is of FACT_MONTHS"},
      {"", "", Seen("fact: FACT_FULL_WEEKS at_least: 3 question_id: \"a\""),
       "XX/rules.textproto:19: weekly_hours, weekly_days and within_weeks are of FACT_FULL_WEEKS"},
      {"", "",
       Seen("fact: FACT_FULL_WEEKS at_least: 3 weekly_hours: 35 weekly_days: 5 within_weeks: 2"
            " question_id: \"a\""),
       "XX/rules.textproto:19: within_weeks is at_least or more"},
      {"", "", Seen("fact: FACT_OPEN_ENDED within_months: 3 question_id: \"a\""),
       "XX/rules.textproto:19: within_months is of FACT_OTHER_CLIENT"},
      {"", "", Seen("fact: FACT_OPEN_ENDED question_id: \"a\" contradicts: \"maybe\""),
       "XX/rules.textproto:19: no answer maybe"},
      {"", "", Seen("fact: FACT_OPEN_ENDED question_id: \"a\" contradicts: \"yes\""),
       "XX/rules.textproto:19: what is observed contradicts itself"},
      {"", "", Seen("fact: FACT_OPEN_ENDED question_id: \"a\""),
       "XX/rules.textproto:19: contradicts names no answer"},
  };
  for (const auto& row : kRows) {
    const std::string said = Refused(row.from, row.to, row.more);
    EXPECT_NE(said.find(row.says), std::string::npos) << row.says << "\n  but was: " << said;
  }
}

TEST(RuleFilesTest, WhatNothingReachesOrOffersIsRefused) {
  constexpr auto kNo = "rows { when { question_id: \"a\" any_of: \"no\" }";
  const std::string number =
      "questions { question_id: \"n\" text: \"How many?\" unit: \"months\" at_least: 0 at_most: 600"
      " asked_of: LEVEL_JOB }\n";
  const struct {
    std::string from, to, more, says;
  } kRows[] = {
      {kNo,
       "rows { when { question_id: \"a\" any_of: \"no\" } when { question_id: \"a\" any_of: "
       "\"yes\" }",
       "", "XX/rules.textproto:10: never fits: its conditions exclude each other"},
      {kNo, std::string("rows { when { question_id: \"a\" any_of: \"yes\" } }\n") + kNo, "",
       "XX/rules.textproto:10: is never reached: whatever fits it fits number 1"},
      {kNo, std::string("rows { when { question_id: \"n\" at_least: 10 at_most: 5 } }\n") + kNo,
       number, "XX/rules.textproto:10: never fits"},
      {"", "", number, "XX/rules.textproto:19: no test or selection reads n"},
      {kNo, std::string("rows { when { question_id: \"n\" at_least: 601 } }\n") + kNo, number,
       "XX/rules.textproto:10: compares with a number that no answer to n may be"},
      {"", "", Without(number, "at_least: 0 at_most: 600"),
       "XX/rules.textproto:19: at_least and at_most are of a number"},
      {"", "", Without(number, "at_least: 0"), "XX/rules.textproto:19: at_least and at_most"},
      {"", "", Without(number, "at_most: 600"), "XX/rules.textproto:19: at_least and at_most"},
      {"asked_of: LEVEL_JOB", "asked_of: LEVEL_JOB at_least: 0", "",
       "XX/rules.textproto:1: at_least and at_most are of a number"},
      {"source: \"law\" status", "source: \"  \" status", "",
       "XX/rules.textproto:13: source is blank"},
      {"source: \"house\"", "source: \" \"", "", "XX/rules.textproto:12: source is blank"},
      {"engagement_kinds: \"EOR\"", "engagement_kinds: \"EORR\"", "",
       "XX/rules.textproto:12: no engagement kind EORR"},
      {"engagement_kinds: \"EOR\"", "engagement_kinds: \"AOR\"", "",
       "XX/rules.textproto:12: AOR is for a contractor only"},
      {"offered_path: \"Employment\"", "", "", "XX/rules.textproto:12: offered_path is missing"},
      {"consequences { outcome: OUTCOME_EMPLOYEE", "consequences { outcome: OUTCOME_CONTRACTOR", "",
       "XX/rules.textproto:5: consequences say nothing of OUTCOME_EMPLOYEE"},
  };
  for (const auto& row : kRows) {
    const std::string said = Refused(row.from, row.to, row.more);
    EXPECT_NE(said.find(row.says), std::string::npos) << row.says << "\n  but was: " << said;
  }
}

TEST(RuleFilesTest, AFolderThatIsNamedAndMissingIsNoReasonToTakeAnother) {
  setenv("AOR_RULES_DIRECTORY", "/nowhere", 1);
  const auto books = LoadRuleBooks(RulesDirectory());
  unsetenv("AOR_RULES_DIRECTORY");
  ASSERT_FALSE(books.ok());
  EXPECT_NE(books.status().message().find("/nowhere/classification is no directory of rules"),
            std::string::npos)
      << books.status();
}

TEST(RuleFilesTest, NoFactorDecidesAlone) {
  const auto said = Refused("family: FAMILY_CONJUNCTIVE",
                            "family: FAMILY_WEIGHING balance { margin_percent: 20 }");
  EXPECT_NE(said.find("least_factors is 2 at least"), std::string::npos) << said;
}

TEST(RuleFilesTest, MarketsAreNeverMixed) {
  const auto books = ParseRuleBooks({{"XX/rules.textproto", kGood}, {"YY/rules.textproto", kGood}});
  ASSERT_FALSE(books.ok());
  EXPECT_NE(books.status().message().find("S stands in XX and in YY"), std::string::npos);
}

TEST(RuleFilesTest, AnotherContentIsAnotherVersion) {
  const auto one = ParseRuleBooks({{"XX/rules.textproto", kGood}});
  const auto other = ParseRuleBooks({{"XX/rules.textproto", std::string(kGood) + "\n"}});
  ASSERT_TRUE(one.ok() && other.ok());
  EXPECT_NE(one->Of("XX")->version(), other->Of("XX")->version());
  EXPECT_EQ(one->OfSelection("S"), one->Of("XX"));
  EXPECT_EQ(one->Of("YY"), nullptr);
}
}  // namespace
}  // namespace aor::classification
