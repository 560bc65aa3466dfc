// What is left before a month can be billed and paid, and who waits for whom.
#pragma once

#include <absl/status/status.h>

#include "aor/timesheet/v1/timesheet_service.pb.h"
#include "libs/calendar/calendar.h"
#include "libs/eventsourcing/projection.h"
#include "libs/rpc/caller.h"

namespace aor::timesheet {
// Mondays of the weeks in which a contract has hours to come for a month: those that
// touch both. A monthly salary has one, with the month's last day.
std::vector<calendar::Date> WeeksOf(const v1::ContractRow& contract, calendar::Date month);

absl::Status Answer(const rpc::Caller& caller, const eventsourcing::Rows& rows,
                    calendar::Instant now, const v1::GetMonthStatusRequest& request,
                    v1::GetMonthStatusResponse& response);
}  // namespace aor::timesheet
