// Many drafts, one commit each.
#pragma once

#include <absl/status/status.h>

#include "services/invoicing/api/endpoints.h"
#include "services/invoicing/api/wishes.h"

namespace aor::invoicing {
// Confirms drafts of the entity up to the request's bounds. Request ids are derived from
// the draft and its etag, so that a repeat confirms nothing twice.
absl::Status ConfirmAll(const rpc::Caller& caller, const v1::ConfirmAllDraftsRequest& request,
                        const eventsourcing::Rows& rows, eventsourcing::Runtime& runtime,
                        v1::ConfirmAllDraftsResponse& response);
}  // namespace aor::invoicing
