// A rule file that is wrong is refused with its name, its line and what to do.
#include "services/credentials/rules/rule_files.h"

#include <gtest/gtest.h>

namespace aor::credentials {
namespace {
constexpr auto kGood = R"(kinds {
  kind_id: "xx.permit" title: "Permit" holder: HOLDER_WORKER horizon_days: 30 horizon_days: 7
  provenance { valid_from: "2026-01-01" recorded: "2026-01-02" source: "law" status: RULE_STATUS_IN_FORCE }
}
policies {
  policy_id: "xx.work" title: "Work" jurisdiction: "XX" conditions { engagement_kinds: "TEMP" }
  requirements {
    requirement_id: "permit" title: "A permit" holder: HOLDER_WORKER any_of: "xx.permit"
    closes: GATE_STARTING fix: "Hand it in." fixed_by: "worker"
  }
  provenance { valid_from: "2026-01-01" recorded: "2026-01-02" source: "law" status: RULE_STATUS_IN_FORCE }
}
)";

std::string Refused(const std::string& from, const std::string& to, const std::string& more = "") {
  std::string text = kGood;
  if (!from.empty()) text.replace(text.find(from), from.size(), to);
  return std::string(
      ParseRules({{"XX/a.textproto", text}, {"XX/b.textproto", more}}).status().message());
}

TEST(RuleFilesTest, TheShippedRulesAreInOrder) {
  const auto rules = ParseRules(*ReadRuleFiles());
  ASSERT_TRUE(rules.ok()) << rules.status();
  const calendar::Date day(2026, 10, 5);
  for (const char* policy :
       {"ch.right_to_work", "ch.contractor", "fr.right_to_work", "fr.vigilance", "fr.contractor",
        "de.right_to_work", "de.contractor", "gb.right_to_work", "gb.contractor",
        "us.right_to_work", "us.contractor", "ca.right_to_work", "ca.contractor"})
    EXPECT_TRUE((*rules)->PolicyOn(policy, day)) << policy;
  EXPECT_EQ((*rules)->KindOn("fr.vigilance", day)->valid_months(), 6u);
  EXPECT_TRUE((*rules)->KindOn("ch.ahv_confirmation", day)->for_one_client());
  // P34: each permit has its own horizons, and ends hard; C is renewed as a card.
  EXPECT_EQ((*rules)->KindOn("ch.permit_b", day)->horizon_days(0), 90u);
  EXPECT_EQ((*rules)->KindOn("ch.permit_l", day)->horizon_days(0), 45u);
  EXPECT_EQ((*rules)->KindOn("ch.permit_g", day)->horizon_days(0), 60u);
  EXPECT_TRUE((*rules)->KindOn("ch.permit_g", day)->ends_hard());
  EXPECT_FALSE((*rules)->KindOn("ch.permit_c", day)->ends_hard());
}

TEST(RuleFilesTest, GoodRulesAreTaken) { EXPECT_EQ(Refused("", ""), ""); }

TEST(RuleFilesTest, WrongOnesAreRefusedWithFileAndLine) {
  const std::string good = kGood;
  const struct {
    const char *from, *to;
    std::string more, says;
  } kRows[] = {
      {"any_of: \"xx.permit\"", "any_of: \"xx.visa\"", "", "XX/a.textproto:7: no kind xx.visa"},
      {"holder: HOLDER_WORKER any_of", "holder: HOLDER_SUPPLIER any_of", "",
       "XX/a.textproto:7: xx.permit is held by somebody else"},
      {"valid_from: \"2026-01-01\"", "valid_from: \"2026-01-01\" valid_to: \"2026-12-31\"", "",
       "XX/a.textproto:7: no kind xx.permit that holds on 2027-01-01, when the policy does"},
      {"jurisdiction: \"XX\"", "jurisdiction: \"xx\"", "",
       "XX/a.textproto:5: jurisdiction is a country in capitals"},
      {"source: \"law\"", "", "", "XX/a.textproto:3: source is missing"},
      {"status: RULE_STATUS_IN_FORCE", "", "", "XX/a.textproto:3: status is missing"},
      {"status: RULE_STATUS_IN_FORCE", "status: RULE_STATUS_REPEALED", "",
       "XX/a.textproto:3: a repealed rule needs valid_to"},
      {"valid_from: \"2026-01-01\"", "valid_from: \"2026-02-30\"", "",
       "XX/a.textproto:3: valid_from is no day"},
      {"valid_from: \"2026-01-01\"", "valid_from: \"2026-01-01\" valid_to: \"2025-12-31\"", "",
       "XX/a.textproto:3: valid_to lies before valid_from"},
      {"", "", good.substr(0, good.find("policies")),
       "XX/b.textproto:1: another version of xx.permit holds on the same days"},
      {"", "", good.substr(good.find("policies")),
       "XX/b.textproto:1: another version of xx.work holds on the same days"},
      {"\"TEMP\"", "\"GIG\"", "", "XX/a.textproto:5: no engagement kind GIG"},
      {"fixed_by: \"worker\"", "fixed_by: \"somebody\"", "", "XX/a.textproto:7: fixed_by is"},
      {"fix: \"Hand it in.\"", "", "", "XX/a.textproto:7: fix is missing"},
      {"closes: GATE_STARTING", "", "", "XX/a.textproto:7: closes names no gate"},
      {"any_of: \"xx.permit\"", "any_of: \"xx.permit\" determination: true", "",
       "XX/a.textproto:7: any_of names kinds, or determination is true"},
      {"horizon_days: 30", "horizon_days: 3", "",
       "XX/a.textproto:1: horizon_days begin with the longest"},
      {"\"xx.permit\" title", "\"xx-permit\" title", "", "XX/a.textproto:1: kind_id is missing"},
      {"source: \"law\"", "source: \"  \"", "", "XX/a.textproto:3: source is missing"},
      {"horizon_days: 30", "horizon_days: 4000000000", "",
       "XX/a.textproto:1: horizon_days are 3660 at most"},
      {"horizon_days: 30", "valid_months: 4000000000", "",
       "XX/a.textproto:1: valid_months are 1200 at most"},
      {"fix: \"Hand", "lead_days: 4000000000 fix: \"Hand", "",
       "XX/a.textproto:7: lead_days and grace_days are 3660 at most"},
      {"closes: GATE_STARTING", "closes: GATE_WAGES", "", "XX/a.textproto:9:"},
      {"closes: GATE_STARTING", "closes: 77", "", "XX/a.textproto: closes 77 is none"},
  };
  for (const auto& row : kRows) {
    const std::string said = Refused(row.from, row.to, row.more);
    EXPECT_NE(said.find(row.says), std::string::npos) << row.says << "\n  but was: " << said;
  }
}

TEST(RuleFilesTest, VersionsFollowEachOther) {
  const std::string later =
      "kinds { kind_id: 'xx.permit' title: 'Permit' holder: HOLDER_WORKER provenance {"
      " valid_from: '2027-01-01' recorded: '2026-01-02' source: 'law'"
      " status: RULE_STATUS_IN_FORCE } }";
  EXPECT_EQ(Refused("valid_from: \"2026-01-01\"",
                    "valid_from: \"2026-01-01\" valid_to: \"2026-12-31\"", later),
            "");
}
}  // namespace
}  // namespace aor::credentials
