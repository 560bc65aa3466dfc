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
};

// The next stretch of overtime at one percentage; the last one has no width.
struct OvertimeTier {
  std::optional<std::chrono::seconds> width;
  money::Decimal percent;
};

// Of a moment's supplements the highest wins. Overtime is the larger of what days
// and the week exceed; its supplement stands beside the others.
struct TimeRules {
  std::string id;       // such as GAV-PERSONALVERLEIH
  std::string version;  // content hash
  std::string tz_version;
  std::optional<std::chrono::seconds> daily_limit, weekly_limit;
  std::vector<OvertimeTier> overtime;
  std::vector<Window> windows;
  money::Decimal extra_work_percent;
};
}  // namespace aor::timesheet
