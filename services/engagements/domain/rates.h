// The part of a contract's decisions that is about its rates: from a day on, and below cost by two.
#pragma once

#include "services/engagements/domain/contract.h"

namespace aor::engagements {
ContractDecision On(const Contract& contract, const AgreeRate& command);
ContractDecision On(const Contract& contract, const ApproveRate& command);
}  // namespace aor::engagements
