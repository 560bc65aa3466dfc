// Answers from the rows of CredentialsView and from the rules.
#pragma once

#include "aor/credentials/v1/credentials_service.pb.h"
#include "aor/credentials/v1/gates_service.pb.h"
#include "services/credentials/api/tools.h"

namespace aor::credentials {
absl::Status List(const v1::ListPoliciesRequest& request, const RuleBook& rules,
                  v1::ListPoliciesResponse& response);
absl::Status List(const v1::ListAdoptionsRequest& request, const rpc::Caller& caller,
                  const eventsourcing::Rows& rows, v1::ListAdoptionsResponse& response);
absl::Status List(const v1::ListCredentialsRequest& request, const rpc::Caller& caller,
                  const eventsourcing::Rows& rows, const vault::Vault& vault,
                  v1::ListCredentialsResponse& response);
absl::Status List(const v1::ListOverridesRequest& request, const rpc::Caller& caller,
                  const eventsourcing::Rows& rows, const vault::Vault& vault,
                  v1::ListOverridesResponse& response);

// Why a gate is held open is told to those who decide on it.
bool MayReadWhy(const rpc::Caller& caller);

absl::Status Check(const v1::CheckGatesRequest& request, const rpc::Caller& caller,
                   const eventsourcing::Rows& rows, const Tools& tools,
                   v1::CheckGatesResponse& response);
absl::Status List(const v1::ListStretchesRequest& request, const rpc::Caller& caller,
                  const eventsourcing::Rows& rows, const Tools& tools,
                  v1::ListStretchesResponse& response);
absl::Status List(const v1::ListRequirementsRequest& request, const rpc::Caller& caller,
                  const eventsourcing::Rows& rows, const Tools& tools,
                  v1::ListRequirementsResponse& response);
absl::Status List(const v1::ListClosingsRequest& request, const rpc::Caller& caller,
                  const eventsourcing::Rows& rows, const Tools& tools,
                  v1::ListClosingsResponse& response);
absl::Status Get(const v1::GetOnboardingRequest& request, const rpc::Caller& caller,
                 const eventsourcing::Rows& rows, const Tools& tools,
                 v1::GetOnboardingResponse& response);
}  // namespace aor::credentials
