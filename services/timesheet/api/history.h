// Everything that happened to a week, from the log itself.
#pragma once

#include <absl/status/status.h>

#include "aor/timesheet/v1/timesheet_service.pb.h"
#include "libs/eventlog/event_log.h"
#include "libs/rpc/caller.h"

namespace aor::timesheet {
absl::Status Answer(const rpc::Caller& caller, const eventlog::EventLog& log,
                    const v1::GetHistoryRequest& request, v1::GetHistoryResponse& response);
}  // namespace aor::timesheet
