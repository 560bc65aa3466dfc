#include "services/aorctl/interval_text.h"

#include <absl/strings/str_format.h>
#include <absl/strings/str_split.h>

#include "libs/calendar/calendar.h"

namespace aor::aorctl {
namespace {
using calendar::Date, calendar::Instant;

struct OnTheWall {
  Date day;
  std::chrono::minutes time;
  int which = 0;               // 1 or 2 where it was said
  std::vector<Instant> shown;  // 0, 1 or 2 of them
  bool IsOdd() const { return shown.empty() || (shown.size() == 2 && which == 0); }
  Instant Chosen() const { return which == 2 ? shown.back() : shown.front(); }
};
struct Written {
  OnTheWall start, end;
  std::string zone;
};

int TakeOrdinal(std::string& text) {
  const int which = text.ends_with("@1") ? 1 : text.ends_with("@2") ? 2 : 0;
  if (which != 0) text.resize(text.size() - 2);
  return which;
}

// "2026-10-05 08:00"; 24:00 is the midnight that begins the next day.
std::optional<OnTheWall> ParseWall(std::string text, const std::string& zone) {
  OnTheWall wall;
  wall.which = TakeOrdinal(text);
  const std::vector<std::string> parts = absl::StrSplit(text, ' ');
  int hours = 0, minutes = 0, read = 0;
  if (parts.size() != 2 || sscanf(parts[1].c_str(), "%d:%d%n", &hours, &minutes, &read) != 2 ||
      static_cast<size_t>(read) != parts[1].size())
    return std::nullopt;
  const auto day = calendar::ParseDate(parts[0]);
  const bool exists = hours >= 0 && minutes >= 0 && minutes <= 59 && hours * 60 + minutes <= 1440;
  if (!day || !exists) return std::nullopt;
  wall.day = hours == 24 ? *day + 1 : *day;
  wall.time = std::chrono::hours(hours % 24) + std::chrono::minutes(minutes);
  wall.shown = calendar::AtWall(wall.day, wall.time, zone).instants;
  return wall;
}

std::optional<Written> Parse(std::string_view text) {
  const size_t dots = text.find(".."), space = text.rfind(' ');
  if (dots == std::string_view::npos || space == std::string_view::npos || space < dots)
    return std::nullopt;
  const std::string zone(text.substr(space + 1));
  if (!calendar::IsZone(zone)) return std::nullopt;
  const auto start = ParseWall(std::string(text.substr(0, dots)), zone);
  const auto end = ParseWall(std::string(text.substr(dots + 2, space - dots - 2)), zone);
  if (!start || !end) return std::nullopt;
  return Written{*start, *end, zone};
}

bool ToInstants(types::v1::Interval& interval, const Written& written) {
  if (written.start.shown.empty() || written.end.shown.empty()) return false;
  interval = calendar::ToProto(
      calendar::Interval{written.start.Chosen(), written.end.Chosen(), written.zone});
  return true;
}

// The service reads an end that the wall shows before the start as the next day's, but for
// the second of two; what it would read otherwise than it was written cannot be sent.
bool IsReadAsWritten(const OnTheWall& start, const OnTheWall& end) {
  if (end.day == start.day) return end.time > start.time || end.which == 2;
  return end.day == start.day + 1 && end.time <= start.time;
}

std::string WallText(Instant instant, const std::string& zone) {
  const std::string text = calendar::LocalText(instant, zone);
  const auto wall = ParseWall(text, zone);
  if (!wall || wall->shown.size() != 2) return text;
  return text + (instant < wall->shown.back() ? "@1" : "@2");
}

std::string TimeOfDay(std::chrono::minutes time) {
  return absl::StrFormat("%02d:%02d", time.count() / 60, time.count() % 60);
}

bool ToWallTimes(timesheet::v1::WallTimes& times, const Written& written) {
  if (!IsReadAsWritten(written.start, written.end)) return false;
  *times.mutable_day() = calendar::ToProto(written.start.day);
  times.set_start(TimeOfDay(written.start.time));
  times.set_end(TimeOfDay(written.end.time));
  times.set_second_start(written.start.which == 2);
  times.set_second_end(written.end.which == 2);
  times.set_zone(written.zone);
  return true;
}
}  // namespace

std::string IntervalText(const calendar::Interval& interval) {
  return WallText(interval.start, interval.zone) + ".." + WallText(interval.end, interval.zone) +
         " " + interval.zone;
}

std::string WhatDoesNotExist(std::string_view text) {
  const size_t dots = text.find(".."), space = text.rfind(' ');
  if (dots == std::string_view::npos || space == std::string_view::npos || space < dots) return "";
  const std::string zone(text.substr(space + 1));
  if (zone.find(':') == std::string::npos && !calendar::IsZone(zone))
    return "there is no zone " + zone;
  for (const std::string_view wall : {text.substr(0, dots), text.substr(dots + 2)})
    if (const std::string day(wall.substr(0, wall.find(' '))); !calendar::ParseDate(day))
      return "there is no day " + day;
  return "";
}

bool ToInterval(types::v1::Interval& interval, std::string_view text) {
  const auto written = Parse(text);
  return written && ToInstants(interval, *written);
}

bool ToWorkedTime(timesheet::v1::NewEntry& entry, std::string_view text) {
  const auto written = Parse(text);
  if (!written) return false;
  const bool is_odd = written->start.IsOdd() || written->end.IsOdd();
  return is_odd ? ToWallTimes(*entry.mutable_wall_times(), *written)
                : ToInstants(*entry.mutable_time(), *written);
}
}  // namespace aor::aorctl
