#pragma once

#include <grpcpp/impl/service_type.h>

#include <memory>

#include "libs/eventsourcing/runtime.h"
#include "libs/rpc/edge.h"
#include "services/timesheet/api/wishes.h"

namespace aor::timesheet {
// Turns requests into commands and views into answers; the contract of each method is
// in the proto. The runtime outlives the endpoint.
std::unique_ptr<grpc::Service> TimesheetEndpoint(rpc::Edge edge, eventsourcing::Runtime& runtime,
                                                 std::shared_ptr<const Known> known);
}  // namespace aor::timesheet
