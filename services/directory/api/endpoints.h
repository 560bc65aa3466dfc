// The directory's gRPC services: requests into commands, rows into answers. The
// contract of each RPC stands in its proto.
#pragma once

#include <grpcpp/impl/service_type.h>

#include <memory>

#include "libs/eventsourcing/projection.h"
#include "libs/eventsourcing/runtime.h"
#include "libs/rpc/edge.h"
#include "libs/vault/vault.h"

namespace aor::directory {
// What the endpoints use; all of it outlives them.
struct Tools {
  rpc::Edge edge;
  eventsourcing::View& view;  // of DirectoryView
  vault::Vault& vault;
  eventsourcing::Runtime& runtime;
};
std::unique_ptr<grpc::Service> OrganisationEndpoint(Tools tools);
std::unique_ptr<grpc::Service> PersonEndpoint(Tools tools);
std::unique_ptr<grpc::Service> AccountEndpoint(Tools tools);
std::unique_ptr<grpc::Service> ContactEndpoint(Tools tools);
}  // namespace aor::directory
