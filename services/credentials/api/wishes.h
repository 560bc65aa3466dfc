// Requests into wishes that the runtime decides on, on the chain of the holder, the worker or the
// scope.
#pragma once

#include <string>

#include "aor/credentials/v1/credentials_service.pb.h"
#include "aor/credentials/v1/gates_service.pb.h"
#include "services/credentials/api/tools.h"

namespace aor::credentials {
std::string IdOf(const v1::DepositCredentialRequest& request, const std::string& tenant);
std::string IdOf(const v1::RequestOverrideRequest& request, const std::string& tenant);
// The agency, or the client or programme that is named. INVALID_ARGUMENT for both.
absl::StatusOr<v1::Scope> ScopeOf(const std::string& client, const std::string& programme);
// The one of the two that is named. INVALID_ARGUMENT for none or both.
absl::StatusOr<std::string> HolderNamed(const std::string& worker, const std::string& supplier);

using MaybeWish = absl::StatusOr<rpc::Wish>;
MaybeWish ToWish(const v1::AdoptPolicyRequest&, const rpc::Caller&, const Tools&);
MaybeWish ToWish(const v1::EndAdoptionRequest&, const rpc::Caller&, const Tools&);
MaybeWish ToWish(const v1::DepositCredentialRequest&, const rpc::Caller&, const Tools&);
MaybeWish ToWish(const v1::AcceptCredentialRequest&, const rpc::Caller&, const Tools&);
MaybeWish ToWish(const v1::RejectCredentialRequest&, const rpc::Caller&, const Tools&);
MaybeWish ToWish(const v1::RevokeCredentialRequest&, const rpc::Caller&, const Tools&);
MaybeWish ToWish(const v1::RequestUpdateRequest&, const rpc::Caller&, const Tools&);
MaybeWish ToWish(const v1::RequestOverrideRequest&, const rpc::Caller&, const Tools&);
MaybeWish ToWish(const v1::GrantOverrideRequest&, const rpc::Caller&, const Tools&);
MaybeWish ToWish(const v1::EndOverrideRequest&, const rpc::Caller&, const Tools&);
}  // namespace aor::credentials
