// Working time as people write it: "2026-10-05 08:00..2026-10-05 17:00 Europe/Zurich".
#pragma once

#include <string>
#include <string_view>

#include "aor/timesheet/v1/timesheet_rows.pb.h"
#include "aor/types/v1/calendar.pb.h"
#include "libs/calendar/calendar.h"

namespace aor::aorctl {
// False for text in another notation, and for a time that the wall never shows. Of a time
// that the autumn night shows twice the first is taken; @1 and @2 behind it say which.
bool ToInterval(types::v1::Interval& interval, std::string_view text);
// Into an entry of hours, which may hold times that are odd: the spring night skips 02:30,
// the autumn night shows it twice, and neither @1 nor @2 says which is meant. Such times go
// to the service as the wall showed them; it takes and flags them. All others are instants.
bool ToWorkedTime(timesheet::v1::NewEntry& entry, std::string_view text);
// The zone or the day in it that does not exist, as a clause; empty if it is something else.
std::string WhatDoesNotExist(std::string_view text);
// In the same notation, with @1 or @2 where the wall shows a time twice.
std::string IntervalText(const calendar::Interval& interval);
}  // namespace aor::aorctl
