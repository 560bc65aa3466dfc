// The gRPC services of invoicing.
#pragma once

#include <grpcpp/grpcpp.h>

#include <memory>

#include "libs/eventsourcing/projection.h"
#include "libs/rpc/edge.h"

namespace aor::invoicing {
struct Tools {
  rpc::Edge edge;
  eventsourcing::View& view;  // of BillingView
  const eventsourcing::Clock& clock;
};
std::unique_ptr<grpc::Service> InvoicingEndpoint(Tools tools);
std::unique_ptr<grpc::Service> SelfBillingEndpoint(Tools tools);
std::unique_ptr<grpc::Service> ExemptionEndpoint(Tools tools);
}  // namespace aor::invoicing
