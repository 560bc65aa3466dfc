#include <algorithm>
#include <cctype>
#include <cstdio>

#include "libs/calendar/calendar.h"

namespace aor::calendar {
namespace {
// Exactly `digits` digits at `at`.
std::optional<int> NumberAt(std::string_view text, size_t at, size_t digits) {
  if (text.size() < at + digits) return std::nullopt;
  int number = 0;
  for (const char c : text.substr(at, digits)) {
    if (c < '0' || c > '9') return std::nullopt;
    number = number * 10 + (c - '0');
  }
  return number;
}

// What CivilDay would quietly move, such as 31 November, is no date.
std::optional<Date> Exact(int year, int month, int day) {
  const Date date(year, month, day);
  if (date.year() != year || date.month() != month || date.day() != day) return std::nullopt;
  return date;
}

std::string Text(const char* format, int a, int b) {
  char text[32];
  std::snprintf(text, sizeof text, format, a, b);
  return text;
}

std::optional<std::chrono::seconds> OffsetOf(std::string_view text) {
  if (text == "Z") return std::chrono::seconds(0);
  if (text.size() != 6 || text[3] != ':' || (text[0] != '+' && text[0] != '-')) return std::nullopt;
  const auto hours = NumberAt(text, 1, 2), minutes = NumberAt(text, 4, 2);
  if (!hours || !minutes || *hours > 23 || *minutes > 59) return std::nullopt;
  const auto offset = std::chrono::hours(*hours) + std::chrono::minutes(*minutes);
  return text[0] == '-' ? -offset : offset;
}
}  // namespace

Date MondayOf(Date day) { return absl::PrevWeekday(day + 1, absl::Weekday::monday); }

// The week belongs to the year of its Thursday.
std::string IsoWeek(Date day) {
  const Date thursday = MondayOf(day) + 3;
  const int week = static_cast<int>(absl::GetYearDay(thursday) - 1) / 7 + 1;
  return Text("%04d-W%02d", static_cast<int>(thursday.year()), week);
}

std::optional<Date> MondayOfWeek(std::string_view iso_week) {
  const auto year = NumberAt(iso_week, 0, 4), week = NumberAt(iso_week, 6, 2);
  if (!year || !week || iso_week.size() != 8) return std::nullopt;
  const Date monday = MondayOf(Date(*year, 1, 4)) + 7 * (*week - 1);
  if (IsoWeek(monday) != iso_week) return std::nullopt;
  return monday;
}

std::string MonthOf(Date day) {
  return Text("%04d-%02d", static_cast<int>(day.year()), day.month());
}

std::optional<Date> FirstOfMonth(std::string_view month) {
  return month.size() == 7 ? ParseDate(std::string(month) + "-01") : std::nullopt;
}

Date LastOfMonth(Date day) { return Date(absl::CivilMonth(day) + 1) - 1; }

std::optional<Date> ParseDate(std::string_view iso) {
  if (iso.size() != 10 || iso[4] != '-' || iso[7] != '-') return std::nullopt;
  const auto year = NumberAt(iso, 0, 4), month = NumberAt(iso, 5, 2), day = NumberAt(iso, 8, 2);
  if (!year || !month || !day) return std::nullopt;
  return Exact(*year, *month, *day);
}

std::string ToString(Date day) { return MonthOf(day) + Text("-%02d", day.day(), 0); }

std::optional<Instant> ParseInstant(std::string_view rfc3339) {
  if (rfc3339.size() < 20 || rfc3339[10] != 'T') return std::nullopt;
  const auto day = ParseDate(rfc3339.substr(0, 10));
  const auto hour = NumberAt(rfc3339, 11, 2), minute = NumberAt(rfc3339, 14, 2);
  const auto second = NumberAt(rfc3339, 17, 2);
  const auto offset = OffsetOf(rfc3339.substr(19));
  if (!day || !hour || !minute || !second || !offset) return std::nullopt;
  if (rfc3339[13] != ':' || rfc3339[16] != ':') return std::nullopt;
  if (*hour > 23 || *minute > 59 || *second > 59) return std::nullopt;
  const std::chrono::sys_days midnight{std::chrono::days(*day - Date(1970, 1, 1))};
  return Instant(midnight) + std::chrono::hours(*hour) + std::chrono::minutes(*minute) +
         std::chrono::seconds(*second) - *offset;
}

types::v1::Date ToProto(Date day) {
  types::v1::Date proto;
  proto.set_year(static_cast<int32_t>(day.year()));
  proto.set_month(day.month());
  proto.set_day(day.day());
  return proto;
}

Date FromProto(const types::v1::Date& proto) {
  return Date(proto.year(), proto.month(), proto.day());
}

bool IsDate(const types::v1::Date& proto) {
  if (proto.year() < 1900 || proto.year() > 2199) return false;
  return Exact(proto.year(), proto.month(), proto.day()).has_value();
}

types::v1::Interval ToProto(const Interval& interval) {
  types::v1::Interval proto;
  proto.mutable_start()->set_seconds(interval.start.time_since_epoch().count());
  proto.mutable_end()->set_seconds(interval.end.time_since_epoch().count());
  proto.set_zone(interval.zone);
  return proto;
}

Interval FromProto(const types::v1::Interval& proto) {
  return {Instant(std::chrono::seconds(proto.start().seconds())),
          Instant(std::chrono::seconds(proto.end().seconds())), proto.zone()};
}
}  // namespace aor::calendar
