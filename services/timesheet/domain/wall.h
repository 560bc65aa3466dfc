// From what a clock on the wall showed to instants.
#pragma once

#include <set>
#include <string>

#include "aor/timesheet/v1/timesheet_events.pb.h"
#include "libs/calendar/calendar.h"

namespace aor::timesheet {
// As written on a sheet: an end not after the start is on the next day.
struct WallTimes {
  calendar::Date day;
  std::chrono::seconds start, end;  // time of day
  std::string zone;
  bool second_start = false, second_end = false;  // of an hour that is shown twice
};
struct OnTheClock {
  calendar::Interval time;
  std::set<v1::Flag> flags;
};
// A time that the wall skips in spring moves to the first one it shows; of one that
// it shows twice in autumn the first is taken unless said otherwise. Both are flagged.
OnTheClock Resolve(const WallTimes& times);

// The first instant at which the wall shows this time or, if it never does, a later
// one. `since_midnight` may be negative or beyond 24 h.
calendar::Instant OnWall(calendar::Date day, std::chrono::seconds since_midnight,
                         const std::string& zone);
}  // namespace aor::timesheet
