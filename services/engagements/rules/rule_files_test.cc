#include "services/engagements/rules/rule_files.h"

#include <gtest/gtest.h>

namespace aor::engagements {
namespace {
using calendar::Date;
const Date kOctober(2026, 10, 5);

RuleSet Shipped() {
  const auto loaded = LoadRules(RulesDirectory());
  EXPECT_TRUE(loaded.ok()) << loaded.status().ToString();
  return loaded->rules;
}

Question Ask(const char* place, const char* cba, v1::Skill skill, Date day = kOctober) {
  return {place, cba, skill, v1::UNIT_HOUR, day, Date(2026, 10, 1)};
}
constexpr auto kGav = "GAV-PERSONALVERLEIH";
constexpr auto kFrench = "FR-TRAVAIL-TEMPORAIRE";

std::string FloorAt(const RuleSet& rules, const Question& question) {
  const auto basis = FindBasis(rules, question);
  return basis.floor ? money::ToString(basis.floor->per_hour) : "none";
}

TEST(RuleFilesTest, MinimumWagesAreThoseOfThePlaceTheSkillAndTheDay) {
  const RuleSet rules = Shipped();
  const struct {
    Question question;
    const char* per_hour;
  } kRows[] = {
      {Ask("CH-GE", kGav, v1::SKILL_UNSKILLED), "22.70"},
      {Ask("CH-GE", kGav, v1::SKILL_SKILLED), "27.62"},
      {Ask("CH-ZH", kGav, v1::SKILL_UNSKILLED), "22.39"},
      {Ask("CH-TI", kGav, v1::SKILL_SKILLED), "24.03"},
      {Ask("CH-FR", kGav, v1::SKILL_UNSKILLED), "21.22"},
      {Ask("CH-FR", kGav, v1::SKILL_SEMI_SKILLED), "22.76"},
      {Ask("CH-GE", kGav, v1::SKILL_UNSKILLED, Date(2025, 12, 31)), "22.45"},
      {Ask("FR", kFrench, v1::SKILL_UNSKILLED), "12.31"},
      {Ask("FR", kFrench, v1::SKILL_SKILLED, Date(2026, 5, 31)), "12.02"},
      {Ask("FR", kFrench, v1::SKILL_SKILLED, Date(2026, 6, 1)), "12.31"},
      {Ask("CH-GE", "", v1::SKILL_UNSKILLED), "24.59"},  // without a 13th month on top
      {Ask("CH-ZH", "", v1::SKILL_UNSKILLED), "none"},
  };
  for (const auto& row : kRows)
    EXPECT_EQ(FloorAt(rules, row.question), row.per_hour)
        << row.question.jurisdiction << " " << row.question.cba_id << " " << row.question.skill;
}

TEST(RuleFilesTest, AFigureIsNotKnownBeforeItWasRecorded) {
  Question question = Ask("FR", kFrench, v1::SKILL_UNSKILLED);
  question.known_on = Date(2026, 5, 1);  // the SMIC of June is not published yet
  EXPECT_EQ(FloorAt(Shipped(), question), "none");
}

TEST(RuleFilesTest, EveryRowSaysHowSureItIs) {
  const Basis basis = FindBasis(Shipped(), Ask("CH-GE", kGav, v1::SKILL_UNSKILLED));
  EXPECT_EQ(basis.floor->source, "BBl 2025 3547, unskilled, Geneva");
  EXPECT_EQ(basis.floor->verification, "in force");
  ASSERT_EQ(basis.supplements.size(), 3u);
  ASSERT_EQ(basis.charges.size(), 1u);
  EXPECT_EQ(basis.charges[0].verification, "unverified");
}

std::string Sum(const Basis& basis) {
  money::Decimal sum;
  for (const Step& step : basis.charges) sum = sum + step.percent;
  return money::ToString(sum);
}

TEST(RuleFilesTest, ChargesAreThoseUsualAtThePlaceOrTheSetThatWasChosen) {
  const RuleSet rules = Shipped();
  const struct {
    const char *place, *set;
    Date day;
    size_t items;
    const char* percent;
  } kRows[] = {
      {"CH-GE", "", kOctober, 1, "16"},
      {"CH-GE", "CH-BY-ITEM", kOctober, 3, "6.7"},
      {"FR", "", kOctober, 1, "42"},
      {"FR", "FR-BY-ITEM", kOctober, 13, "42.65"},
      {"FR-57", "FR-BY-ITEM", kOctober, 13, "42.41"},
      {"FR", "FR-BY-ITEM", Date(2025, 12, 31), 0, "0"},
      {"CH-GE", "FR-BY-ITEM", kOctober, 0, "0"},
  };
  for (const auto& row : kRows) {
    Question question = Ask(row.place, "", v1::SKILL_UNSKILLED, row.day);
    question.charge_set_id = row.set;
    const Basis basis = FindBasis(rules, question);
    EXPECT_EQ(basis.charges.size(), row.items) << row.place << row.set;
    EXPECT_EQ(Sum(basis), row.percent) << row.place << row.set;
    EXPECT_EQ(basis.charges_known, row.items > 0) << row.place << row.set;
  }
}

TEST(RuleFilesTest, AMonthlyWageIsPaidThroughHolidays) {
  Question question = Ask("CH-GE", kGav, v1::SKILL_SKILLED);
  question.unit = v1::UNIT_MONTH;
  const Basis basis = FindBasis(Shipped(), question);
  ASSERT_EQ(basis.supplements.size(), 1u);
  EXPECT_EQ(basis.supplements[0].code, "THIRTEENTH");
}

// A small world for the cascade: a binding branch agreement, a listed one without wages,
// a plain one, and the general agreement below them.
constexpr auto kSince =
    "provenance { valid_from: '2026-01-01' recorded: '2025-12-01' source: 's'"
    " status: RULE_STATUS_IN_FORCE }";
std::string World(const std::string& more = "") {
  const std::string since = kSince;
  return "agreements { currency_code: 'CHF' cba_id: 'GENERAL' place: 'CH' extended: true " + since +
         "}" + "agreements { currency_code: 'CHF' cba_id: 'WOOD' place: 'CH' extended: true " +
         since + "}" +
         "agreements { currency_code: 'CHF' cba_id: 'LISTED' place: 'CH' annex_1: true " + since +
         "}" +
         "agreements { currency_code: 'CHF' cba_id: 'HOUSE' place: 'CH' falls_back_to: 'GENERAL' " +
         since + "}" + "minimum_wages { cba_id: 'GENERAL' places: 'CH' per_hour: '21' " + since +
         "}" + "minimum_wages { cba_id: 'WOOD' places: 'CH' per_hour: '28' " + since + "}" +
         "minimum_wages { cba_id: 'HOUSE' places: 'CH' per_hour: '19' " + since + "}" +
         "minimum_wages { places: 'CH-NE' currency_code: 'CHF' per_hour: '22' " + since + "}" +
         more;
}

TEST(RuleFilesTest, TheWageCascadeTakesTheBindingAgreementThenTheCantonIfHigher) {
  const auto loaded = ParseRules({{"world", World()}});
  ASSERT_TRUE(loaded.ok()) << loaded.status().ToString();
  const RuleSet& rules = loaded->rules;
  EXPECT_EQ(FloorAt(rules, Ask("CH-ZH", "WOOD", v1::SKILL_SKILLED)), "28");
  EXPECT_EQ(FloorAt(rules, Ask("CH-ZH", "HOUSE", v1::SKILL_SKILLED)), "21");
  EXPECT_EQ(FloorAt(rules, Ask("CH-NE", "HOUSE", v1::SKILL_SKILLED)), "22");
  EXPECT_EQ(FloorAt(rules, Ask("CH-NE", "WOOD", v1::SKILL_SKILLED)), "28");
  EXPECT_FALSE(FindBasis(rules, Ask("CH-ZH", "LISTED", v1::SKILL_SKILLED)).wage_table_loaded);
  EXPECT_FALSE(FindBasis(rules, Ask("CH-NE", "LISTED", v1::SKILL_SKILLED)).wage_table_loaded);
  EXPECT_FALSE(FindBasis(rules, Ask("FR", "WOOD", v1::SKILL_SKILLED)).agreement_known);
}

TEST(RuleFilesTest, AFigureIsInTheCurrencyOfItsLawOrAgreement) {
  const RuleSet rules = Shipped();
  EXPECT_EQ(FindBasis(rules, Ask("CH-GE", kGav, v1::SKILL_SKILLED)).floor->currency, "CHF");
  EXPECT_EQ(FindBasis(rules, Ask("CH-GE", "", v1::SKILL_SKILLED)).floor->currency, "CHF");
  EXPECT_EQ(FindBasis(rules, Ask("FR", kFrench, v1::SKILL_SKILLED)).floor->currency, "EUR");
  const auto mute = ParseRules({{"f", std::string("agreements { cba_id: 'A' place: 'CH' extended:"
                                                  " true ") +
                                          kSince +
                                          "} minimum_wages { cba_id: 'A' places: 'CH'"
                                          " per_hour: '20' " +
                                          kSince + "}"}});
  EXPECT_EQ(mute.status().message(), "rules: no currency of the wages of A");
}

TEST(RuleFilesTest, ALaterRecordedRowOfTheSameDayWins) {
  const auto loaded = ParseRules(
      {{"world", World("minimum_wages { cba_id: 'WOOD' places: 'CH' per_hour: '29' provenance {"
                       " valid_from: '2026-01-01' recorded: '2026-04-26' source: 's' status:"
                       " RULE_STATUS_IN_FORCE } }")}});
  Question question = Ask("CH-ZH", "WOOD", v1::SKILL_SKILLED, Date(2026, 3, 2));
  EXPECT_EQ(FloorAt(loaded->rules, question), "29");
  question.known_on = Date(2026, 4, 25);
  EXPECT_EQ(FloorAt(loaded->rules, question), "28");
}

TEST(RuleFilesTest, AWrongFileIsRefusedInOneLine) {
  const struct {
    const char* wrong;
    const char* line;
  } kRows[] = {
      {"minimum_wages { places: 'CH' per_hour: '22,70' }",
       "f: minimum_wages[0]: per_hour \"22,70\" is no number such as 22.70"},
      {"supplements { cba_id: 'X' code: 'A' order: 1 percent: '3' }",
       "f: supplements[0]: valid_from \"\" is no day such as 2026-01-01"},
      {"employer_charges { place: 'CH' code: 'A' percent: '3' provenance { valid_from:"
       " '2026-01-01' recorded: '2026-01-01' status: RULE_STATUS_IN_FORCE } }",
       "f: employer_charges[0]: source is missing"},
      {"employer_charges { place: 'CH' code: 'A' percent: '3' provenance { valid_from:"
       " '2026-01-01' recorded: '2026-01-01' source: 's' } }",
       "f: employer_charges[0]: status is missing"},
      {"employer_charges { place: 'Bern' }",
       "f: employer_charges[0]: place \"Bern\" does not begin with a country such as CH"},
      {"minimum_wage { }",
       "f: 1:14: Message type \"aor.engagements.v1.RuleFile\" has no field "
       "named \"minimum_wage\"."},
      {"", "rules: no agreement is there"},
      {"minimum_wages { places: 'CH' per_hour: '22' provenance { valid_from: '2026-01-01' recorded:"
       " '2026-01-01' source: 's' status: RULE_STATUS_IN_FORCE } }",
       "f: minimum_wages[0]: currency_code of a legal wage is missing"},
  };
  for (const auto& row : kRows)
    EXPECT_EQ(ParseRules({{"f", row.wrong}}).status().message(), row.line);
  const auto unknown =
      ParseRules({{"f", World("minimum_wages { cba_id: 'NONE' places: 'CH' per_hour: '1' " +
                              std::string(kSince) + "}")}});
  EXPECT_EQ(unknown.status().message(), "rules: no agreement NONE");
  const auto of_no_set =
      ParseRules({{"f", World("employer_charges { place: 'CH' code: 'A' percent: '3' charge_set_id:"
                              " 'NONE' " +
                              std::string(kSince) + "}")}});
  EXPECT_EQ(of_no_set.status().message(), "rules: no charge set NONE");
  EXPECT_FALSE(LoadRules("/no/such/place").ok());
}

TEST(RuleFilesTest, TheVersionFollowsTheContentAlone) {
  const auto one = ParseRules({{"a", World()}, {"b", ""}});
  const auto same = ParseRules({{"b", ""}, {"a", World()}});
  const auto other = ParseRules({{"a", World() + "# note"}, {"b", ""}});
  EXPECT_EQ(one->rules.version, same->rules.version);
  EXPECT_NE(one->rules.version, other->rules.version);
}
}  // namespace
}  // namespace aor::engagements
