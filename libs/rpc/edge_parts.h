// What the edge of one context is made of; the composition root puts it together.
#pragma once

#include "libs/eventsourcing/clock.h"
#include "libs/metrics/calls.h"
#include "libs/rpc/edge.h"
#include "libs/rpc/policy.h"
#include "libs/rpc/pool.h"

namespace aor::rpc {
struct Edge::Parts {
  const Tokens& tokens;
  const Methods& methods;
  eventsourcing::Runtime* runtime;  // null where nothing is mutated
  Pool& pool;
  metrics::Calls& calls;
  // The real time, also in development: tokens and deadlines are of this world.
  const eventsourcing::Clock& wall;
  // To the other processes of the service, for what these decide.
  std::shared_ptr<grpc::ChannelCredentials> to_others = grpc::InsecureChannelCredentials();
};
}  // namespace aor::rpc
