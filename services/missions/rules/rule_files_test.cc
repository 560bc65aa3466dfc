#include "services/missions/rules/rule_files.h"

#include <gtest/gtest.h>

#include "libs/rule_text/testing/replaced.h"

namespace aor::missions {
namespace {
const auto kNow = *calendar::ParseInstant("2026-10-01T08:00:00Z");

std::string Said(const RuleFiles& files) {
  return std::string(ParseRules(files, kNow).status().message());
}
// The shipped rules, with one text put in place of another.
std::string With(const std::string& what, const std::string& instead) {
  return Said(rule_text::Replaced(*ReadRuleFiles(), what, instead));
}

TEST(RuleFilesTest, TheShippedRulesAreInOrder) {
  const auto rules = ParseRules(*ReadRuleFiles(), kNow);
  ASSERT_TRUE(rules.ok()) << rules.status();
  EXPECT_TRUE((*rules)->Admits(v1::MISSION_ROLE_FACILITATOR, v1::CLIENT_TYPE_EDUCATION, "yellow"));
  EXPECT_FALSE((*rules)->Admits(v1::MISSION_ROLE_TRAINER, v1::CLIENT_TYPE_EDUCATION, "orange"));
  EXPECT_TRUE((*rules)->NeedsParticipants(v1::CLIENT_TYPE_PUBLIC_SECTOR));
  EXPECT_FALSE((*rules)->NeedsParticipants(v1::CLIENT_TYPE_EDUCATION));
}

TEST(RuleFilesTest, WhatIsWrongIsSaidAtOnce) {
  EXPECT_EQ(Said({{"a.textproto", "settings { zone: 3 }"}}).substr(0, 14), "a.textproto:1:");
  EXPECT_NE(Said({}).find("levels: there is none"), std::string::npos);
  EXPECT_EQ(With("Europe/Paris", "Paris"), "settings: zone is no IANA time zone");
  EXPECT_EQ(With("EU-TARGET", "MOON"), "settings: bank_place is CH-GE or EU-TARGET");
  EXPECT_EQ(With("levels: \"white\"", "levels: \"yellow\""),
            "levels: there is none, or one is named twice");
  EXPECT_EQ(With("client_type: CLIENT_TYPE_EDUCATION level: \"green\"",
                 "client_type: CLIENT_TYPE_EDUCATION level: \"pink\""),
            "level_demands: MISSION_ROLE_TRAINER at CLIENT_TYPE_EDUCATION asks for a level that is"
            " none");
  EXPECT_NE(With("  supplier_kind: SUPPLIER_KIND_VOLUNTEER\n", "").find("may both be meant"),
            std::string::npos);
  EXPECT_NE(With("minor_units: 5000", "minor_units: -5000").find("negative"), std::string::npos);
  auto files = *ReadRuleFiles();
  files.push_back(files.front());
  files.back().name = "again";
  EXPECT_FALSE(Said(files).empty());
}

// The shipped rules with more tariffs.
std::string Adding(const std::string& tariffs) {
  auto files = *ReadRuleFiles();
  files.push_back({"more.textproto", tariffs});
  return Said(files);
}
std::string Coach(const std::string& conditions, const std::string& days) {
  return "tariffs { role: MISSION_ROLE_COACH " + conditions +
         " amount { currency_code: 'EUR' minor_units: 1 } " + days +
         " source: 'test' status: TARIFF_STATUS_UNVERIFIED }\n";
}

TEST(RuleFilesTest, AConflictIsSettledOnTheDaysOnWhichThereIsOne) {
  const std::string workshop = "session_kind: SESSION_KIND_WORKSHOP",
                    volunteer = " supplier_kind: SUPPLIER_KIND_VOLUNTEER",
                    june = "valid_from { year: 2026 month: 6 day: 1 }",
                    july = "valid_from { year: 2026 month: 7 day: 1 }",
                    half_year = july + " valid_to { year: 2026 month: 12 day: 31 }",
                    next_year = "valid_from { year: 2027 month: 1 day: 1 }",
                    conflict = Coach(workshop, half_year) + Coach(volunteer, june),
                    for_ever = Coach(workshop, july) + Coach(volunteer, june);
  const auto settled_by = [&](const std::string& days) {
    return Coach(workshop + volunteer, days);
  };
  constexpr auto kConflict = "may both be meant";
  EXPECT_NE(Adding(conflict).find(kConflict), std::string::npos);
  EXPECT_EQ(Adding(conflict + settled_by(half_year)), "");
  EXPECT_EQ(Adding(conflict + settled_by(june)), "");
  EXPECT_NE(Adding(conflict + settled_by(next_year)).find(kConflict), std::string::npos)
      << "one of another period settles nothing";
  EXPECT_NE(Adding(for_ever + settled_by(half_year)).find(kConflict), std::string::npos)
      << "nor one that ends before";
  EXPECT_EQ(Adding(for_ever + settled_by(half_year) + settled_by(next_year)), "")
      << "but two that follow on each other do";
}

TEST(RuleFilesTest, EveryCoordinatorHasATariffFromTodayOn) {
  const std::string fee = "minor_units: 5000 }\n  ",
                    from = fee + "valid_from { year: 2026 month: 1 day: 1 }";
  const auto since = [&](int year, const std::string& more = "") {
    return With(from,
                fee + "valid_from { year: " + std::to_string(year) + " month: 1 day: 1 }" + more);
  };
  EXPECT_EQ(since(2025), "");
  EXPECT_NE(since(2027).find("none for every coordinator from today on"), std::string::npos);
  EXPECT_NE(since(2026, " valid_to { year: 2027 month: 1 day: 1 }").find("without an end"),
            std::string::npos);
}

TEST(RuleFilesTest, ACoordinationIsNotPaidBySessionKind) {
  constexpr auto kTariff =
      "tariffs { role: MISSION_ROLE_COORDINATOR session_kind: SESSION_KIND_TRAINING"
      " amount { currency_code: 'EUR' minor_units: 12000 } valid_from { year: 2026 month: 1 day: 1 "
      "}"
      " source: 'test' status: TARIFF_STATUS_IN_FORCE }\n";
  EXPECT_NE(Adding(kTariff).find("is of one session kind"), std::string::npos) << Adding(kTariff);
}

TEST(RuleFilesTest, TheMostParticularTariffOfTheDayCounts) {
  const auto rules = *ParseRules(*ReadRuleFiles(), kNow);
  const auto amount = [&](int year, v1::ClientType client, v1::SupplierKind supplier) {
    const auto* tariff = rules->TariffOn(calendar::Date(year, 10, 5), v1::MISSION_ROLE_FACILITATOR,
                                         v1::SESSION_KIND_WORKSHOP, client, supplier);
    return tariff ? tariff->amount().minor_units() : -1;
  };
  EXPECT_EQ(amount(2026, v1::CLIENT_TYPE_COMPANY, v1::SUPPLIER_KIND_COMPANY), 30000);
  EXPECT_EQ(amount(2026, v1::CLIENT_TYPE_EDUCATION, v1::SUPPLIER_KIND_PERSON), 12000);
  EXPECT_EQ(amount(2026, v1::CLIENT_TYPE_EDUCATION, v1::SUPPLIER_KIND_VOLUNTEER), 0);
  EXPECT_EQ(amount(2025, v1::CLIENT_TYPE_COMPANY, v1::SUPPLIER_KIND_COMPANY), -1);
}
}  // namespace
}  // namespace aor::missions
