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
