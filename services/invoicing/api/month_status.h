// What a month's claims wait for: who acts next, since when and until when.
#pragma once

#include <absl/status/status.h>

#include "aor/invoicing/v1/invoicing_service.pb.h"
#include "libs/calendar/calendar.h"
#include "libs/eventsourcing/projection.h"
#include "libs/rpc/caller.h"

namespace aor::invoicing {
absl::Status Answer(const rpc::Caller& caller, const v1::GetMonthStatusRequest& request,
                    const eventsourcing::Rows& rows, calendar::Instant now,
                    v1::GetMonthStatusResponse& response);
}  // namespace aor::invoicing
