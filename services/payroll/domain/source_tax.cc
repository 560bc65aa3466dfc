#include <algorithm>

#include "services/payroll/domain/slip_lines.h"

namespace aor::payroll {
namespace {
using money::Money;

// Of the contract in the month, of 30: the 31st is none of its own, and a month's last is the 30th.
int64_t DaysOfThirty(const SlipInput& input) {
  const auto& contract = input.contract;
  const auto first = calendar::FirstOfMonth(input.period).value_or(contract.start);
  const auto last = calendar::LastOfMonth(first);
  if (contract.start > last || (contract.end && *contract.end < first)) return 30;
  const int64_t from = contract.start > first ? std::min(contract.start.day(), 30) : 1;
  const int64_t to = contract.end && *contract.end < last ? std::min(contract.end->day(), 30) : 30;
  return to - from + 1;
}

// Paid once, whatever time was worked: a fee, or what an assignment's end owes.
bool IsAperiodic(const Sheet& sheet, const v1::PayslipLine& line) {
  if (line.code() == kMissionFee) return true;
  return std::ranges::any_of(sheet.book.rules().rules(), [&](const auto& row) {
    return row.rule_id() == line.rule() && row.due() == v1::DUE_ASSIGNMENT_END;
  });
}
}  // namespace

bool IsSourceTaxed(Sheet& sheet) {
  if (!sheet.input.profile) return false;
  const Profile& profile = *sheet.input.profile;
  if (!profile.source_tax_canton.empty()) return true;
  if (profile.permit.empty()) sheet.missing.insert(kPermit);
  return !profile.permit.empty() && profile.permit != "C" && profile.permit != "CITIZEN";
}

std::optional<Money> RateDeterminingIncome(const Sheet& sheet, const v1::PayRule& rule) {
  std::vector<v1::PayslipLine> periodic, aperiodic;
  for (const auto& line : sheet.lines)
    (IsAperiodic(sheet, line) ? aperiodic : periodic).push_back(line);
  const Money once = SumOf(rule.base(), aperiodic, sheet.Zero());
  const auto& contract = sheet.input.contract;
  const auto& rules = sheet.book.rules();
  if (contract.unit == "MONTH")
    return once +
           money::Share(SumOf(rule.base(), periodic, sheet.Zero()), 30, DaysOfThirty(sheet.input));
  const auto wage = WageOn(contract, sheet.on);
  if (!wage) return std::nullopt;
  const auto units = contract.unit == "HOUR" ? rules.hours_per_month() : rules.days_per_month();
  return once + money::Times(contract.currency, *wage, money::FromProto(units));
}
}  // namespace aor::payroll
