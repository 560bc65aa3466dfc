#include "services/timesheet/domain/measure.h"

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <tuple>

#include "services/timesheet/domain/wall.h"

namespace aor::timesheet {
namespace {
using namespace std::chrono_literals;
using calendar::Date;
using calendar::Instant;
using std::chrono::seconds;

// Work without gaps and without overlap.
struct Piece {
  Instant start, end;
  std::string contract;
  bool is_extra;
  Date shift;
  std::string zone;
  auto Order() const { return std::tie(start, end, contract, is_extra, shift, zone); }
  seconds length() const { return end - start; }
};
struct Span {
  Instant start, end;
  const Window* window;
};
// Moments that are overtime, at one percentage.
struct Excess {
  Instant start, end;
  money::Decimal percent;
};

class Lines {
 public:
  void AddTime(Date day, v1::Category category, money::Decimal percent, seconds time) {
    if (time > 0s) time_[{day, category, percent}] += time;
  }
  void AddOvertime(Date sunday, money::Decimal percent, seconds time, Date caused_on) {
    AddTime(sunday, v1::CATEGORY_OVERTIME, percent, time);
    caused_[percent][caused_on] += time;
  }
  void AddQuantity(Date day, v1::Category category, money::Decimal quantity) {
    auto& sum = quantity_[{day, category}];
    sum = sum + quantity;
  }
  std::vector<v1::TimeLine> Sorted() const;

