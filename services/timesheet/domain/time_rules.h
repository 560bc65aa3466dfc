// Which hours carry a supplement, as data: loaded from rules/, never written in code.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "aor/timesheet/v1/timesheet_events.pb.h"
#include "libs/money/money.h"

namespace aor::timesheet {
// A stretch of the wall clock that recurs: night, Sunday, public holiday. Counted
// from midnight of each day it recurs on; negative means the evening before.
struct Window {
  enum class On { kEveryDay, kSundays, kPublicHolidays };
  v1::Category category = v1::CATEGORY_NIGHT;
  money::Decimal percent;
  On on = On::kEveryDay;
  std::chrono::seconds from{0}, to{0};
  int month = 0, day = 0;  // of public holidays this one alone; 0: all
};

// The next stretch of overtime at one percentage; the last one has no width.
struct OvertimeTier {
  std::optional<std::chrono::seconds> width;
  money::Decimal percent;
};

// Of what falls on one moment: the highest supplement, overtime among them; the highest window and
// overtime beside it; or everything.
enum class Cumulation { kHighest, kOvertimeBeside, kAll };

// Overtime is the larger of what days and the week exceed.
struct TimeRules {
  std::string id;       // such as GAV-PERSONALVERLEIH
  std::string version;  // content hash
  std::string tz_version;
  std::optional<std::chrono::seconds> daily_limit, weekly_limit;
  std::vector<OvertimeTier> overtime;
  std::vector<Window> windows;
  money::Decimal extra_work_percent;
  Cumulation cumulation = Cumulation::kOvertimeBeside;
  money::Decimal paid_holidays{};  // percent of the base rate, where they are not worked; 0: unpaid
};
}  // namespace aor::timesheet
