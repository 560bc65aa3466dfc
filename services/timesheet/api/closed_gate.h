// What was worked on days on which the work had to stand still, had not begun, or was over by an
// end that was recorded since. A fact all the same: it is shown, nothing is refused or taken away
// for it, and it is shown no more once the gate has opened, or an earlier start or a later end is
// recorded.
#pragma once

#include "aor/timesheet/v1/timesheet_rows.pb.h"
#include "libs/eventsourcing/projection.h"

namespace aor::timesheet {
bool IsBehindClosedGate(const eventsourcing::Rows& rows, const std::string& tenant,
                        const v1::Entry& entry);
// How many standing entries of a contract's week are.
int32_t BehindClosedGate(const eventsourcing::Rows& rows, const std::string& tenant,
                         const v1::Week& week);
// Nothing is, of a contract whose start nobody recorded.
bool IsBeforeStart(const eventsourcing::Rows& rows, const std::string& tenant,
                   const v1::Entry& entry);
int32_t BeforeStart(const eventsourcing::Rows& rows, const std::string& tenant,
                    const v1::Week& week);
// As the contract's end is known now, which what was accepted before outlasts.
bool IsAfterEnd(const eventsourcing::Rows& rows, const std::string& tenant, const v1::Entry& entry);
}  // namespace aor::timesheet
