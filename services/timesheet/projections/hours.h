// The timesheet's read models.
#pragma once

#include <memory>

#include "libs/eventsourcing/projection.h"

namespace aor::timesheet {
// Contracts with the days on which their work stands still, weeks and entries: one view of three
// logs, so that a reader waits once.
std::unique_ptr<eventsourcing::Projection> HoursProjection();
// Contracts, and complete weeks that the client has not approved: what deadlines look at.
std::unique_ptr<eventsourcing::Projection> AwaitingProjection();
}  // namespace aor::timesheet
