// Verification in bulk: what matches the schedule, one worker's chain after the other.
#pragma once

#include "libs/eventsourcing/runtime.h"
#include "services/timesheet/api/wishes.h"

namespace aor::timesheet {
// Each week is a commit of its own under a request id derived from this one, so that a
// call that was cut short is sent again and goes on.
absl::Status VerifyMatching(eventsourcing::Runtime& runtime, const Known& known,
                            const rpc::Caller& caller,
                            const v1::VerifyMatchingHoursRequest& request,
                            v1::VerifyMatchingHoursResponse& response);
}  // namespace aor::timesheet
