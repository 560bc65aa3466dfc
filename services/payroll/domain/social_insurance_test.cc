// Who is insured in Switzerland, and on how much.
#include "services/payroll/domain/prefill.h"
#include "services/payroll/domain/prefill_examples.h"

namespace aor::payroll {
namespace {
using namespace examples;
using calendar::Date;
const RuleBook& Swiss() {
  static const RuleBook book = BookOf("CH-GE");
  return book;
}
const Date kTuesday(2026, 10, 6);

SlipInput InsuredByMonth(int64_t wage) {
  auto input = GenevaByMonth(wage);
  input.contract.end.reset();
  return input;
}
int64_t BaseOf(const SlipInput& input, const std::string& code) {
  const auto draft = Prefill(input, &Swiss());
  return AmountOf(draft, code) == 0 ? 0 : LineOf(draft, code).base().minor_units();
}
TEST(PensionTest, InsuresAMonthBetweenTheLawsLimits) {
  const struct {
    int64_t wage, insured;
    const char* says;
  } kRows[] = {
      {14000, 535500, "a twelfth of 64 260"},
      {7561, 535500, "7 561 - 2 205 is more"},
      {7559, 535400, "7 559 - 2 205"},
      {2000, 31500, "nothing is left, but a twelfth of 3 780"},
      {1891, 31500, "just above a twelfth of 22 680"},
      {1890, 0, "the threshold itself is not above it"},
  };
  for (const auto& row : kRows) {
    EXPECT_EQ(BaseOf(InsuredByMonth(row.wage), "BVG"), row.insured) << row.says;
    EXPECT_EQ(BaseOf(InsuredByMonth(row.wage), "BVG_EMPLOYER"), row.insured) << row.says;
  }
}

TEST(PensionTest, InsuresAnHourBetweenTheLawsLimits) {
  const auto insured = [](int64_t wage) {
    auto input = Geneva(wage);
    input.contract.end.reset();
    input.contract.cba_id = "";  // nothing beside the wage
    input.verified = {Time(kTuesday, "BASE", 100 * 60)};
    return BaseOf(input, "BVG");
  };
  EXPECT_EQ(insured(80), 294231);  // 100 h of 2 184: 64 260
  EXPECT_EQ(insured(30), 178800);  // 3 000 - 100 × 12.12
  EXPECT_EQ(insured(12), 17308);   // 3 780
  EXPECT_EQ(insured(10), 0);       // 10.38 an hour is the threshold
}

TEST(PensionTest, InsuresADayByItsHours) {
  auto input = Geneva(800);
  input.contract.end.reset();
  input.contract.cba_id = "";
  input.contract.unit = "DAY";
  input.verified = {Quantity(kTuesday, "DAY", 10)};
  EXPECT_EQ(BaseOf(input, "BVG"), 235385);  // 80 h of 2 184: 64 260
}

TEST(PensionTest, InsuresAllContractsOfTheMonthTogether) {
  auto input = InsuredByMonth(6500);
  const auto one = Prefill(input, &Swiss());
  input.contract.id = ContractId{"c9"};
  input.elsewhere = {Verified(one)};
  EXPECT_EQ(BaseOf(input, "BVG"), 535500 - 429500);
  input.contract.id = ContractId{"c1"};
  input.elsewhere.clear();
  input.earlier = {Verified(one)};
  EXPECT_TRUE(Prefill(input, &Swiss()).empty());
}

TEST(PensionTest, CountsWeeksOfBeforeForAYear) {
  auto input = Geneva();
  input.verified = {Time(kTuesday, "BASE", 600)};
  input.weeks = {"2026-W41"};
  input.opening_weeks = 13;
  const auto insured = [&](Date as_of) {
    input.opening_as_of = as_of;
    return BaseOf(input, "BVG") > 0;
  };
  EXPECT_TRUE(insured(Date(2026, 9, 30)));
  EXPECT_TRUE(insured(Date(2025, 11, 2)));
  EXPECT_FALSE(insured(Date(2025, 11, 1))) << "52 weeks before 31 October 2026";
  EXPECT_FALSE(insured(Date(2024, 12, 31)));
}

TEST(ReferenceAgeTest, EndsUnemploymentAndSicknessInsurance) {
  const auto codes = [](Date birth) {
    auto input = Geneva();
    input.verified = {Time(kTuesday, "BASE", 600)};
    input.contract.end.reset();
    input.profile->birth_date = birth;
    const auto draft = Prefill(input, &Swiss());
    std::string found;
    for (const char* code : {"AHV", "ALV", "ALV_EMPLOYER", "KTG", "KTG_EMPLOYER", "BVG", "NBU"})
      if (AmountOf(draft, code) != 0)
        found += std::string(code) + (LineOf(draft, code).verification() == "unverified" &&
                                              std::string(code).starts_with("ALV")
                                          ? "? "
                                          : " ");
    return found;
  };
  const std::string all = "AHV ALV ALV_EMPLOYER KTG KTG_EMPLOYER BVG NBU ";
  EXPECT_EQ(codes(Date(1990, 5, 17)), all);
  EXPECT_EQ(codes(Date(1961, 9, 30)), "AHV NBU ") << "65 since last month";
  const std::string near = "AHV ALV? ALV_EMPLOYER? KTG KTG_EMPLOYER BVG NBU ";
  EXPECT_EQ(codes(Date(1961, 10, 1)), near) << "in this month, and to its end";
  EXPECT_EQ(codes(Date(1962, 10, 6)), near) << "a woman may have reached hers";
  EXPECT_EQ(codes(Date(1962, 10, 7)), all) << "64 tomorrow";
}

// This year typed for the year of birth.
TEST(AgeTest, OfAChildIsNone) {
  auto input = Geneva();
  input.verified = {Time(kTuesday, "BASE", 600)};
  for (const Date birth : {Date(2026, 5, 17), Date(2027, 5, 17), Date(2014, 1, 1)}) {
    input.profile->birth_date = birth;
    EXPECT_EQ(Prefill(input, &Swiss()).missing, std::set<std::string>{kBirthDate});
  }
  input.profile->birth_date = Date(2013, 12, 31);
  EXPECT_TRUE(Prefill(input, &Swiss()).missing.empty());
}

TEST(AgeTest, IsAskedForWheneverARowDependsOnIt) {
  auto input = Geneva();
  input.verified = {Time(kTuesday, "BASE", 600)};
  input.profile->birth_date.reset();
  EXPECT_EQ(Prefill(input, &Swiss()).missing, std::set<std::string>{kBirthDate});
  auto rules = Swiss().rules();
  for (auto& row : *rules.mutable_rules()) {
    auto& fits = *row.mutable_fits();
    fits.clear_year_age_from();
    fits.clear_until_age();
    if (fits.age_from() != 0 || fits.age_below() != 0) row.set_status(v1::STATUS_PROPOSED);
  }
  const RuleBook ageless("ageless", rules);
  EXPECT_TRUE(Prefill(input, &ageless).missing.empty());
}

// UVV art. 13: from 8 hours a week with one employer, in however many contracts.
TEST(AccidentInsuranceTest, CountsTheHoursWithOneEmployer) {
  auto input = Geneva();
  input.verified = {Time(kTuesday, "BASE", 300)};
  input.contract.weekly_hours = {5, 0};
  const auto insured = [&](std::vector<OtherContract> others) {
    input.others = std::move(others);
    return AmountOf(Prefill(input, &Swiss()), "NBU") < 0;
  };
  const Date first(2026, 10, 1);
  EXPECT_FALSE(insured({}));
  EXPECT_TRUE(insured({{first, std::nullopt, {5, 0}}}));
  EXPECT_TRUE(insured({{first, first, {3, 0}}})) << "on one day of the month";
  EXPECT_FALSE(insured({{first, std::nullopt, {29, 1}}})) << "7.9 in all";
  EXPECT_TRUE(insured({{first, std::nullopt, {}}})) << "no schedule";
  EXPECT_FALSE(insured({{Date(2026, 8, 1), Date(2026, 9, 30), {40, 0}}})) << "ended before";
  EXPECT_FALSE(insured({{Date(2026, 11, 1), std::nullopt, {40, 0}}})) << "begins later";
  EXPECT_FALSE(
      insured({{first, Date(2026, 10, 15), {2, 0}}, {Date(2026, 10, 16), first + 30, {2, 0}}}))
      << "one after the other";
}
}  // namespace
}  // namespace aor::payroll
