#include <algorithm>

#include "services/payroll/domain/slip_lines.h"

namespace aor::payroll {
namespace {
using money::Money;

// An unlimited contract, one longer than the waiting weeks, or a duty to support a child: insured
// from the first day. One that became so: from the day on which that was agreed (BVV 2 art. 1k a),
// also where its end was brought forward again.
std::optional<calendar::Date> InsuredFrom(const SlipInput& input, int64_t waiting_weeks) {
  const auto& contract = input.contract;
  if (input.profile && input.profile->child_support_duty) return contract.start;
  const auto lasts = [&](const std::optional<calendar::Date>& end) {
    return !end || *end - contract.start + 1 > waiting_weeks * 7;
  };
  calendar::Date agreed_on = contract.start;
  for (const auto& earlier : contract.earlier_ends) {
    if (lasts(earlier.end)) return agreed_on;
    agreed_on = std::max(agreed_on, earlier.replaced_on);
  }
  return lasts(contract.end) ? std::optional(agreed_on) : std::nullopt;
}

// Those before this system count for 52 weeks, as those in it do.
int64_t OpeningWeeks(const SlipInput& input) {
  const auto first = calendar::FirstOfMonth(input.period).value_or(input.contract.start);
  return calendar::LastOfMonth(first) - input.opening_as_of < 52 * 7 ? input.opening_weeks : 0;
}

// Weeks of work after the waiting ones, those before this system counted first.
std::set<std::string> WeeksAfterWaiting(const SlipInput& input, int64_t waiting_weeks) {
  std::set<std::string> insured;
  int64_t count = OpeningWeeks(input);
  for (const auto& week : input.weeks)
    if (++count > waiting_weeks) insured.insert(week);
  return insured;
}

// Units of base time: seconds, or thousandths of days and months.
int64_t Units(const v1::PaidTime& time) {
  const auto quantity = money::Round(money::FromProto(time.quantity()), 3).unscaled;
  return time.category() == "BASE" ? time.seconds() : quantity;
}
bool IsBase(const v1::PaidTime& time) {
  return time.category() == "BASE" || time.category() == "DAY" || time.category() == "MONTH";
}

struct Worked {
  int64_t all = 0, insured = 0;
};
Worked UnitsWorked(const SlipInput& input, int64_t waiting_weeks) {
  const auto from = InsuredFrom(input, waiting_weeks);
  const auto weeks = WeeksAfterWaiting(input, waiting_weeks);
  Worked worked;
  for (const auto& time : input.verified) {
    if (!IsPaid(time, input.contract) || !IsBase(time)) continue;
    worked.all += Units(time);
    const bool long_enough = from && *from <= calendar::FromProto(time.day());
    if (long_enough || weeks.contains(time.iso_week())) worked.insured += Units(time);
  }
  return worked;
}

Money Coordination(const Contract& contract, const v1::PensionPlan& plan, int64_t units) {
  if (contract.unit == "MONTH")
    return money::Times(contract.currency,
                        money::ToDecimal(money::FromProto(plan.coordination_per_month())),
                        {units, 3});
  const auto per_hour = money::FromProto(plan.coordination_per_hour());
  if (contract.unit == "HOUR")
    return money::ForTime(contract.currency, per_hour, std::chrono::seconds{units});
  return money::Times(contract.currency, per_hour * contract.daily_hours, {units, 3});
}

// A yearly figure, for the time that was worked.
Money ForTimeOf(const Contract& contract, const v1::PensionPlan& plan,
                const types::v1::Money& per_year, int64_t units) {
  const Money year = money::FromProto(per_year);
  if (contract.unit == "MONTH") return money::Share(year, units, 12 * 1000);
  const auto seconds = [](const money::Decimal& hours) {
    return money::Round(hours * money::Decimal{3600, 0}, 0).unscaled;
  };
  const auto worked =
      contract.unit == "HOUR" ? units : seconds(contract.daily_hours * money::Decimal{units, 3});
  return money::Share(year, worked, seconds(money::FromProto(plan.hours_per_year())));
}

// BVG art. 7 and 8: nothing up to the threshold, and above it between the least and the most.
Money Coordinated(const Sheet& sheet, const v1::PensionPlan& plan, const std::string& code,
                  const Money& earned, int64_t units) {
  const auto& contract = sheet.input.contract;
  const auto limit = [&](const auto& per_year) {
    return ForTimeOf(contract, plan, per_year, units);
  };
  if (plan.has_entry_threshold() && !(limit(plan.entry_threshold()) < earned)) return sheet.Zero();
  Money insured = std::max(earned - Coordination(contract, plan, units), sheet.Zero());
  if (plan.has_insured_at_least()) insured = std::max(insured, limit(plan.insured_at_least()));
  if (!plan.has_insured_at_most()) return insured;
  const Money a_month = money::Share(money::FromProto(plan.insured_at_most()), 1, 12);
  return std::min({insured, limit(plan.insured_at_most()), RoomLeft(sheet, code, a_month)});
}
}  // namespace

std::optional<Money> InsuredWage(Sheet& sheet, const v1::PayRule& rule) {
  const auto& input = sheet.input;
  const auto* plan = sheet.book.PlanOf(input.contract.legal_entity.value, sheet.on);
  const auto worked = UnitsWorked(input, plan ? plan->waiting_weeks() : 13);
  if (!input.profile || worked.insured <= 0) return std::nullopt;
  if (!input.profile->birth_date) sheet.missing.insert(kBirthDate);
  if (!plan) sheet.missing.insert(kPensionPlan);
  if (!plan || !input.profile->birth_date) return std::nullopt;
  const Money earned =
      money::Share(SumOf(rule.base(), sheet.lines, sheet.Zero()), worked.insured, worked.all);
  return Coordinated(sheet, *plan, rule.code(), earned, worked.insured);
}
}  // namespace aor::payroll
