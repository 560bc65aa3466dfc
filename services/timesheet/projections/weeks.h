// Weeks and entries as they stand, folded from the timesheet's own log.
#pragma once

#include "libs/eventsourcing/projection.h"

namespace aor::timesheet {
void ApplyToWeeks(const eventsourcing::Happened& happened, eventsourcing::WritableRows& rows);
}  // namespace aor::timesheet
