// The gate before a contractor's fee. Wages have none: they are owed.
#pragma once

#include <optional>
#include <vector>

#include "aor/payroll/v1/payroll_events.pb.h"
#include "libs/calendar/calendar.h"

namespace aor::payroll {
// Days on which it is closed, both ends included; no last one: it still is.
struct ClosedDays {
  calendar::Date first;
  std::optional<calendar::Date> last;
};
// A fee waits while the gate is closed on the day of payment, or was on a day of its work.
bool Waits(const v1::GuardedWork& work, const std::vector<ClosedDays>& closed,
           calendar::Date today);
}  // namespace aor::payroll
