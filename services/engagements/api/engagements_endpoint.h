// The context's gRPC methods: requests into wishes, rows into answers. The contract of
// each stands in its proto.
#pragma once

#include <grpcpp/impl/service_type.h>

#include <memory>

#include "services/engagements/api/tools.h"

namespace aor::engagements {
std::unique_ptr<grpc::Service> EngagementsEndpoint(Tools tools);
std::unique_ptr<grpc::Service> WageRulesEndpoint(Tools tools);
}  // namespace aor::engagements
