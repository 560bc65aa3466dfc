#include "libs/calendar/calendar.h"

#include <absl/time/time.h>

#include <algorithm>
#include <stdexcept>

namespace aor::calendar {
namespace {
using std::chrono::seconds;

// Copies of the zones that count leap seconds, and their like: not names that IANA gives.
bool IsOtherCount(std::string_view name) {
  return name.substr(0, 6) == "right/" || name.substr(0, 5) == "posix";
}

// The tz loader would also read absolute paths and the machine's own zone.
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

std::string ToString(Instant instant) {
  return absl::FormatTime("%Y-%m-%d%ET%H:%M:%SZ", ToAbsl(instant), absl::UTCTimeZone());
}

std::string LocalText(Instant instant, std::string_view zone) {
  return absl::FormatTime("%Y-%m-%d %H:%M", ToAbsl(instant), ZoneNamed(zone));
}
}  // namespace aor::calendar
