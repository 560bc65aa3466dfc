// The context's gRPC services. The contract of each method stands in its proto.
#pragma once

#include <grpcpp/impl/service_type.h>

#include <memory>

#include "services/missions/api/tools.h"

namespace aor::missions {
std::unique_ptr<grpc::Service> MissionEndpoint(Tools tools);
std::unique_ptr<grpc::Service> FeeEndpoint(Tools tools);
std::unique_ptr<grpc::Service> FundingEndpoint(Tools tools);
std::unique_ptr<grpc::Service> RollEndpoint(Tools tools);
std::unique_ptr<grpc::Service> FacilitatorEndpoint(Tools tools);
std::unique_ptr<grpc::Service> QualityEndpoint(Tools tools);
std::unique_ptr<grpc::Service> ComplaintEndpoint(Tools tools);
std::unique_ptr<grpc::Service> InvitationEndpoint(Tools tools);
}  // namespace aor::missions
