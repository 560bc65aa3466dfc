// Answers from the rows of MissionsView and from the rules.
#pragma once

#include "aor/missions/v1/facilitators_service.pb.h"
#include "aor/missions/v1/fees_service.pb.h"
#include "aor/missions/v1/missions_service.pb.h"
#include "services/missions/api/tools.h"

namespace aor::missions {
// The mission as this caller may see it: fees are for the office, whoever coordinates or
// coordinated, and each payee. NOT_FOUND as for one that there is not.
absl::StatusOr<v1::Mission> MissionFor(const rpc::Caller& caller, const eventsourcing::Rows& rows,
                                       const std::string& mission);

// Is to run it, or did; who was only asked to is not.
bool IsConfirmed(const v1::SessionRecord& session, const std::string& person);
bool Runs(const rpc::Caller& caller, const v1::SessionRecord& session);
// Coordinates it as of now; earlier coordinators still see it.
bool CoordinatesNow(const rpc::Caller& caller, const v1::Mission& mission);
// Of the office, coordinates the mission, or runs the session.
bool WorksOn(const rpc::Caller& caller, const v1::Mission& mission,
             const v1::SessionRecord& session);
// NOT_FOUND for one that the caller does not work on.
absl::StatusOr<v1::SessionRecord> SessionFor(const rpc::Caller& caller,
                                             const eventsourcing::Rows& rows,
                                             const std::string& mission,
                                             const std::string& session);

absl::Status Get(const Tools& tools, const v1::GetMissionRequest& request,
                 const rpc::Caller& caller, const eventsourcing::Rows& rows,
                 v1::GetMissionResponse& response);
absl::Status List(const v1::ListMissionsRequest& request, const rpc::Caller& caller,
                  const eventsourcing::Rows& rows, v1::ListMissionsResponse& response);
absl::Status Explain(const Tools& tools, const v1::ExplainClosingRequest& request,
                     const rpc::Caller& caller, const eventsourcing::Rows& rows,
                     v1::ExplainClosingResponse& response);
absl::Status List(const Tools& tools, const v1::ListWorkRequest& request, const rpc::Caller& caller,
                  const eventsourcing::Rows& rows, v1::ListWorkResponse& response);
absl::Status Get(const v1::GetFacilitatorRequest& request, const rpc::Caller& caller,
                 const eventsourcing::Rows& rows, v1::GetFacilitatorResponse& response);
}  // namespace aor::missions
