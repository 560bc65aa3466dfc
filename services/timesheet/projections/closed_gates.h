// On which days credentials lets no work go on.
#pragma once

#include "libs/eventsourcing/projection.h"

namespace aor::timesheet {
// Takes what credentials publishes of the gate STARTING and leaves every other event alone.
void ApplyToClosedGates(const eventsourcing::Happened& happened, eventsourcing::WritableRows& rows);
}  // namespace aor::timesheet
