#include "services/timesheet/domain/measure.h"

#include <algorithm>
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

class Lines {
 public:
  void AddTime(Date day, v1::Category category, money::Decimal percent, seconds time) {
    if (time > 0s) time_[{day, category, percent}] += time;
  }
  void AddQuantity(Date day, v1::Category category, money::Decimal quantity) {
    auto& sum = quantity_[{day, category}];
    sum = sum + quantity;
  }
  std::vector<v1::TimeLine> Sorted() const;

 private:
  std::map<std::tuple<Date, v1::Category, money::Decimal>, seconds> time_;
  std::map<std::tuple<Date, v1::Category>, money::Decimal> quantity_;
};

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

bool Recurs(const Window& window, Date day, const std::string& holidays) {
  switch (window.on) {
    case Window::On::kEveryDay: return true;
    case Window::On::kSundays: return absl::GetWeekday(day) == absl::Weekday::sunday;
    case Window::On::kPublicHolidays:
      return !holidays.empty() && calendar::PublicHolidays(day.year(), holidays).contains(day);
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

// The window whose supplement the moment carries; of equal ones the later category.
const Window* HighestAt(Instant moment, const std::vector<Span>& spans) {
  const Window* highest = nullptr;
  for (const auto& span : spans) {
    if (moment < span.start || moment >= span.end) continue;
    const auto rank = [](const Window& w) { return std::tuple(w.percent, w.category); };
    if (!highest || rank(*highest) < rank(*span.window)) highest = span.window;
  }
  return highest;
}

void AddSupplement(Date day, seconds time, const Piece& piece, const Window* window,
                   const TimeRules& rules, Lines& lines) {
  if (piece.is_extra && (!window || window->percent < rules.extra_work_percent))
    return lines.AddTime(day, v1::CATEGORY_EXTRA_WORK, rules.extra_work_percent, time);
  if (window && window->percent != money::Decimal{})
    lines.AddTime(day, window->category, window->percent, time);
}

void AddHours(const Piece& piece, const Contract& contract, Lines& lines) {
  const auto spans = SpansNear(piece, contract);
  std::set<Instant> cuts{piece.end};
  for (const auto& span : spans) cuts.insert({span.start, span.end});
  for (const auto& day : calendar::SplitByDay({piece.start, piece.end, piece.zone}))
    cuts.insert(day.start);
  for (Instant at = piece.start; at < piece.end;) {
    const Instant next = *cuts.upper_bound(at);
    const Date day = calendar::DayAt(at, piece.zone);
    lines.AddTime(day, v1::CATEGORY_BASE, {}, next - at);
    AddSupplement(day, next - at, piece, HighestAt(at, spans), *contract.rules, lines);
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

// Overtime from the `from`th second of the week on, each tier at its percentage.
void AddTiers(seconds from, seconds time, const TimeRules& rules, Date sunday, Lines& lines) {
  seconds tier_start{0};
  for (const auto& tier : rules.overtime) {
    const auto tier_end = tier.width ? tier_start + *tier.width : seconds::max();
    const auto inside = std::min(from + time, tier_end) - std::max(from, tier_start);
    lines.AddTime(sunday, v1::CATEGORY_OVERTIME, tier.percent, inside);
    tier_start = tier_end;
  }
}

void AddOvertime(std::vector<Piece> pieces, const Contract& contract, Date sunday, Lines& lines) {
  std::erase_if(pieces, &Piece::is_extra);
  const auto& rules = *contract.rules;
  const bool by_week = WeekExceedsMore(pieces, rules);
  const auto limit = by_week ? rules.weekly_limit : rules.daily_limit;
  seconds week{0}, overtime{0};
  std::map<Date, seconds> days;
  for (const auto& piece : pieces) {
    seconds& sum = by_week ? week : days[piece.shift];
    const auto caused = Beyond(sum + piece.length(), limit) - Beyond(sum, limit);
    sum += piece.length();
    if (piece.contract == contract.id.value) AddTiers(overtime, caused, rules, sunday, lines);
    overtime += caused;
  }
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
  auto pieces = Union(counted);
  for (const auto& piece : pieces)
    if (piece.contract == contract.id.value) AddHours(piece, contract, lines);
  AddOvertime(std::move(pieces), contract, sunday, lines);
  for (const auto& one : counted)
    if (one.entry.contract_id() == contract.id.value && !IsWork(one.entry))
      AddOther(one.entry, contract, lines);
  return lines.Sorted();
}
}  // namespace aor::timesheet
