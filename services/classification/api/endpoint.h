// The context's gRPC methods: requests into wishes, rows into answers. The contract of
// each stands in its proto.
#pragma once

#include <grpcpp/impl/service_type.h>

#include <memory>

#include "services/classification/api/tools.h"

namespace aor::classification {
std::unique_ptr<grpc::Service> ClassificationEndpoint(Tools tools);
}  // namespace aor::classification
