// What was worked on days on which the work had to stand still. A fact all the same: it is shown,
// nothing is refused or taken away for it, and it is shown no more once the gate has opened.
#pragma once

#include "aor/timesheet/v1/timesheet_rows.pb.h"
#include "libs/eventsourcing/projection.h"

namespace aor::timesheet {
bool IsBehindClosedGate(const eventsourcing::Rows& rows, const std::string& tenant,
                        const v1::Entry& entry);
// How many standing entries of a contract's week are.
int32_t BehindClosedGate(const eventsourcing::Rows& rows, const std::string& tenant,
                         const v1::Week& week);
}  // namespace aor::timesheet
