#include <algorithm>
#include <tuple>

#include "services/payroll/domain/slip_lines.h"

namespace aor::payroll {
namespace {
bool IsTime(const std::string& category) { return category != "DAY" && category != "MONTH"; }

// Time at one wage, and its supplements of one kind, make one line.
struct Group {
  std::string category;
  money::Decimal percent, wage;
  std::chrono::seconds time{0};
  money::Decimal quantity;
  bool Takes(const v1::PaidTime& line, const money::Decimal& at) const {
    return category == line.category() && percent == money::FromProto(line.percent()) && wage == at;
  }
};

std::vector<Group> Grouped(Sheet& sheet) {
  std::vector<Group> groups;
  for (const auto& line : sheet.input.verified) {
    if (!IsPaid(line, sheet.input.contract) || line.category() == "EXPENSE") continue;
    const auto wage = WageOn(sheet.input.contract, calendar::FromProto(line.day()));
    if (!wage) {
      sheet.missing.insert(kBaseWage);
      continue;
    }
    auto group = std::ranges::find_if(groups, [&](auto& g) { return g.Takes(line, *wage); });
    if (group == groups.end())
      group = groups.insert(
          group,
          {line.category(), money::FromProto(line.percent()), *wage, std::chrono::seconds{0}, {}});
    group->time += std::chrono::seconds{line.seconds()};
    group->quantity = group->quantity + money::FromProto(line.quantity());
  }
  std::ranges::stable_sort(groups, [](const Group& a, const Group& b) {
    return (a.category == "BASE") > (b.category == "BASE");
  });
  return groups;
}

v1::PayslipLine WorkLine(const Group& group, const Contract& contract) {
  v1::PayslipLine line;
  const bool supplement = group.category != "BASE" && IsTime(group.category);
  line.set_code(supplement ? group.category + "_" + Plain(group.percent) : group.category);
  line.set_label(supplement ? "Supplement " + Plain(group.percent) + " %" : "Base wage");
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
