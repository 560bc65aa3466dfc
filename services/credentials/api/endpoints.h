// The context's gRPC services. The contract of each method stands in its proto.
#pragma once

#include <grpcpp/impl/service_type.h>

#include <memory>

#include "services/credentials/api/tools.h"

namespace aor::credentials {
std::unique_ptr<grpc::Service> CredentialEndpoint(Tools tools);
std::unique_ptr<grpc::Service> GateEndpoint(Tools tools);
}  // namespace aor::credentials
