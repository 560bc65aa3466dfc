// Lists and counts over the rows of EngagementsView.
#pragma once

#include <absl/status/status.h>

#include "aor/engagements/v1/engagements_service.pb.h"
#include "libs/eventsourcing/projection.h"
#include "libs/rpc/caller.h"
#include "services/engagements/api/tools.h"

namespace aor::engagements {
absl::Status List(const v1::ListQuotesRequest& request, const rpc::Caller& caller,
                  const eventsourcing::Rows& rows, v1::ListQuotesResponse& response);
absl::Status List(const v1::ListContractsRequest& request, const rpc::Caller& caller,
                  const eventsourcing::Rows& rows, v1::ListContractsResponse& response);
absl::Status List(const v1::ListQuoteTemplatesRequest& request, const LoadedRules& loaded,
                  v1::ListQuoteTemplatesResponse& response);
void Count(const v1::GetStaffingRequest& request, const std::string& tenant,
           const eventsourcing::Rows& rows, v1::GetStaffingResponse& response);
}  // namespace aor::engagements