 private:
  std::map<std::tuple<Date, v1::Category, money::Decimal>, seconds> time_;
  std::map<std::tuple<Date, v1::Category>, money::Decimal> quantity_;
  std::map<money::Decimal, std::map<Date, seconds>> caused_;  // overtime, all of one Sunday
};

void NameCauses(const std::map<Date, seconds>& causes, v1::TimeLine& line) {
  for (const auto& [day, time] : causes) {
    auto& caused = *line.add_caused_on();
    *caused.mutable_day() = calendar::ToProto(day);
    caused.mutable_time()->set_seconds(time.count());
  }
}

std::vector<v1::TimeLine> Lines::Sorted() const {
  std::vector<v1::TimeLine> lines;
  const auto add = [&](Date day, v1::Category category) -> v1::TimeLine& {
    auto& line = lines.emplace_back();
    *line.mutable_day() = calendar::ToProto(day);
    line.set_category(category);
    return line;
  };
  for (const auto& [key, time] : time_) {
    auto& line = add(std::get<0>(key), std::get<1>(key));
    line.mutable_time()->set_seconds(time.count());
    if (std::get<2>(key) != money::Decimal{})
      *line.mutable_percent() = money::ToProto(std::get<2>(key));
    if (line.category() == v1::CATEGORY_OVERTIME) NameCauses(caused_.at(std::get<2>(key)), line);
  }
  for (const auto& [key, quantity] : quantity_)
    *add(std::get<0>(key), std::get<1>(key)).mutable_quantity() = money::ToProto(quantity);
  std::ranges::stable_sort(lines, {}, [](const v1::TimeLine& line) {
    return std::tuple(calendar::FromProto(line.day()), line.category());
  });
  return lines;
}

bool IsWork(const v1::Entry& entry) {
  return entry.has_time() && (entry.entry_kind() == v1::ENTRY_KIND_WORK ||
                              entry.entry_kind() == v1::ENTRY_KIND_EXTRA_WORK);
}

void AddPieces(const Counted& counted, std::vector<Piece>& pieces) {
  const auto& entry = counted.entry;
  const auto time = calendar::FromProto(entry.time());
  const seconds pause{entry.break_time().seconds()};
  const seconds first = (time.length() - pause) / 2;
  const seconds left = time.length() - pause - counted.pending;
  const auto add = [&](Instant start, seconds length) {
    if (length <= 0s) return;
    pieces.push_back({start, start + length, entry.contract_id(),
                      entry.entry_kind() == v1::ENTRY_KIND_EXTRA_WORK,
                      calendar::FromProto(entry.day()), time.zone});
  };
  if (pause == 0s) return add(time.start, left);
  add(time.start, std::min(first, left));
  add(time.start + first + pause, left - first);
}

std::vector<Piece> Union(const std::vector<Counted>& counted) {
  std::vector<Piece> pieces, result;
  for (const auto& one : counted)
    if (IsWork(one.entry)) AddPieces(one, pieces);
  std::ranges::sort(pieces, {}, &Piece::Order);
  auto covered = Instant::min();
  for (auto& piece : pieces) {
    piece.start = std::max(piece.start, covered);
    covered = std::max(covered, piece.end);
    if (piece.start < piece.end) result.push_back(piece);
  }
  return result;
}

bool IsHoliday(Date day, const std::string& holidays) {
  return !holidays.empty() &&
         calendar::PublicHolidays(static_cast<int>(day.year()), holidays).contains(day);
}

bool Recurs(const Window& window, Date day, const std::string& holidays) {
  switch (window.on) {
    case Window::On::kEveryDay: return true;
    case Window::On::kSundays: return absl::GetWeekday(day) == absl::Weekday::sunday;
    case Window::On::kPublicHolidays:
      return IsHoliday(day, holidays) &&
             (window.month == 0 || (window.month == day.month() && window.day == day.day()));
  }
  return false;
}

std::vector<Span> SpansNear(const Piece& piece, const Contract& contract) {
  std::vector<Span> spans;
  const Date last = calendar::DayAt(piece.end, piece.zone) + 1;
  for (Date day = calendar::DayAt(piece.start, piece.zone) - 1; day <= last; day++)
    for (const auto& window : contract.rules->windows)
      if (Recurs(window, day, contract.holidays))
        spans.push_back(
            {OnWall(day, window.from, piece.zone), OnWall(day, window.to, piece.zone), &window});
  return spans;
}

// Those that the moment lies in, the highest first; of equal ones the later category.
std::vector<const Window*> WindowsAt(Instant moment, const std::vector<Span>& spans) {
  std::vector<const Window*> windows;
  for (const auto& span : spans)
    if (span.start <= moment && moment < span.end) windows.push_back(span.window);
  std::ranges::sort(windows, std::greater<>(),
                    [](const Window* w) { return std::tuple(w->percent, w->category); });
  return windows;
}

const Excess* ExcessAt(Instant moment, const std::vector<Excess>& overtime) {
  const auto found = std::ranges::find_if(overtime, [&](const Excess& excess) {
    return excess.start <= moment && moment < excess.end;
  });
  return found == overtime.end() ? nullptr : &*found;
}

// What one stretch of a piece carries beside its base.
struct Carried {
  Date day;
  seconds time;
  std::vector<const Window*> windows;
  const Excess* overtime;
};

void AddWindows(const Carried& carried, const TimeRules& rules, Lines& lines) {
  for (const Window* window : carried.windows) {
    if (window->percent != money::Decimal{})
      lines.AddTime(carried.day, window->category, window->percent, carried.time);
    if (rules.cumulation != Cumulation::kAll) return;
  }
}

void AddSupplements(const Carried& carried, bool is_extra, const TimeRules& rules, Date sunday,
                    Lines& lines) {
  const Window* highest = carried.windows.empty() ? nullptr : carried.windows.front();
  if (is_extra && (!highest || highest->percent < rules.extra_work_percent))
    return lines.AddTime(carried.day, v1::CATEGORY_EXTRA_WORK, rules.extra_work_percent,
                         carried.time);
  const auto* overtime = carried.overtime;
  const bool one_of_both = overtime && highest && rules.cumulation == Cumulation::kHighest;
  if (overtime && !(one_of_both && highest->percent >= overtime->percent))
    lines.AddOvertime(sunday, overtime->percent, carried.time, carried.day);
  if (!one_of_both || highest->percent >= overtime->percent) AddWindows(carried, rules, lines);
}

void AddHours(const Piece& piece, const Contract& contract, const std::vector<Excess>& overtime,
              Date sunday, Lines& lines) {
  const auto spans = SpansNear(piece, contract);
  std::set<Instant> cuts{piece.end};
  for (const auto& span : spans) cuts.insert({span.start, span.end});
  for (const auto& excess : overtime) cuts.insert({excess.start, excess.end});
  for (const auto& day : calendar::SplitByDay({piece.start, piece.end, piece.zone}))
    cuts.insert(day.start);
  for (Instant at = piece.start; at < piece.end;) {
    const Instant next = *cuts.upper_bound(at);
    const Date day = calendar::DayAt(at, piece.zone);
    lines.AddTime(day, v1::CATEGORY_BASE, {}, next - at);
    AddSupplements({day, next - at, WindowsAt(at, spans), ExcessAt(at, overtime)}, piece.is_extra,
                   *contract.rules, sunday, lines);
    at = next;
  }
}

seconds Beyond(seconds sum, std::optional<seconds> limit) {
  return limit ? std::max(0s, sum - *limit) : 0s;
}

bool WeekExceedsMore(const std::vector<Piece>& pieces, const TimeRules& rules) {
  seconds week{0}, by_day{0};
  std::map<Date, seconds> days;
  for (const auto& piece : pieces) {
    week += piece.length();
    days[piece.shift] += piece.length();
  }
  for (const auto& [day, sum] : days) by_day += Beyond(sum, rules.daily_limit);
  return Beyond(week, rules.weekly_limit) >= by_day;
}

// The last `time` of a piece is overtime from its `from`th second on, each tier at its percentage.
void AddTiers(const Piece& piece, seconds from, seconds time, const TimeRules& rules,
              std::vector<Excess>& overtime) {
  const Instant begin = piece.end - time;
  seconds tier_start{0};
  for (const auto& tier : rules.overtime) {
    const auto tier_end = tier.width ? tier_start + *tier.width : seconds::max();
    const auto first = std::max(from, tier_start), last = std::min(from + time, tier_end);
    if (first < last)
      overtime.push_back({begin + (first - from), begin + (last - from), tier.percent});
    tier_start = tier_end;
  }
}

// Of this contract: nothing of two pieces overlaps.
std::vector<Excess> OvertimeOf(std::vector<Piece> pieces, const Contract& contract) {
  std::erase_if(pieces, &Piece::is_extra);
  const auto& rules = *contract.rules;
  const bool by_week = WeekExceedsMore(pieces, rules);
  const auto limit = by_week ? rules.weekly_limit : rules.daily_limit;
  std::vector<Excess> excess;
  seconds week{0}, overtime{0};
  std::map<Date, seconds> days;
  for (const auto& piece : pieces) {
    seconds& sum = by_week ? week : days[piece.shift];
    const auto caused = Beyond(sum + piece.length(), limit) - Beyond(sum, limit);
    sum += piece.length();
    if (piece.contract == contract.id.value) AddTiers(piece, overtime, caused, rules, excess);
    overtime += caused;
  }
  return excess;
}

// Where the rules pay one that was not worked.
bool IsPaidHoliday(const v1::Entry& entry, const Contract& contract) {
  return entry.entry_kind() == v1::ENTRY_KIND_PUBLIC_HOLIDAY && contract.unit == Unit::kHour &&
         contract.rules->paid_holidays != money::Decimal{} &&
         IsHoliday(calendar::FromProto(entry.day()), contract.holidays);
}

// As entered, or the schedule's day as often as entered.
seconds TimeOfHoliday(const v1::Entry& entry, const Contract& contract) {
  if (entry.has_time())
    return calendar::FromProto(entry.time()).length() - seconds{entry.break_time().seconds()};
  const money::Decimal daily{contract.daily.value_or(0s).count(), 0};
  return seconds{money::Round(money::FromProto(entry.quantity()) * daily, 0).unscaled};
}

// The break stands in the middle, as that of work.
void AddAbsence(const v1::Entry& entry, Lines& lines) {
  const auto time = calendar::FromProto(entry.time());
  const seconds pause{entry.break_time().seconds()};
  const Instant pauses = time.start + (time.length() - pause) / 2;
  for (const auto& half : {calendar::Interval{time.start, pauses, time.zone},
                           calendar::Interval{pauses + pause, time.end, time.zone}})
    for (const auto& part : calendar::SplitByDay(half))
      lines.AddTime(calendar::DayAt(part.start, part.zone), v1::CATEGORY_ABSENCE, {},
                    part.length());
}

// Time without work, and units that are not hours.
void AddOther(const v1::Entry& entry, const Contract& contract, Lines& lines) {
  const Date day = calendar::FromProto(entry.day());
  if (IsPaidHoliday(entry, contract))
    return lines.AddTime(day, v1::CATEGORY_HOLIDAY_PAID, contract.rules->paid_holidays,
                         TimeOfHoliday(entry, contract));
  const bool is_absence = entry.entry_kind() == v1::ENTRY_KIND_ABSENCE ||
                          entry.entry_kind() == v1::ENTRY_KIND_PUBLIC_HOLIDAY;
  if (entry.has_time()) return AddAbsence(entry, lines);
  const auto category = is_absence                                     ? v1::CATEGORY_ABSENCE
                        : entry.entry_kind() == v1::ENTRY_KIND_EXPENSE ? v1::CATEGORY_EXPENSE
                        : contract.unit == Unit::kMonth                ? v1::CATEGORY_MONTH
                                                                       : v1::CATEGORY_DAY;
  lines.AddQuantity(day, category, money::FromProto(entry.quantity()));
}
}  // namespace

std::vector<v1::TimeLine> Measure(const std::vector<Counted>& counted, const Contract& contract,
                                  Date sunday) {
  Lines lines;
  const auto pieces = Union(counted);
  const auto overtime = OvertimeOf(pieces, contract);
  for (const auto& piece : pieces)
    if (piece.contract == contract.id.value) AddHours(piece, contract, overtime, sunday, lines);
  for (const auto& one : counted)
    if (one.entry.contract_id() == contract.id.value && !IsWork(one.entry))
      AddOther(one.entry, contract, lines);
  return lines.Sorted();
}
}  // namespace aor::timesheet
