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
}  // namespace
}  // namespace aor::payroll
