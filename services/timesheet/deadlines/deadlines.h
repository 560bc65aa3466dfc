#pragma once

#include <memory>

#include "libs/eventsourcing/reaction.h"
#include "services/timesheet/api/wishes.h"

namespace aor::timesheet {
// Whenever a complete week has waited as many days as its contract allows, after its
// hours were due: approves it tacitly.
std::unique_ptr<eventsourcing::Deadline> TacitApproval(eventsourcing::Runtime& runtime,
                                                       eventsourcing::View& awaiting,
                                                       std::shared_ptr<const Known> known);
// Whenever the hours of a contract's week are due and not declared complete: records it.
std::unique_ptr<eventsourcing::Deadline> LateHours(eventsourcing::Runtime& runtime,
                                                   eventsourcing::View& awaiting,
                                                   std::shared_ptr<const Known> known);
}  // namespace aor::timesheet
