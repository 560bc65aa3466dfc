// From entries as people write them to entries as facts, and what a commit says of them.
#pragma once

#include <absl/status/statusor.h>

#include "aor/timesheet/v1/timesheet_service.pb.h"
#include "libs/eventsourcing/runtime.h"
#include "services/timesheet/domain/contract.h"

namespace aor::timesheet {
// INVALID_ARGUMENT, naming the field below `path`, for what cannot be read. Wall clock
// times are resolved in the contract's zone unless another one is given.
absl::StatusOr<v1::Entry> ToEntry(const v1::NewEntry& written, const Contract& contract,
                                  const std::string& entry_id, const std::string& path);
// The local day an entry begins on, which says its week.
calendar::Date DayOf(const v1::Entry& entry);

// The events of timesheet in a commit, in its order.
std::vector<v1::WeekEvent> EventsOf(const eventsourcing::Committed& committed);
// What became of each entry of a grid.
void FillOutcomes(const eventsourcing::Committed& committed, const v1::RecordHoursRequest& request,
                  v1::RecordHoursResponse& response);
}  // namespace aor::timesheet
