// What answers and complaints say of sessions, missions and facilitators: figures, with how many
// answers they rest on.
#pragma once

#include "aor/missions/v1/complaints_service.pb.h"
#include "aor/missions/v1/quality_service.pb.h"
#include "services/missions/api/tools.h"

namespace aor::missions {
absl::Status Get(const Tools& tools, const v1::GetMissionQualityRequest& request,
                 const rpc::Caller& caller, const eventsourcing::Rows& rows,
                 v1::GetMissionQualityResponse& response);
absl::Status Get(const Tools& tools, const v1::GetFacilitatorQualityRequest& request,
                 const rpc::Caller& caller, const eventsourcing::Rows& rows,
                 v1::GetFacilitatorQualityResponse& response);
absl::Status List(const Tools& tools, const v1::ListAnswersRequest& request,
                  const rpc::Caller& caller, const eventsourcing::Rows& rows,
                  v1::ListAnswersResponse& response);
absl::Status List(const Tools& tools, const v1::ListComplaintsRequest& request,
                  const rpc::Caller& caller, const eventsourcing::Rows& rows,
                  v1::ListComplaintsResponse& response);
}  // namespace aor::missions
