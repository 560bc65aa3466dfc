// From intervals of work to lines of time by day and category. Pure computation.
#pragma once

#include <chrono>
#include <vector>

#include "aor/timesheet/v1/timesheet_events.pb.h"
#include "services/timesheet/domain/contract.h"

namespace aor::timesheet {
// An entry that counts, less the end of it that waits for confirmation as overtime.
struct Counted {
  v1::Entry entry;
  std::chrono::seconds pending{0};
};

// The lines of one contract among all that counts of the same worker, employer and
// week; overtime is dated `sunday` and names the days that caused it. The order of the entries
// does not matter.
// - Time is the union: a moment that two entries share counts once, for the one that
//   began first.
// - An unpaid break stands in the middle of its entry; who needs it elsewhere enters
//   two intervals.
// - A shift belongs to the day on which it begins for the daily limit, and to each
//   local day for its lines.
// - Overtime is caused by the later hours of the week (or, under the daily limit, of
//   the day), so it is cost of their contract. Each contract is measured by its own rules.
// - Absences are lines without BASE, and so are public holidays that were not worked: paid ones
//   where the rules pay them.
std::vector<v1::TimeLine> Measure(const std::vector<Counted>& counted, const Contract& contract,
                                  calendar::Date sunday);
}  // namespace aor::timesheet
