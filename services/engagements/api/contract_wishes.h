// Requests about contracts into wishes that the runtime decides on.
#pragma once

#include "aor/engagements/v1/engagements_service.pb.h"
#include "libs/rpc/caller.h"
#include "services/engagements/api/tools.h"
#include "services/engagements/domain/contract.h"

namespace aor::engagements {
std::string IdOf(const v1::ConcludeContractRequest& request, const std::string& tenant);
// Waits for the places of the request's consistency_token and asks the contracting gate, for a
// bounded time.
absl::StatusOr<rpc::Wish> ToWish(const v1::ConcludeContractRequest& request,
                                 const rpc::Caller& caller, const Tools& tools);
rpc::Wish ToWish(const v1::SignPaperRequest& request, const rpc::Caller& caller);
absl::StatusOr<rpc::Wish> ToWish(const v1::ExtendContractRequest& request,
                                 const rpc::Caller& caller, const Tools& tools);
absl::StatusOr<rpc::Wish> ToWish(const v1::RecordStartRequest& request, const rpc::Caller& caller,
                                 const Tools& tools);
rpc::Wish ToWish(const v1::EndContractRequest& request);
rpc::Wish ToWish(const v1::AgreeRateRequest& request, const rpc::Caller& caller,
                 const Tools& tools);
rpc::Wish ToWish(const v1::ApproveRateRequest& request, const rpc::Caller& caller);
}  // namespace aor::engagements
