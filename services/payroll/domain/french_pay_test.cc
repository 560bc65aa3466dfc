// French pay, case by case: its ceilings, its end pay, its minimum wage and its tax.
#include <absl/strings/str_cat.h>

#include "services/payroll/domain/prefill.h"
#include "services/payroll/domain/prefill_examples.h"

namespace aor::payroll {
namespace {
using namespace examples;
using calendar::Date;
const RuleBook& French() {
  static const RuleBook book = BookOf("FR");
  return book;
}
const Date kTuesday(2026, 10, 6);

SlipInput WeekInLyon() {
  auto input = Lyon();
  input.verified = {Time(kTuesday, "BASE", 35 * 60)};
  return input;
}
// Of all October, at `wage` an hour for 100 hours; the assignment goes on.
SlipInput Month(int64_t wage, Date day = kTuesday) {
  auto input = Lyon();
  input.contract.start = day - 30;
  input.contract.end.reset();
  input.contract.base_wages = {{input.contract.start, {wage, 0}}};
  input.period = calendar::MonthOf(day);
  input.verified = {Time(day, "BASE", 100 * 60)};
  return input;
}
std::string BaseOf(const Draft& draft, const std::string& code) {
  for (const auto& line : draft.slip.lines())
    if (line.code() == code) return money::AmountOf(money::FromProto(line.base()));
  return "no line";
}

// L1251-32 and L1251-33.
TEST(FrenchPayTest, TheCauseOfTheEndDecidesOnTheBonus) {
  const struct {
    const char* cause;
    int64_t ifm, iccp;
  } cases[] = {
      {"EMPLOYER", 5250, 5775},        {"AGREEMENT", 5250, 5775},  {"WORKER", 0, 5250},
      {"SERIOUS_MISCONDUCT", 0, 5250}, {"FORCE_MAJEURE", 0, 5250}, {"PERMANENT_CONTRACT", 0, 5250},
      {"FLEXIBILITY_REFUSED", 0, 5250}};
  for (const auto& [cause, ifm, iccp] : cases) {
    auto input = WeekInLyon();
    input.contract.ended_early = true;
    input.contract.end_cause = cause;
    const auto draft = Prefill(input, &French());
    EXPECT_EQ(AmountOf(draft, "IFM"), ifm) << cause;
    EXPECT_EQ(AmountOf(draft, "ICCP"), iccp) << cause;
    EXPECT_TRUE(draft.missing.empty()) << cause;
  }
}

// Whoever ended it early by mistake corrects the day, and the cause stays as it was said.
TEST(FrenchPayTest, WhoWorkedToTheAgreedDayHasTheBonus) {
  for (const char* cause : {"WORKER", "SERIOUS_MISCONDUCT", "FORCE_MAJEURE"}) {
    auto input = WeekInLyon();
    input.contract.end_cause = cause;
    EXPECT_EQ(AmountOf(Prefill(input, &French()), "IFM"), 5250) << cause;
  }
  for (const char* cause : {"PERMANENT_CONTRACT", "FLEXIBILITY_REFUSED"}) {
    auto input = WeekInLyon();
    input.contract.end_cause = cause;
    EXPECT_EQ(AmountOf(Prefill(input, &French()), "IFM"), 0) << cause;
  }
}

TEST(FrenchPayTest, AnEarlyEndWithoutACauseIsNotPayable) {
  auto input = WeekInLyon();
  input.contract.ended_early = true;
  EXPECT_EQ(Prefill(input, &French()).missing, std::set<std::string>{kEndCause});
  input.contract.end = Date(2026, 11, 4);
  EXPECT_TRUE(Prefill(input, &French()).missing.empty()) << "wages of the months before are owed";
}

TEST(FrenchPayTest, ABonusThatACauseForbidsIsTakenBack) {
  auto input = WeekInLyon();
  input.earlier = {Verified(Prefill(input, &French()))};
  input.contract.end_cause = "PERMANENT_CONTRACT";
  auto draft = Prefill(input, &French());
  EXPECT_EQ(AmountOf(draft, "IFM"), -5250);
  EXPECT_EQ(AmountOf(draft, "ICCP"), -525);
  // Paid ahead in October, given up in November.
  input.other_periods = std::exchange(input.earlier, {});
  input.period = "2026-11";
  input.today = Date(2026, 12, 1);
  input.contract.end = Date(2026, 11, 6);
  input.verified = {Time(Date(2026, 11, 3), "BASE", 35 * 60)};
  draft = Prefill(input, &French());
  EXPECT_EQ(AmountOf(draft, "IFM"), -5250);
  EXPECT_EQ(AmountOf(draft, "ICCP"), 10500 - 5775);
}

// Overtime of the week from 26 October to 1 November, from which on another wage holds.
TEST(FrenchPayTest, OvertimeHasTheWageOfTheHoursThatCausedIt) {
  auto input = Lyon();
  input.contract.end.reset();
  input.contract.base_wages[Date(2026, 11, 1)] = {30, 0};
  input.period = "2026-11";
  const Date sunday(2026, 11, 1);
  input.verified = {Time(sunday, "OVERTIME", 60, 25), Time(sunday, "OVERTIME", 120, 25)};
  for (auto& time : input.verified) *time.mutable_worked_on() = calendar::ToProto(sunday - 2);
  *input.verified[0].mutable_worked_on() = calendar::ToProto(sunday);
  const auto draft = Prefill(input, &French());
  EXPECT_EQ(AmountOf(draft, "OVERTIME_25"), 750 + 2 * 375);
  ASSERT_EQ(draft.slip.paid_size(), 1) << "one day, one category";
  EXPECT_EQ(draft.slip.paid(0).seconds(), 3 * 3600);
  EXPECT_FALSE(draft.slip.paid(0).has_worked_on());
  input.earlier = {Verified(draft)};
  EXPECT_TRUE(Prefill(input, &French()).empty());
}

TEST(FrenchPayTest, AWageBelowTheMinimumIsPaidAtItAndSaysSo) {
  auto input = WeekInLyon();
  input.contract.base_wages = {{Date(2026, 5, 18), {1210, 2}}};
  const auto draft = Prefill(input, &French());
  const auto& line = LineOf(draft, "BASE");
  EXPECT_EQ(line.amount().minor_units(), 43085);  // 35 × 12.31
  EXPECT_NE(line.source().find("raised to the minimum wage: SMIC"), std::string::npos);
  EXPECT_EQ(AmountOf(draft, "IFM"), 4309);
  ASSERT_EQ(draft.below_minimum.size(), 1u);
  EXPECT_EQ(draft.below_minimum[0].first_day, kTuesday);
  EXPECT_EQ(money::ToString(draft.below_minimum[0].agreed), "12.10");
  input.contract.base_wages = {{Date(2026, 5, 18), {1231, 2}}};
  EXPECT_TRUE(Prefill(input, &French()).below_minimum.empty());
}

TEST(FrenchPayTest, AWageOfOldDaysIsHeldAgainstTheMinimumOfThen) {
  auto input = Month(12, Date(2026, 5, 29));
  input.contract.base_wages = {{input.contract.start, {1202, 2}}};
  input.verified.push_back(Time(Date(2026, 5, 30), "BASE", 60));
  auto draft = Prefill(input, &French());
  EXPECT_EQ(draft.slip.gross().minor_units(), 101 * 1202);
  EXPECT_TRUE(draft.below_minimum.empty());
  input.contract.unit = "DAY";
  input.verified = {Quantity(Date(2026, 5, 29), "DAY", 1)};
  draft = Prefill(input, &French());
  EXPECT_EQ(draft.slip.gross().minor_units(), 7 * 1202) << "of the schedule's 7 h";
  input.contract.unit = "MONTH";
  input.verified = {Quantity(Date(2026, 5, 29), "MONTH", 1)};
  draft = Prefill(input, &French());
  EXPECT_EQ(draft.slip.gross().minor_units(), 182303) << "the monthly SMIC of 35 h";
}

TEST(FrenchPayTest, EachYearHasItsCeiling) {
  const struct {
    Date day;
    const char* capped;
    const char* second;
    int64_t old_age_employer;
  } cases[] = {{Date(2024, 12, 3), "3864.00", "1136.00", 10100},
               {Date(2025, 12, 2), "3925.00", "1075.00", 10100},
               {Date(2026, 10, 6), "4005.00", "995.00", 10550}};
  for (const auto& [day, capped, second, old_age_employer] : cases) {
    const auto draft = Prefill(Month(50, day), &French());
    EXPECT_EQ(BaseOf(draft, "OLD_AGE_CAPPED"), capped);
    EXPECT_EQ(BaseOf(draft, "AGIRC_ARRCO_T2"), second);
    EXPECT_EQ(AmountOf(draft, "OLD_AGE_EMPLOYER"), old_age_employer);
    EXPECT_TRUE(draft.missing.empty());
  }
}

// CSS R242-2 I, and what LégiSocial works out of it for the ceiling of 2019: by calendar days.
TEST(FrenchPayTest, WhoeverEntersOrLeavesWithinAMonthHasAPartOfItsCeiling) {
  auto rules = French().rules();
  auto& of_2019 = *rules.add_ceilings() = rules.ceilings(0);
  of_2019.mutable_monthly()->set_minor_units(337700);
  for (auto* bound : {of_2019.mutable_valid_from(), of_2019.mutable_valid_to()})
    bound->set_year(2019);
  const RuleBook book("2019", rules);
  const auto capped = [&](Date start, std::optional<Date> end, Date worked) {
    auto input = Month(50, worked);
    input.contract.start = start;
    input.contract.end = end;
    input.contract.base_wages = {{start, {50, 0}}};
    return BaseOf(Prefill(input, &book), "OLD_AGE_CAPPED");
  };
  EXPECT_EQ(capped(Date(2019, 1, 15), {}, Date(2019, 1, 21)), "1851.90");                // × 17/31
  EXPECT_EQ(capped(Date(2018, 6, 1), Date(2019, 2, 20), Date(2019, 2, 18)), "2412.14");  // × 20/28
  EXPECT_EQ(capped(Date(2018, 6, 1), Date(2019, 2, 28), Date(2019, 2, 18)), "3377.00");
  EXPECT_EQ(capped(Date(2018, 6, 1), Date(2019, 1, 31), Date(2019, 2, 18)), "3377.00")
      << "an end that came late";
}

TEST(FrenchPayTest, TheDaysOfAllContractsWithTheEmployerCountForTheCeilingOnce) {
  auto input = Month(50);
  input.contract.start = Date(2026, 10, 1);
  input.contract.end = Date(2026, 10, 10);
  EXPECT_EQ(BaseOf(Prefill(input, &French()), "OLD_AGE_CAPPED"), "1291.94");  // 4 005 × 10/31
  EXPECT_EQ(BaseOf(Prefill(input, &French()), "AGIRC_ARRCO_T2"), "4758.06");
  input.others = {{Date(2026, 10, 8), Date(2026, 10, 20), {}}, {Date(2026, 11, 1), {}, {}}};
  EXPECT_EQ(BaseOf(Prefill(input, &French()), "OLD_AGE_CAPPED"), "2583.87");  // 20/31
  input.others = {{Date(2026, 10, 11), {}, {}}};
  EXPECT_EQ(BaseOf(Prefill(input, &French()), "OLD_AGE_CAPPED"), "4005.00");
}

// C20: what has no row on the day of work is missing, not left out in silence.
TEST(FrenchPayTest, ADayWithoutRowsIsNotPayable) {
  EXPECT_EQ(Prefill(Month(50, Date(2027, 1, 5)), &French()).missing,
            std::set<std::string>{kPayRules});
  auto rules = French().rules();
  auto& row = *rules.add_rules();
  row.set_code("NEW");
  *row.mutable_valid_from() = calendar::ToProto(Date(2026, 11, 1));
  const auto missing = [&] {
    const RuleBook book("x", rules);
    return Prefill(Month(50), &book).missing;
  };
  EXPECT_EQ(missing(), std::set<std::string>{kPayRules}) << "not yet";
  row.set_introduced(true);
  EXPECT_EQ(missing(), std::set<std::string>{}) << "there was no such line before";
  *row.mutable_valid_from() = calendar::ToProto(Date(2020, 1, 1));
  *row.mutable_valid_to() = calendar::ToProto(Date(2025, 12, 31));
  EXPECT_EQ(missing(), std::set<std::string>{kPayRules}) << "no more";
  row.set_status(v1::STATUS_REPEALED);
  EXPECT_EQ(missing(), std::set<std::string>{}) << "for good";
}

TEST(FrenchPayTest, PayAboveTheCeilingHasItsOwnItems) {
  const auto above = Prefill(Month(50), &French());  // 5 000
  EXPECT_EQ(AmountOf(above, "CET"), -700);           // 0.14 % of all of it
  EXPECT_EQ(AmountOf(above, "CET_EMPLOYER"), 1050);
  EXPECT_EQ(AmountOf(above, "AGIRC_ARRCO_T2_EMPLOYER"), 12885);  // 12.95 % of 995
  EXPECT_EQ(AmountOf(above, "CEG_T2_EMPLOYER"), 1612);
  EXPECT_EQ(LineOf(above, "AGIRC_ARRCO_T2").verification(), "unverified") << "not regularised";
  const auto below = Prefill(Month(40), &French());  // 4 000
  EXPECT_EQ(AmountOf(below, "CET") + AmountOf(below, "CET_EMPLOYER"), 0);
}

// The tax office's rate is of payments after it came.
TEST(FrenchPayTest, ARateNeverReachesBackToAVerifiedSlip) {
  auto input = Month(10);
  input.contract.base_wages = {{input.contract.start, {16, 0}}};  // 1 600: neutral 0 %
  input.profile->pas_rate.reset();
  const auto first = Prefill(input, &French());
  EXPECT_EQ(AmountOf(first, "PAS"), 0);
  input.earlier = {Verified(first)};
  input.profile->pas_rate = money::Decimal{75, 1};
  EXPECT_TRUE(Prefill(input, &French()).empty()) << "nothing is owed for a closed month";

  input.verified.push_back(Time(kTuesday, "BASE", 10 * 60));
  const auto more = Prefill(input, &French());
  const auto taxed = money::FromProto(LineOf(more, "PAS").base());
  EXPECT_GT(taxed.minor, 12000);
  EXPECT_LT(taxed.minor, 16000) << "of the 160.00 that are new";
  EXPECT_EQ(AmountOf(more, "PAS"), -money::Percent(taxed, {75, 1}).minor);
  input.earlier.push_back(Verified(more));
  input.profile->pas_rate = money::Decimal{2, 0};
  EXPECT_TRUE(Prefill(input, &French()).empty());

  input.verified.pop_back();
  const auto back = Prefill(input, &French());
  EXPECT_EQ(AmountOf(back, "PAS"), -AmountOf(more, "PAS")) << "at the rate that it was taken at";
  EXPECT_EQ(back.slip.net().minor_units(), -more.slip.net().minor_units());
}

TEST(FrenchPayTest, WhatTheReliefOfOvertimeWouldChangeIsUnverified) {
  auto input = WeekInLyon();
  EXPECT_EQ(LineOf(Prefill(input, &French()), "PAS").verification(), "in force");
  input.verified.push_back(Time(Date(2026, 10, 11), "OVERTIME", 60, 25));
  const auto draft = Prefill(input, &French());
  for (const char* code : {"PAS", "OLD_AGE_CAPPED", "OLD_AGE", "AGIRC_ARRCO_T1", "CEG_T1"})
    EXPECT_EQ(LineOf(draft, code).verification(), "unverified") << code;
  EXPECT_NE(LineOf(draft, "PAS").source().find("81 quater"), std::string::npos);
  EXPECT_EQ(LineOf(draft, "CSG").verification(), "in force");
}

TEST(FrenchPayTest, PaysAPublicHolidayThatWasNotWorked) {
  auto input = WeekInLyon();
  input.verified.push_back(Time(kTuesday, "HOLIDAY_PAID", 7 * 60, 100));
  const auto draft = Prefill(input, &French());
  EXPECT_EQ(AmountOf(draft, "HOLIDAY_PAID_100"), 10500);
  EXPECT_EQ(LineOf(draft, "HOLIDAY_PAID_100").label(), "Public holiday, not worked");
  EXPECT_EQ(AmountOf(draft, "IFM"), 6300);
}

TEST(FrenchPayTest, ExpensesAreNoWagesThatALoanIsTakenFrom) {
  auto input = WeekInLyon();
  input.verified.push_back(Quantity(kTuesday, "EXPENSE", 1000));
  const auto without = Prefill(input, &French());
  input.advances = {{"loan", true, {"EUR", 90000}, 1, {10, 0}}};
  const auto draft = Prefill(input, &French());
  EXPECT_EQ(AmountOf(draft, "LOAN"), -(without.slip.net().minor_units() - 100000) / 10);
  input.verified.erase(input.verified.begin());
  EXPECT_EQ(AmountOf(Prefill(input, &French()), "LOAN"), 0);
  EXPECT_EQ(Prefill(input, &French()).slip.net().minor_units(), 100000);
}

TEST(FrenchPayTest, ReimbursementsStandBesideDeductions) {
  auto input = WeekInLyon();
  input.verified = {Quantity(kTuesday, "EXPENSE", 50)};
  const auto slip = Prefill(input, &French()).slip;
  EXPECT_EQ(slip.gross().minor_units(), 0);
  EXPECT_EQ(slip.deductions().minor_units(), 0);
  EXPECT_EQ(slip.reimbursements().minor_units(), 5000);
  EXPECT_EQ(slip.net().minor_units(), 5000);
  EXPECT_FALSE(Prefill(WeekInLyon(), &French()).slip.has_reimbursements());
}

// Arrêté of 31 January 2023: by hand, 635.25 less 132.38; what tax takes off counts back in.
TEST(FrenchPayTest, StatesWhatIsLeftBeforeTaxAndWhatIsTaxed) {
  auto input = WeekInLyon();
  input.verified.push_back(Quantity(kTuesday, "EXPENSE", 50));
  input.advances = {{"part", false, {"EUR", 10000}, 1, {}}};
  const auto draft = Prefill(input, &French());
  EXPECT_EQ(draft.slip.gross().minor_units(), 63525);
  EXPECT_EQ(draft.slip.net_social().minor_units(), 50287);
  EXPECT_EQ(draft.slip.net_taxable().minor_units(), 52097);
  EXPECT_EQ(LineOf(draft, "PAS").base().minor_units(), 52097);

  input.earlier = {Verified(draft)};
  input.verified.push_back(Time(kTuesday + 1, "BASE", 60));
  const auto more = Prefill(input, &French());
  input.earlier.clear();
  const auto whole = Prefill(input, &French());
  for (auto figure : {&v1::PayslipVerified::net_social, &v1::PayslipVerified::net_taxable})
    EXPECT_EQ((draft.slip.*figure)().minor_units() + (more.slip.*figure)().minor_units(),
              (whole.slip.*figure)().minor_units());
}

TEST(FrenchPayTest, StatesThemWhereTheRulesDo) {
  EXPECT_FALSE(French().StatesNetSocial(Date(2023, 6, 30)));
  EXPECT_TRUE(French().StatesNetSocial(Date(2023, 7, 1)));
  auto input = Geneva();
  input.verified = {Time(kTuesday, "BASE", 35 * 60)};
  const auto swiss = Prefill(input, nullptr).slip;
  EXPECT_FALSE(swiss.has_net_social() || swiss.has_net_taxable());
  const auto book = BookOf("CH-GE");
  EXPECT_FALSE(Prefill(input, &book).slip.has_net_taxable());
  input = WeekInLyon();
  input.profile->pas_rate = money::Decimal{0, 0};
  EXPECT_EQ(Prefill(input, &French()).slip.net_taxable().minor_units(), 52097)
      << "though nothing is withheld";
}
}  // namespace
}  // namespace aor::payroll
