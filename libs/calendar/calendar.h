// Days, weeks, instants and the clocks on the wall. Nothing here reads a clock.
#pragma once

#include <absl/time/civil_time.h>
#include <absl/time/time.h>

#include <chrono>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "aor/types/v1/calendar.pb.h"

namespace aor::calendar {
using Date = absl::CivilDay;
using Instant = std::chrono::sys_seconds;

// An interval of work: instants, and the zone of the place of work.
struct Interval {
  Instant start;
  Instant end;  // no longer inside
  std::string zone;
  std::chrono::seconds length() const { return end - start; }
  bool Overlaps(const Interval& other) const { return start < other.end && other.start < end; }
  friend bool operator==(const Interval&, const Interval&) = default;
};

// Does the tz database know the name? Zones are kept for the life of the process; safe from any
// thread.
bool IsZone(std::string_view zone);
// The day on the wall of `zone` at an instant. Throws std::invalid_argument for
// an unknown zone: check names at the edge.
Date DayAt(Instant instant, std::string_view zone);
std::chrono::seconds TimeOfDayAt(Instant instant, std::string_view zone);  // by the wall clock
// The first instant of a day in a zone (00:00, or the first moment after a gap).
Instant StartOf(Date day, std::string_view zone);

// What the wall shows: a time that is skipped in spring exists zero times, one
// that is repeated in autumn twice.
struct WallTime {
  std::vector<Instant> instants;  // 0, 1 or 2, earlier first
};
WallTime AtWall(Date day, std::chrono::seconds time_of_day, std::string_view zone);

// Splits at every local midnight: one interval per day on the wall.
std::vector<Interval> SplitByDay(const Interval& interval);

// ISO 8601 weeks: Monday to Sunday, "2026-W41".
std::string IsoWeek(Date day);
Date MondayOf(Date day);
std::optional<Date> MondayOfWeek(std::string_view iso_week);  // nothing for "2026-W54"
std::string MonthOf(Date day);                                // "2026-10"
std::optional<Date> FirstOfMonth(std::string_view month);     // of "2026-10"
Date LastOfMonth(Date day);

std::optional<Date> ParseDate(std::string_view iso);  // "2026-10-31"
std::string ToString(Date day);
std::optional<Instant> ParseInstant(std::string_view rfc3339);
std::string ToString(Instant instant);                          // RFC 3339 in UTC
std::string LocalText(Instant instant, std::string_view zone);  // "2026-10-24 22:00"

// Easter-based and fixed holidays. `place` is CH-GE, FR or EU-TARGET.
// Throws std::invalid_argument for another one.
std::set<Date> PublicHolidays(int year, std::string_view place);
// Neither Saturday, Sunday nor a holiday of the bank's calendar (CH-GE or EU-TARGET).
bool IsBankingDay(Date day, std::string_view place);
Date NextBankingDay(Date day, std::string_view place);  // itself if it is one

types::v1::Date ToProto(Date day);
Date FromProto(const types::v1::Date& proto);
bool IsDate(const types::v1::Date& proto);  // exists in the calendar, year 1900 to 2199
types::v1::Interval ToProto(const Interval& interval);
Interval FromProto(const types::v1::Interval& proto);
}  // namespace aor::calendar
