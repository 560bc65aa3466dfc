#include "services/engagements/domain/terms.h"

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

namespace aor::engagements {
namespace {
struct Case {
  const char* name;
  const char* terms;
  const char* wrong;  // the fields, in their order
};

v1::Terms Parsed(const char* text) {
  v1::Terms terms;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &terms)) << text;
  return terms;
}

std::string WrongFieldsOf(const char* text) {
  std::string fields;
  for (const auto& wrong : CheckTerms(Parsed(text), {"NONE", "FR-35H"})) {
    fields += (fields.empty() ? "" : " ") + wrong.field;
    EXPECT_TRUE(wrong.what_to_do.find("give") != std::string::npos ||
                wrong.what_to_do.find("name") != std::string::npos)
        << wrong.what_to_do;
  }
  return fields;
}

TEST(TermsTest, WhatIsAgreedCanBeComputedWith) {
  const Case cases[] = {
      {"nothing needs to be agreed", "", ""},
      {"a usual schedule",
       "daily_hours { unscaled: 84 scale: 1 } weekly_hours { unscaled: 42 } "
       "tacit_approval_days: '5' time_rules: 'FR-35H' hours_per_unit { unscaled: 8 }",
       ""},
      {"the widest", "daily_hours { unscaled: 24 } weekly_hours { unscaled: 168 }", ""},
      {"silence may approve at once", "tacit_approval_days: '0'", ""},
      {"or after a year", "tacit_approval_days: '365'", ""},
      {"not later", "tacit_approval_days: '366'", "tacit_approval_days"},
      {"nor before hours are due", "tacit_approval_days: '-5'", "tacit_approval_days"},
      {"a word is no number of days", "tacit_approval_days: 'abc'", "tacit_approval_days"},
      {"nor are half days", "tacit_approval_days: '1.5'", "tacit_approval_days"},
      {"nor blanks", "tacit_approval_days: ' 5'", "tacit_approval_days"},
      {"nor what no program can read", "tacit_approval_days: '99999999999999999999'",
       "tacit_approval_days"},
      {"rules that nobody knows", "time_rules: 'FR-36H'", "time_rules"},
      {"a schedule without hours", "daily_hours { unscaled: 0 }", "daily_hours"},
      {"a negative one", "daily_hours { unscaled: -8 } weekly_hours { unscaled: -40 }",
       "daily_hours weekly_hours"},
      {"a day of more than a day", "daily_hours { unscaled: 2401 scale: 2 }", "daily_hours"},
      {"a week of more than a week", "weekly_hours { unscaled: 169 }", "weekly_hours"},
      {"a week shorter than its day", "daily_hours { unscaled: 8 } weekly_hours { unscaled: 4 }",
       "weekly_hours"},
      {"a unit without hours", "hours_per_unit { }", "hours_per_unit"},
      {"a fee that gives money away", "fee_percent { unscaled: -4 } fixed_fee { unscaled: -1 }",
       "fee_percent fixed_fee"},
      {"a fee above the whole", "fee_percent { unscaled: 101 }", "fee_percent"},
      {"all that is wrong is said at once",
       "time_rules: 'x' daily_hours { unscaled: -1 } tacit_approval_days: 'abc'",
       "time_rules daily_hours tacit_approval_days"},
  };
  for (const auto& one : cases) EXPECT_EQ(WrongFieldsOf(one.terms), one.wrong) << one.name;
}

TEST(TermsTest, WhatTheQuoteGivesIsNotStatedOtherwise) {
  const auto quoted = Parsed(
      "unit: UNIT_HOUR base_wage { unscaled: 30 } tariff { unscaled: 54 } currency_code: 'CHF' "
      "cba_id: 'GAV' skill: SKILL_SKILLED");
  const std::pair<const char*, const char*> cases[] = {
      {"", ""},
      {"base_wage { unscaled: 3000 scale: 2 } currency_code: 'CHF' skill: SKILL_SKILLED", ""},
      {"daily_hours { unscaled: 8 } self_billed: true", ""},
      {"base_wage { unscaled: 1 }", "base_wage"},
      {"tariff { unscaled: 999 }", "tariff"},
      {"currency_code: 'EUR'", "currency_code"},
      {"unit: UNIT_DAY", "unit"},
      {"cba_id: 'X'", "cba_id"},
      {"fee_percent { unscaled: 50 }", "fee_percent"},
      {"fixed_fee { unscaled: 50 }", "fixed_fee"},
      {"hours_per_unit { unscaled: 4 }", "hours_per_unit"},
  };
  for (const auto& [stated, field] : cases) EXPECT_EQ(NotAsQuoted(Parsed(stated), quoted), field);
}

TEST(TermsTest, ADayIsAtLeastAsLongAsItsSchedule) {
  const auto hours = [](const char* terms) { return HoursOfUnit(Parsed(terms)); };
  EXPECT_EQ(hours("unit: UNIT_DAY"), std::nullopt);
  EXPECT_EQ(hours("unit: UNIT_DAY daily_hours { unscaled: 8 } hours_per_unit { unscaled: 1 }"),
            (money::Decimal{8, 0}));
  EXPECT_EQ(hours("unit: UNIT_DAY daily_hours { unscaled: 8 } hours_per_unit { unscaled: 9 }"),
            (money::Decimal{9, 0}));
  EXPECT_EQ(hours("unit: UNIT_MONTH daily_hours { unscaled: 8 }"), std::nullopt);
}

TEST(TermsTest, AgreementsNameTheTimeRules) {
  RuleSet rules;
  rules.agreements.resize(2);
  rules.agreements[0].time_rules = "GAV-PERSONALVERLEIH";
  EXPECT_EQ(TimeRulesOf(rules), (std::set<std::string>{"GAV-PERSONALVERLEIH", "NONE"}));
}
}  // namespace
}  // namespace aor::engagements
