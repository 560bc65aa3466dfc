// What one signature stands for: a half-day, by the clock on the wall of the place.
#pragma once

#include <string>
#include <vector>

#include "libs/calendar/calendar.h"

namespace aor::missions {
// An interval is the half-day in which it begins, also over midnight (AM before 13:00, PM before
// 18:00, EVE after), and the afternoon too where it begins before 13:00 and ends after 14:00.
// Each once, in order: 2026-10-24-AM.
std::vector<std::string> HalfDaysOf(const std::vector<calendar::Interval>& times);
}  // namespace aor::missions
