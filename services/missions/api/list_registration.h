// A participant list read for a session's roll, and taken onto it.
#pragma once

#include "aor/missions/v1/roll_service.pb.h"
#include "services/missions/api/tools.h"

namespace aor::missions {
absl::Status ReadList(const Tools& tools, const v1::ReadParticipantListRequest& request,
                      const rpc::Caller& caller, v1::ReadParticipantListResponse& response);
}  // namespace aor::missions
