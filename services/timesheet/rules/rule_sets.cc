#include "services/timesheet/rules/rule_sets.h"

#include <google/protobuf/text_format.h>

#include <fstream>
#include <stdexcept>

#include "aor/timesheet/v1/timesheet_rules.pb.h"
#include "libs/ids/content_digest.h"
#include "services/timesheet/rules/rule_texts.h"

namespace aor::timesheet {
namespace {
using std::chrono::minutes;
using std::chrono::seconds;

Window ToWindow(const v1::TimeWindow& window) {
  const auto span = [&](v1::Category category, Window::On on) {
    return Window{category,
                  money::FromProto(window.percent()),
                  on,
                  minutes{window.from_minute()},
                  minutes{window.to_minute()},
                  static_cast<int>(window.month()),
                  static_cast<int>(window.day())};
  };
  switch (window.kind()) {
    case v1::TimeWindow::KIND_NIGHT: return span(v1::CATEGORY_NIGHT, Window::On::kEveryDay);
    case v1::TimeWindow::KIND_SUNDAY: return span(v1::CATEGORY_SUNDAY, Window::On::kSundays);
    case v1::TimeWindow::KIND_PUBLIC_HOLIDAY:
      return span(v1::CATEGORY_PUBLIC_HOLIDAY, Window::On::kPublicHolidays);
    default: throw std::logic_error("a window of no known kind: " + window.ShortDebugString());
  }
}

// What carries no supplement needs no rule for two of them.
Cumulation CumulationOf(const v1::TimeRuleSet& set) {
  switch (set.cumulation()) {
    case v1::CUMULATION_HIGHEST: return Cumulation::kHighest;
    case v1::CUMULATION_OVERTIME_BESIDE: return Cumulation::kOvertimeBeside;
    case v1::CUMULATION_ALL: return Cumulation::kAll;
    default: break;
  }
  if (!set.windows().empty() || !set.overtime().empty())
    throw std::logic_error(set.id() + " does not say which of two supplements wins");
  return Cumulation::kOvertimeBeside;
}

void TakeLimit(const v1::TimeLimit& limit, TimeRules& rules) {
  auto& place = limit.per() == v1::TimeLimit::PER_DAY ? rules.daily_limit : rules.weekly_limit;
  if (limit.per() == v1::TimeLimit::PER_UNSPECIFIED || place)
    throw std::logic_error("one limit per day and one per week: " + limit.ShortDebugString());
  place = seconds{limit.time().seconds()};
}
}  // namespace

TimeRules ParseRules(const std::string& text, const std::string& tz_version) {
  v1::TimeRuleSet set;
  if (!google::protobuf::TextFormat::ParseFromString(text, &set) || set.id().empty())
    throw std::logic_error("rules that cannot be read: " + text.substr(0, 80));
  TimeRules rules;
  rules.id = set.id();
  rules.version = ContentDigest(text);
  rules.tz_version = tz_version;
  rules.extra_work_percent = money::FromProto(set.extra_work_percent());
  rules.cumulation = CumulationOf(set);
  rules.paid_holidays = money::FromProto(set.paid_holidays().percent());
  for (const auto& limit : set.limits()) TakeLimit(limit, rules);
  for (const auto& rate : set.overtime()) {
    auto& tier = rules.overtime.emplace_back();
    tier.percent = money::FromProto(rate.percent());
    if (rate.has_width()) tier.width = seconds{rate.width().seconds()};
  }
  for (const auto& window : set.windows()) rules.windows.push_back(ToWindow(window));
  return rules;
}

std::string TzVersion() {
  std::ifstream database("/usr/share/zoneinfo/tzdata.zi");
  std::string line;
  std::getline(database, line);
  const std::string prefix = "# version ";
  return line.starts_with(prefix) ? line.substr(prefix.size()) : "unknown";
}

RuleSets::RuleSets() {
  for (const std::string& text : RuleTexts()) {
    auto rules = std::make_shared<const TimeRules>(ParseRules(text, TzVersion()));
    if (!sets_.emplace(rules->id, rules).second)
      throw std::logic_error("two rule sets are called " + rules->id);
  }
}

std::shared_ptr<const TimeRules> RuleSets::Named(const std::string& id) const {
  const auto found = sets_.find(id.empty() ? "NONE" : id);
  return found == sets_.end() ? nullptr : found->second;
}
}  // namespace aor::timesheet
