// The notifications' gRPC service: rows into answers, and what people want or have sent again.
#pragma once

#include <grpcpp/impl/service_type.h>

#include <memory>

#include "libs/eventsourcing/projection.h"
#include "libs/rpc/edge.h"
#include "libs/vault/vault.h"
#include "services/notifications/delivery/undelivered.h"

namespace aor::notifications {
std::unique_ptr<grpc::Service> NotificationsEndpoint(rpc::Edge edge,
                                                     eventsourcing::Runtime& runtime,
                                                     eventsourcing::View& outbox,
                                                     vault::Vault& vault,
                                                     std::shared_ptr<Undelivered> undelivered);
}  // namespace aor::notifications
