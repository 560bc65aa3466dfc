#include "services/missions/rules/rule_files.h"

#include <gtest/gtest.h>

namespace aor::missions {
namespace {
std::string Said(const RuleFiles& files) {
  return std::string(ParseRules(files).status().message());
}
// The shipped rules, with one text put in place of another.
std::string With(const std::string& what, const std::string& instead) {
  auto files = *ReadRuleFiles();
  bool found = false;
  for (auto& [name, text] : files)
    if (const auto at = text.find(what); at != std::string::npos && !found) {
      text.replace(at, what.size(), instead);
      found = true;
    }
  EXPECT_TRUE(found) << what;
  return Said(files);
}

TEST(RuleFilesTest, TheShippedRulesAreInOrder) {
  const auto rules = ParseRules(*ReadRuleFiles());
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

TEST(RuleFilesTest, TheMostParticularTariffOfTheDayCounts) {
  const auto rules = *ParseRules(*ReadRuleFiles());
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
