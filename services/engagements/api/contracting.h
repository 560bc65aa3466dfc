// Whether the gates of credentials let a contract be concluded or extended, or its work begin,
// asked before that is decided: what is found travels in the command.
#pragma once

#include "aor/engagements/v1/engagements_service.pb.h"
#include "services/engagements/api/tools.h"
#include "services/engagements/domain/contract.h"

namespace aor::engagements {
// Closed, and nobody was asked, where something else stands in the way or there is nothing to
// decide. UNAVAILABLE while credentials does not answer.
absl::StatusOr<Gate> AskToConclude(const v1::ContractConcluded& facts,
                                   const v1::ConcludeContractRequest& request,
                                   const rpc::Caller& caller, const Tools& tools);
absl::StatusOr<Gate> AskToExtend(const v1::ExtendContractRequest& request,
                                 const rpc::Caller& caller, const Tools& tools);
absl::StatusOr<Gate> AskToStart(const v1::RecordStartRequest& request, const rpc::Caller& caller,
                                const Tools& tools);
}  // namespace aor::engagements
