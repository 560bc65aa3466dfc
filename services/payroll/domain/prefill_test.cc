#include "services/payroll/domain/prefill.h"

#include "services/payroll/domain/prefill_examples.h"

namespace aor::payroll {
namespace {
using namespace examples;
const RuleBook& Swiss() {
  static const RuleBook book = BookOf("CH-GE");
  return book;
}
const RuleBook& French() {
  static const RuleBook book = BookOf("FR");
  return book;
}
const calendar::Date kTuesday(2026, 10, 6), kSaturday(2026, 10, 24), kSunday(2026, 10, 25);

// 24/25 October 22:00-06:00 is 9 h: the hour is repeated, and the first is no Sunday yet.
SlipInput NightInGeneva() {
  auto input = Geneva();
  input.verified = {Time(kSaturday, "BASE", 120), Time(kSaturday, "SUNDAY", 60, 50),
                    Time(kSunday, "BASE", 420), Time(kSunday, "SUNDAY", 420, 50)};
  return input;
}
SlipInput WeekInLyon() {
  auto input = Lyon();
  input.verified = {Time(kTuesday, "BASE", 43 * 60),
                    Time(calendar::Date(2026, 10, 11), "OVERTIME", 8 * 60, 25)};
  return input;
}

TEST(PrefillTest, PaysTheNightOfTheRepeatedHour) {
  const auto draft = Prefill(NightInGeneva(), &Swiss());
  EXPECT_EQ(AmountOf(draft, "BASE"), 27000);
  EXPECT_EQ(AmountOf(draft, "SUNDAY_50"), 12000);  // 390.00 with the base
  EXPECT_EQ(AmountOf(draft, "PUBLIC_HOLIDAYS"), 1248);
  EXPECT_EQ(AmountOf(draft, "HOLIDAY_PAY"), 3353);
  EXPECT_EQ(AmountOf(draft, "THIRTEENTH"), 3632);
  EXPECT_EQ(draft.slip.gross().minor_units(), 47233);
  EXPECT_EQ(AmountOf(draft, "AHV"), -2503);
  EXPECT_EQ(AmountOf(draft, "ALV"), -520);
  EXPECT_EQ(AmountOf(draft, "NBU"), -708);
  EXPECT_EQ(AmountOf(draft, "KTG"), -567);
  EXPECT_EQ(AmountOf(draft, "GAV"), -331);
  EXPECT_EQ(AmountOf(draft, "ROUNDING"), 1);
  EXPECT_EQ(draft.slip.net().minor_units(), 42605);
  EXPECT_TRUE(draft.missing.empty());
  EXPECT_EQ(draft.slip.run_kind(), "REGULAR");
  EXPECT_EQ(draft.slip.payslip_id(), "c1-2026-10-REGULAR");
}

MissionFee Fee(const std::string& id, int64_t percent = 100) {
  return {id,
          "Training mission m1, session s1 of 2026-10-05",
          {"CHF", 30000},
          {percent, 0},
          {"CHF", 4250},
          calendar::Date(2026, 10, 5),
          "board",
          true};
}

TEST(PrefillTest, AnEmployeesFeeIsWageAndTheirTravelIsNot) {
  auto input = Geneva();
  input.fees = {Fee("f1")};
  const auto draft = Prefill(input, &Swiss());
  const auto& line = LineOf(draft, kMissionFee);
  EXPECT_EQ(line.base().minor_units(), 30000);
  EXPECT_EQ(line.rate().unscaled(), 100);
  EXPECT_EQ(line.amount().minor_units(), 30000);
  EXPECT_EQ(line.rule() + " " + line.source() + " " + line.verification(), "f1 board in force");
  EXPECT_EQ(draft.slip.gross().minor_units(), 30000) << "no supplement of worked time on it";
  EXPECT_EQ(AmountOf(draft, "AHV"), -1590) << "5.3 % of the fee, and nothing of the travel";
  EXPECT_EQ(AmountOf(draft, kMissionTravel), 4250);
  EXPECT_EQ(AmountOf(Prefill(
                         [&] {
                           input.fees = {Fee("f1", 50)};
                           return input;
                         }(),
                         &Swiss()),
                     kMissionFee),
            15000)
      << "of a session that was cancelled late";
}

TEST(PrefillTest, AFeeIsPaidOnceByNameAndTakenBackWhenItIsGivenUp) {
  auto input = Geneva();
  input.fees = {Fee("f2")};
  const auto first = Prefill(input, &Swiss());
  input.earlier = {Verified(first)};
  EXPECT_TRUE(Prefill(input, &Swiss()).empty());
  input.fees = {Fee("f1"), Fee("f2")};  // f1 came later and stands first
  const auto later = Prefill(input, &Swiss());
  EXPECT_EQ(AmountOf(later, kMissionFee), 30000);
  EXPECT_EQ(LineOf(later, kMissionFee).rule(), "f1");
  input.earlier.push_back(Verified(later));
  input.fees = {Fee("f2")};
  const auto back = Prefill(input, &Swiss());
  EXPECT_EQ(AmountOf(back, kMissionFee), -30000);
  EXPECT_EQ(AmountOf(back, kMissionTravel), -4250);
  EXPECT_EQ(LineOf(back, kMissionFee).rule(), "f1");
}

TEST(PrefillTest, PaysTheLongWeekInGeneva) {
  auto input = Geneva();
  input.verified = {Time(kTuesday, "BASE", 50 * 60),
                    Time(calendar::Date(2026, 10, 11), "OVERTIME", 5 * 60, 25)};
  const auto draft = Prefill(input, &Swiss());
  EXPECT_EQ(AmountOf(draft, "BASE") + AmountOf(draft, "OVERTIME_25"), 153750);
}

TEST(PrefillTest, PaysTheWeekInLyonAtTheAssignmentsEnd) {
  const auto draft = Prefill(WeekInLyon(), &French());
  EXPECT_EQ(AmountOf(draft, "BASE") + AmountOf(draft, "OVERTIME_25"), 67500);
  EXPECT_EQ(AmountOf(draft, "IFM"), 6750);
  EXPECT_EQ(AmountOf(draft, "ICCP"), 7425);
  EXPECT_EQ(draft.slip.gross().minor_units(), 81675);
  EXPECT_EQ(AmountOf(draft, "CSG_DEDUCTIBLE"), -5457);  // 6.8 % of 802.46
  EXPECT_EQ(AmountOf(draft, "PAS"), -2817);             // 4.2 % of 670.69
  EXPECT_TRUE(draft.missing.empty());
}

TEST(PrefillTest, OwesNoEndBonusBeforeTheEnd) {
  auto input = WeekInLyon();
  input.contract.end = calendar::Date(2026, 11, 20);
  EXPECT_EQ(AmountOf(Prefill(input, &French()), "IFM"), 0);
}

// Until its last day is over somebody may still extend it.
TEST(PrefillTest, OwesTheEndBonusOnceTheLastDayHasPassed) {
  auto input = WeekInLyon();
  const auto bonus_on = [&](calendar::Date today) {
    input.today = today;
    const auto draft = Prefill(input, &French());
    EXPECT_TRUE(draft.paid_ahead.empty());
    return AmountOf(draft, "IFM") + AmountOf(draft, "ICCP");
  };
  EXPECT_EQ(bonus_on(calendar::Date(2026, 10, 6)), 0);
  EXPECT_EQ(bonus_on(calendar::Date(2026, 10, 9)), 0);
  EXPECT_EQ(bonus_on(calendar::Date(2026, 10, 10)), 6750 + 7425);
  input.verified.clear();  // and no hours of this month: nothing to verify before
  input.today = calendar::Date(2026, 10, 9);
  EXPECT_TRUE(Prefill(input, &French()).empty());
}

TEST(PrefillTest, OwesTheEndBonusOnAllMonths) {
  auto october = WeekInLyon();
  october.contract.end = calendar::Date(2026, 11, 20);
  auto november = october;
  november.period = "2026-11";
  november.today = calendar::Date(2026, 11, 21);
  november.verified = {Time(calendar::Date(2026, 11, 3), "BASE", 600)};
  november.other_periods = {Verified(Prefill(october, &French()))};
  EXPECT_EQ(AmountOf(Prefill(november, &French()), "IFM"), 8250);  // 10 % of 675 + 150
}

// E33: extended when its last slip was verified already.
TEST(PrefillTest, OwesTheEndBonusOnceThoughExtendedLate) {
  auto october = WeekInLyon();
  october.earlier = {Verified(Prefill(october, &French()))};
  october.contract.end = calendar::Date(2026, 11, 30);
  const auto regularised = Prefill(october, &French());
  EXPECT_EQ(regularised.slip.gross().minor_units(), 0);
  EXPECT_EQ(AmountOf(regularised, "AGIRC_ARRCO_T2"), 1476) << "the ceiling is of 27 days now";
  october.verified.push_back(Time(kTuesday, "BASE", 60));
  const auto late = Prefill(october, &French());
  EXPECT_EQ(AmountOf(late, "BASE"), 1500);
  EXPECT_EQ(AmountOf(late, "IFM"), 0);

  auto november = october;
  november.period = "2026-11";
  november.verified = {Time(calendar::Date(2026, 11, 3), "BASE", 43 * 60),
                       Time(calendar::Date(2026, 11, 8), "OVERTIME", 8 * 60, 25)};
  november.other_periods = october.earlier;
  november.earlier.clear();
  auto draft = Prefill(november, &French());
  EXPECT_EQ(AmountOf(draft, "IFM"), 0) << "it runs";
  ASSERT_EQ(draft.paid_ahead.size(), 2u) << "and what was paid is named";
  EXPECT_EQ(draft.paid_ahead[0].amount().minor_units(), 6750);
  EXPECT_EQ(draft.paid_ahead[1].amount().minor_units(), 7425);
  november.today = calendar::Date(2026, 12, 1);
  draft = Prefill(november, &French());
  EXPECT_TRUE(draft.paid_ahead.empty());
  EXPECT_EQ(AmountOf(draft, "IFM"), 6750);
  EXPECT_EQ(AmountOf(draft, "ICCP"), 7425);  // 10 % of 675 and of this month's bonus
  november.other_periods.push_back(Verified(late));
  draft = Prefill(november, &French());
  EXPECT_EQ(AmountOf(draft, "IFM"), 6900);
  EXPECT_EQ(AmountOf(draft, "ICCP"), 7590);
}

TEST(PrefillTest, NamesTheRuleSourceAndVerification) {
  const auto draft = Prefill(NightInGeneva(), &Swiss());
  EXPECT_EQ(LineOf(draft, "NBU").verification(), "unverified");
  EXPECT_EQ(LineOf(draft, "AHV").verification(), "in force");
  for (const auto& line : draft.slip.lines()) {
    EXPECT_FALSE(line.rule().empty()) << line.code();
    EXPECT_FALSE(line.source().empty()) << line.code();
  }
  EXPECT_EQ(draft.slip.rule_version(), "test");
}

TEST(PrefillTest, TaxesAtSourceByTheFullMonthsIncome) {
  auto input = NightInGeneva();
  input.profile->permit = "G";
  input.profile->source_tax_canton = "GE";
  input.profile->source_tax_code = "A0N";
  const auto draft = Prefill(input, &Swiss());
  EXPECT_EQ(AmountOf(draft, "SOURCE_TAX"), -3540);  // 30 × 180 = 5 400: 7.5 % of 472.33, to 0.05
  EXPECT_EQ(LineOf(draft, "SOURCE_TAX").verification(), "unverified");
}

TEST(PrefillTest, SaysWhatASlipLacks) {
  auto input = NightInGeneva();
  input.profile->permit = "G";
  EXPECT_EQ(Prefill(input, &Swiss()).missing, std::set<std::string>{kSourceTaxCode});
  input.profile->source_tax_canton = "VD";
  input.profile->source_tax_code = "A0N";
  EXPECT_EQ(Prefill(input, &Swiss()).missing, std::set<std::string>{kSourceTaxTariff});
  input.profile.reset();
  EXPECT_EQ(Prefill(input, &Swiss()).missing, std::set<std::string>{kPayrollProfile});
  EXPECT_EQ(Prefill(NightInGeneva(), nullptr).missing, std::set<std::string>{kPayRules});
  auto unpriced = NightInGeneva();
  unpriced.contract.base_wages.clear();
  EXPECT_EQ(Prefill(unpriced, &Swiss()).missing, std::set<std::string>{kBaseWage});
}

TEST(PrefillTest, TakesTheNeutralRateOrIsNotPayable) {
  auto input = WeekInLyon();
  input.profile->pas_rate.reset();
  input.verified.push_back(Time(kTuesday, "NIGHT", 6000, 900));  // enough to be taxed
  const auto neutral = Prefill(input, &French());
  EXPECT_LT(AmountOf(neutral, "PAS"), 0);
  EXPECT_EQ(LineOf(neutral, "PAS").verification(), "unverified");
  auto rules = French().rules();
  rules.set_unknown_pas_rate(v1::UNKNOWN_RATE_NOT_PAYABLE);
  const RuleBook strict("strict", rules);
  EXPECT_EQ(Prefill(input, &strict).missing, std::set<std::string>{kPasRate});
}

TEST(PrefillTest, InsuresAfterThirteenWeeks) {
  auto input = NightInGeneva();
  input.weeks = {"2026-W43"};
  EXPECT_EQ(AmountOf(Prefill(input, &Swiss()), "BVG"), 0);
  input.opening_weeks = 13;
  // 472.33 - 9 h × 12.12 = 363.25, but at most 9 h × 64 260 / 2 184 = 264.81, at 5 %.
  EXPECT_EQ(AmountOf(Prefill(input, &Swiss()), "BVG"), -1324);
  EXPECT_EQ(AmountOf(Prefill(input, &Swiss()), "BVG_EMPLOYER"), 1324);
}

TEST(PrefillTest, InsuresOnlyTheWeeksAfterTheThirteenth) {
  auto input = Geneva();
  input.verified = {Time(kTuesday, "BASE", 600), Time(kTuesday + 7, "BASE", 600)};
  input.weeks = {"2026-W41", "2026-W42"};
  input.opening_weeks = 12;
  const auto draft = Prefill(input, &Swiss());
  EXPECT_EQ(LineOf(draft, "BVG").base().minor_units(),
            (draft.slip.gross().minor_units() + 1) / 2 - 12120);
}

TEST(PrefillTest, InsuresFromDayOne) {
  auto child = NightInGeneva();
  child.profile->child_support_duty = true;
  EXPECT_EQ(AmountOf(Prefill(child, &Swiss()), "BVG"), -1324);
  auto unlimited = NightInGeneva();
  unlimited.weeks = {"2026-W43"};
  unlimited.contract.end.reset();
  EXPECT_EQ(AmountOf(Prefill(unlimited, &Swiss()), "BVG"), -1324);
}

// E33: what was worked before an extension past the thirteenth week stays uninsured.
TEST(PrefillTest, InsuresFromTheDayOfAnExtension) {
  auto input = NightInGeneva();
  const auto pension = [&input](calendar::Date agreed_on) {
    input.contract.earlier_ends = {{calendar::Date(2026, 11, 30), agreed_on}};
    return AmountOf(Prefill(input, &Swiss()), "BVG");
  };
  EXPECT_EQ(pension(kSunday), 0) << "still below";
  input.contract.end = calendar::Date(2027, 1, 31);
  EXPECT_EQ(pension(kSunday + 1), 0);
  EXPECT_EQ(pension(kSunday), -1030);  // 7 of 9 hours: 205.96, at 5 %
  EXPECT_EQ(pension(calendar::Date(2026, 9, 1)), -1324) << "before the first day";
  input.contract.earlier_ends = {{calendar::Date(2027, 1, 31), kTuesday}};
  input.contract.end = calendar::Date(2026, 11, 30);
  EXPECT_EQ(AmountOf(Prefill(input, &Swiss()), "BVG"), -1324) << "agreed once, ended early";
}

TEST(PrefillTest, NeedsAPensionPlanAndABirthDate) {
  auto input = NightInGeneva();
  input.weeks = {"2026-W43"};
  input.contract.end.reset();
  auto rules = Swiss().rules();
  rules.clear_pension_plans();
  const RuleBook without("x", rules);
  EXPECT_EQ(Prefill(input, &without).missing, std::set<std::string>{kPensionPlan});
  input.profile->birth_date.reset();
  EXPECT_EQ(Prefill(input, &Swiss()).missing, std::set<std::string>{kBirthDate});
}

TEST(PrefillTest, CapsAllContractsOfTheMonthTogether) {
  auto first = Geneva(40);
  first.verified = {Time(kTuesday, "BASE", 200 * 60)};  // 8 000 and allowances: 9 688.70
  const auto one = Prefill(first, &Swiss());
  auto second = first;
  second.contract.id = ContractId{"c9"};
  second.elsewhere = {Verified(one)};
  const auto two = Prefill(second, &Swiss());
  EXPECT_EQ(LineOf(one, "ALV").base().minor_units() + LineOf(two, "ALV").base().minor_units(),
            1235000);
  first.elsewhere = {Verified(two)};
  first.earlier = {Verified(one)};
  EXPECT_TRUE(Prefill(first, &Swiss()).empty());
}

TEST(PrefillTest, PaysAMonthlySalary) {
  auto input = GenevaByMonth(6500);
  input.verified.push_back(Time(kTuesday, "BASE", 480));
  const auto draft = Prefill(input, &Swiss());
  EXPECT_EQ(draft.slip.gross().minor_units(), 650000);
  EXPECT_EQ(AmountOf(draft, "AHV"), -34450);
  EXPECT_EQ(AmountOf(draft, "THIRTEENTH"), 0);
  input.contract.end.reset();  // insured from day one: 6 500 - 2 205 at 5 %
  EXPECT_EQ(AmountOf(Prefill(input, &Swiss()), "BVG"), -21475);
}

TEST(PrefillTest, GivesOlderWorkersMoreHolidayPay) {
  auto input = NightInGeneva();
  input.profile->birth_date = calendar::Date(1970, 1, 1);
  EXPECT_EQ(AmountOf(Prefill(input, &Swiss()), "HOLIDAY_PAY"), 4282);  // 10.64 % of 402.48
}

TEST(PrefillTest, CorrectsByADifference) {
  auto input = NightInGeneva();
  input.earlier = {Verified(Prefill(input, &Swiss()))};
  EXPECT_TRUE(Prefill(input, &Swiss()).empty());
  input.verified.push_back(Time(kTuesday, "BASE", 120));
  const auto delta = Prefill(input, &Swiss());
  EXPECT_EQ(delta.slip.run_kind(), "DELTA-1");
  EXPECT_EQ(delta.slip.corrects_payslip_id(), "c1-2026-10-REGULAR");
  EXPECT_EQ(AmountOf(delta, "BASE"), 6000);
  ASSERT_EQ(delta.slip.paid_size(), 1);
  EXPECT_EQ(delta.slip.paid(0).seconds(), 7200);
}

TEST(PrefillTest, ShowsARetroactiveRateAsTwoLines) {
  auto input = NightInGeneva();
  input.earlier = {Verified(Prefill(input, &Swiss()))};
  input.contract.base_wages[calendar::Date(2026, 10, 1)] = {32, 0};
  const auto delta = Prefill(input, &Swiss());
  std::vector<int64_t> base;
  for (const auto& line : delta.slip.lines())
    if (line.code() == "BASE") base.push_back(line.amount().minor_units());
  EXPECT_EQ(base, (std::vector<int64_t>{28800, -27000}));
  EXPECT_EQ(delta.slip.paid_size(), 0);  // no hour is new
}

TEST(PrefillTest, RecoversPartPaymentsFirstAndLoansWithinTheirCap) {
  auto input = NightInGeneva();
  input.advances = {{"part", false, {"CHF", 30000}, 1, {}},
                    {"loan", true, {"CHF", 90000}, 1, {10, 0}}};
  const auto draft = Prefill(input, &Swiss());
  EXPECT_EQ(AmountOf(draft, "PART_PAYMENT"), -30000);
  EXPECT_EQ(AmountOf(draft, "LOAN"), -4260);
  EXPECT_EQ(draft.slip.net().minor_units(), 42605 - 34260);
  EXPECT_EQ(NetBeforeRecoveries(draft).minor, 42605);
  input.advances[0].open.minor = 100000;
  EXPECT_EQ(Prefill(input, &Swiss()).slip.net().minor_units(), 0);
  input.advances[0].slips_left = 4;
  EXPECT_EQ(AmountOf(Prefill(input, &Swiss()), "PART_PAYMENT"), -25000);
}

// E49: what leaves can be paid in 0.05, whatever the share of a slip comes to.
TEST(PrefillTest, TakesAPartPaymentBackInSteps) {
  auto input = NightInGeneva();
  std::vector<int64_t> taken;
  for (const auto& [minor, slips] : {std::pair(10000, 3), {6665, 2}, {3330, 1}, {4, 2}, {12, 12}}) {
    input.advances = {{"part", false, {"CHF", minor}, slips, {}}};
    taken.push_back(42605 - Prefill(input, &Swiss()).slip.net().minor_units());
  }
  EXPECT_EQ(taken, (std::vector<int64_t>{3335, 3335, 3330, 4, 5}));
}

TEST(PrefillTest, LetsLoansShareOneAllowance) {
  auto input = NightInGeneva();
  input.advances = {{"first", true, {"CHF", 2000}, 1, {10, 0}},
                    {"second", true, {"CHF", 50000}, 1, {10, 0}},
                    {"third", true, {"CHF", 50000}, 1, {10, 0}},
                    {"wider", true, {"CHF", 50000}, 1, {12, 0}}};
  const auto draft = Prefill(input, &Swiss());
  EXPECT_EQ(AmountOf(draft, "LOAN"), -5110);  // 12 % of 426.05 in all: 20.00, 22.60 and 8.50
  EXPECT_EQ(draft.slip.net().minor_units(), 42605 - 5110);
}

TEST(PrefillTest, LetsARecoveryStand) {
  auto input = NightInGeneva();
  input.advances = {{"part", false, {"CHF", 30000}, 1, {}}};
  input.earlier = {Verified(Prefill(input, &Swiss()))};
  input.advances.clear();
  EXPECT_TRUE(Prefill(input, &Swiss()).empty());
}

TEST(PrefillTest, LeavesAbsenceUnpaidAndReimbursesExpenses) {
  auto input = NightInGeneva();
  input.verified.push_back(Time(kTuesday, "ABSENCE", 480));
  input.verified.push_back(Quantity(kTuesday, "EXPENSE", 18));
  const auto draft = Prefill(input, &Swiss());
  EXPECT_EQ(draft.slip.gross().minor_units(), 47233);
  EXPECT_EQ(draft.slip.net().minor_units(), 42605 + 1800);
}
}  // namespace
}  // namespace aor::payroll
