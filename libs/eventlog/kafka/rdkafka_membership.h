#pragma once

#include <absl/status/statusor.h>

#include <memory>

#include "libs/eventlog/kafka/membership.h"
#include "libs/eventlog/kafka/rdkafka_cluster.h"

namespace aor::eventlog::kafka {
// A consumer group of Kafka: static members, an eager assignor. `connect` outlives it.
absl::StatusOr<std::unique_ptr<Membership>> JoinGroup(const ConnectOptions& connect,
                                                      MemberOptions options, OnAssigned told);
}  // namespace aor::eventlog::kafka
