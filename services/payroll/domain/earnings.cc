#include <algorithm>
#include <tuple>

#include "services/payroll/domain/slip_lines.h"

namespace aor::payroll {
namespace {
constexpr char kHolidayPaid[] = "HOLIDAY_PAID";

bool IsTime(const std::string& category) { return category != "DAY" && category != "MONTH"; }

// Time at one wage, and its supplements of one kind, make one line.
struct Group {
  std::string category;
  money::Decimal percent, wage;
  std::chrono::seconds time{0};
  money::Decimal quantity;
  const v1::MinimumWage* raised_to = nullptr;  // the wage was agreed below it
  bool Takes(const v1::PaidTime& line, const money::Decimal& at) const {
    return category == line.category() && percent == money::FromProto(line.percent()) && wage == at;
  }
};

// Nothing for a contract whose hours in the unit are not known.
std::optional<money::Decimal> PerUnit(const money::Decimal& per_hour, const Contract& contract) {
  const bool by_month = contract.unit == "MONTH";
  if (contract.unit == "HOUR") return per_hour;
  if ((by_month ? contract.weekly_hours : contract.daily_hours) == money::Decimal{})
    return std::nullopt;
  if (!by_month) return per_hour * contract.daily_hours;
  return money::Divide(per_hour * contract.weekly_hours * money::Decimal{52, 0}, {12, 0}, 2);
}

// Says of the days that a wage below the minimum is raised.
void NoteRaise(Sheet& sheet, BelowMinimum raise) {
  for (auto& known : sheet.below_minimum)
    if (known.agreed == raise.agreed && known.minimum == raise.minimum) {
      known.first_day = std::min(known.first_day, raise.first_day);
      return;
    }
  sheet.below_minimum.push_back(std::move(raise));
}

struct Wage {
  money::Decimal paid;
  const v1::MinimumWage* raised_to = nullptr;
};

// As agreed for the day, or the minimum wage of the day if that is more (E31).
std::optional<Wage> PaidOn(Sheet& sheet, calendar::Date day) {
  const auto& contract = sheet.input.contract;
  const auto agreed = WageOn(contract, day);
  if (!agreed) return std::nullopt;
  if (sheet.book.LacksMinimum(day)) sheet.missing.insert(kPayRules);
  const auto* row = sheet.book.MinimumOn(day);
  const auto minimum = row ? PerUnit(money::FromProto(row->per_hour()), contract) : std::nullopt;
  if (!minimum || *agreed >= *minimum) return Wage{*agreed};
  NoteRaise(sheet, {*agreed, *minimum, day, row->source(), VerificationOf(row->status())});
  return Wage{*minimum, row};
}

// Overtime has the wage of the hours that caused it, also where its week ends in another month.
calendar::Date DayOfWage(const v1::PaidTime& time) {
  return calendar::FromProto(time.has_worked_on() ? time.worked_on() : time.day());
}

std::vector<Group> Grouped(Sheet& sheet) {
  std::vector<Group> groups;
  for (const auto& line : sheet.input.verified) {
    if (!IsPaid(line, sheet.input.contract) || line.category() == "EXPENSE") continue;
    const auto wage = PaidOn(sheet, DayOfWage(line));
    if (!wage) {
      sheet.missing.insert(kBaseWage);
      continue;
    }
    auto group = std::ranges::find_if(groups, [&](auto& g) { return g.Takes(line, wage->paid); });
    if (group == groups.end())
      group = groups.insert(group, {line.category(),
                                    money::FromProto(line.percent()),
                                    wage->paid,
                                    std::chrono::seconds{0},
                                    {}});
    if (wage->raised_to) group->raised_to = wage->raised_to;
    group->time += std::chrono::seconds{line.seconds()};
    group->quantity = group->quantity + money::FromProto(line.quantity());
  }
  std::ranges::stable_sort(groups, [](const Group& a, const Group& b) {
    return (a.category == "BASE") > (b.category == "BASE");
  });
  return groups;
}

std::string LabelOf(const Group& group, bool supplement) {
  if (group.category == kHolidayPaid) return "Public holiday, not worked";
  return supplement ? "Supplement " + Plain(group.percent) + " %" : "Base wage";
}

v1::PayslipLine WorkLine(const Group& group, const Contract& contract) {
  v1::PayslipLine line;
  const bool supplement = group.category != "BASE" && IsTime(group.category);
  line.set_code(supplement ? group.category + "_" + Plain(group.percent) : group.category);
  line.set_label(LabelOf(group, supplement));
  line.set_line_kind(v1::LINE_KIND_EARNING);
  const auto rate = supplement ? group.wage * group.percent * money::Decimal{1, 2} : group.wage;
  *line.mutable_rate() = money::ToProto(rate);
  const auto hours = money::Divide({group.time.count(), 0}, {3600, 0}, 4);
  *line.mutable_quantity() = money::ToProto(IsTime(group.category) ? hours : group.quantity);
  line.set_seconds(group.time.count());
  *line.mutable_amount() = money::ToProto(
      IsTime(group.category) ? money::ForTime(contract.currency, rate, group.time)
                             : money::Times(contract.currency, rate, group.quantity));
  line.set_rule(kTerms);
  line.set_source("contract " + contract.id.value);
  line.set_verification("in force");
  if (group.raised_to) {
    line.set_source(line.source() + ", raised to the minimum wage: " + group.raised_to->source());
    line.set_verification(VerificationOf(group.raised_to->status()));
  }
  return line;
}

void AddExpenses(Sheet& sheet) {
  money::Decimal sum;
  for (const auto& line : sheet.input.verified)
    if (line.category() == "EXPENSE") sum = sum + money::FromProto(line.quantity());
  if (sum == money::Decimal{}) return;
  v1::PayslipLine line;
  line.set_code("EXPENSES");
  line.set_label("Expenses");
  line.set_line_kind(v1::LINE_KIND_REIMBURSEMENT);
  *line.mutable_amount() = money::ToProto(money::FromDecimal(sheet.input.contract.currency, sum));
  line.set_rule(kTerms);
  line.set_source("verified expenses");
  line.set_verification("in force");
  sheet.lines.push_back(line);
}

v1::PayslipLine FeeLine(const MissionFee& fee) {
  v1::PayslipLine line;
  line.set_code(kMissionFee);
  line.set_label(fee.title);
  *line.mutable_training() = fee.work;
  line.set_line_kind(v1::LINE_KIND_EARNING);
  *line.mutable_base() = money::ToProto(fee.base);
  *line.mutable_rate() = money::ToProto(fee.percent);
  *line.mutable_amount() = money::ToProto(money::Percent(fee.base, fee.percent));
  line.set_rule(fee.id);
  line.set_source(fee.source);
  line.set_verification(fee.verified ? "in force" : "unverified");
  return line;
}

v1::PayslipLine TravelLine(const MissionFee& fee) {
  v1::PayslipLine line;
  line.set_code(kMissionTravel);
  line.set_label("Travel costs: " + fee.title);
  *line.mutable_training() = fee.work;
  line.set_line_kind(v1::LINE_KIND_REIMBURSEMENT);
  *line.mutable_amount() = money::ToProto(fee.travel);
  line.set_rule(fee.id);
  line.set_source("fee request of the mission");
  line.set_verification("in force");
  return line;
}
}  // namespace

void AddMissionFees(Sheet& sheet) {
  for (const auto& fee : sheet.input.fees) {
    auto line = FeeLine(fee);
    if (line.amount().minor_units() != 0) sheet.lines.push_back(std::move(line));
    if (fee.travel.minor != 0) sheet.lines.push_back(TravelLine(fee));
  }
}

// Absence is unpaid, and hours of a daily or monthly contract are only shown.
bool IsPaid(const v1::PaidTime& time, const Contract& contract) {
  if (time.category() == "ABSENCE") return false;
  if (time.category() == "EXPENSE") return true;
  if (time.category() == "DAY" || time.category() == "MONTH") return contract.unit != "HOUR";
  return contract.unit == "HOUR";
}

std::optional<money::Decimal> WageOn(const Contract& contract, calendar::Date day) {
  const auto after = contract.base_wages.upper_bound(day);
  if (after == contract.base_wages.begin()) return std::nullopt;
  return std::prev(after)->second;
}

void AddWork(Sheet& sheet) {
  for (const auto& group : Grouped(sheet)) {
    auto line = WorkLine(group, sheet.input.contract);
    if (line.amount().minor_units() != 0) sheet.lines.push_back(std::move(line));
  }
  AddExpenses(sheet);
}

std::string Plain(money::Decimal value) {
  while (value.scale > 0 && value.unscaled % 10 == 0)
    value = {value.unscaled / 10, value.scale - 1};
  return money::ToString(value);
}
}  // namespace aor::payroll
