// What the endpoints share.
#pragma once

#include "libs/rpc/calls.h"
#include "services/missions/api/tools.h"

namespace aor::missions {
using eventsourcing::Committed;
using eventsourcing::Rows;
using rpc::Caller;
using rpc::Context;
using rpc::ForEach;
using rpc::Mutate;
using rpc::Reactor;
using rpc::Read;
}  // namespace aor::missions
