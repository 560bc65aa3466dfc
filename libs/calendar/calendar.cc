#include "libs/calendar/calendar.h"

#include <absl/time/time.h>

#include <algorithm>
#include <stdexcept>

namespace aor::calendar {
namespace {
using std::chrono::seconds;
constexpr int64_t kDay = 86400;

// The tz loader would also read absolute paths and the machine's own zone.
// Copies of the zones that count leap seconds, and their like: not names that IANA gives.
bool IsOtherCount(std::string_view name) {
  return name.substr(0, 6) == "right/" || name.substr(0, 5) == "posix";
}

bool IsZoneName(std::string_view name) {
  constexpr std::string_view kAllowed =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/";
  return !name.empty() && name.size() <= 64 && name.front() != '/' && name != "localtime" &&
         name.substr(0, 6) != "Fixed/" && !IsOtherCount(name) &&
         name.find_first_not_of(kAllowed) == name.npos;
}

absl::TimeZone ZoneNamed(std::string_view name) {
  absl::TimeZone zone;
  if (IsZoneName(name) && absl::LoadTimeZone({name.data(), name.size()}, &zone)) return zone;
  throw std::invalid_argument("calendar: unknown zone " + std::string(name));
}

absl::Time ToAbsl(Instant instant) {
  return absl::FromUnixSeconds(instant.time_since_epoch().count());
}
Instant FromAbsl(absl::Time time) { return Instant(seconds(absl::ToUnixSeconds(time))); }

absl::CivilSecond WallAt(Instant instant, const absl::TimeZone& zone) {
  return zone.At(ToAbsl(instant)).cs;
}

// When the clocks of a zone change next, or `limit` if they do not before.
Instant NextChange(Instant after, Instant limit, const absl::TimeZone& zone) {
  absl::TimeZone::CivilTransition change;
  if (!zone.NextTransition(ToAbsl(after), &change)) return limit;
  const absl::TimeZone::TimeInfo to = zone.At(change.to);
  const bool unique = to.kind == absl::TimeZone::TimeInfo::UNIQUE;
  return std::min(limit, FromAbsl(unique ? to.pre : to.trans));
}

// Both in seconds of a wall clock that runs evenly from `start` to `end`.
int64_t EvenTimeInWindow(int64_t start, int64_t end, int64_t from, int64_t to) {
  int64_t total = 0;
  const int64_t first = start / kDay - 2, last = end / kDay + 1;
  for (int64_t day = first; day <= last; ++day) {
    const int64_t begin = std::max(start, day * kDay + from);
    const int64_t stop = std::min(end, day * kDay + (from > to ? to + kDay : to));
    total += std::max<int64_t>(0, stop - begin);
  }
  return total;
}
}  // namespace

bool IsZone(std::string_view name) {
  absl::TimeZone zone;
  return IsZoneName(name) && absl::LoadTimeZone({name.data(), name.size()}, &zone);
}

Date DayAt(Instant instant, std::string_view zone) {
  return Date(WallAt(instant, ZoneNamed(zone)));
}

seconds TimeOfDayAt(Instant instant, std::string_view zone) {
  const absl::CivilSecond wall = WallAt(instant, ZoneNamed(zone));
  return seconds(wall - absl::CivilSecond(Date(wall)));
}

Instant StartOf(Date day, std::string_view zone) {
  const absl::TimeZone::TimeInfo info = ZoneNamed(zone).At(absl::CivilSecond(day));
  const bool skipped = info.kind == absl::TimeZone::TimeInfo::SKIPPED;
  return FromAbsl(skipped ? info.trans : info.pre);
}

WallTime AtWall(Date day, seconds time_of_day, std::string_view zone) {
  const absl::TimeZone::TimeInfo info =
      ZoneNamed(zone).At(absl::CivilSecond(day) + time_of_day.count());
  switch (info.kind) {
    case absl::TimeZone::TimeInfo::UNIQUE: return {{FromAbsl(info.pre)}};
    case absl::TimeZone::TimeInfo::REPEATED: return {{FromAbsl(info.pre), FromAbsl(info.post)}};
    case absl::TimeZone::TimeInfo::SKIPPED: break;
  }
  return {};
}

std::vector<Interval> SplitByDay(const Interval& interval) {
  std::vector<Interval> parts;
  for (Instant at = interval.start; at < interval.end; at = parts.back().end) {
    Date next = DayAt(at, interval.zone) + 1;
    // Where midnight itself is repeated, the second evening belongs to the new day.
    while (StartOf(next, interval.zone) <= at) ++next;
    parts.push_back({at, std::min(interval.end, StartOf(next, interval.zone)), interval.zone});
  }
  return parts;
}

seconds TimeInWindow(const Interval& interval, seconds from, seconds to) {
  const absl::TimeZone zone = ZoneNamed(interval.zone);
  int64_t total = 0;
  for (Instant at = interval.start; at < interval.end;) {
    const Instant until = NextChange(at, interval.end, zone);
    const int64_t wall = WallAt(at, zone) - absl::CivilSecond(1970, 1, 1);
    total += EvenTimeInWindow(wall, wall + (until - at).count(), from.count(), to.count());
    at = until;
  }
  return seconds(total);
}

std::string ToString(Instant instant) {
  return absl::FormatTime("%Y-%m-%d%ET%H:%M:%SZ", ToAbsl(instant), absl::UTCTimeZone());
}

std::string LocalText(Instant instant, std::string_view zone) {
  return absl::FormatTime("%Y-%m-%d %H:%M", ToAbsl(instant), ZoneNamed(zone));
}
}  // namespace aor::calendar
