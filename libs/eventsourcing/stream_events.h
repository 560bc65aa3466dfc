// One stream's part of a commit that may hold hundreds of streams.
#pragma once

#include <functional>
#include <string_view>

#include "aor/eventlog/v1/commit.pb.h"

namespace aor::eventsourcing {
// Visits the stream's events in order and passes over all other bytes unread. False for
// bytes that are no commit.
bool ForEachEvent(std::string_view commit, std::string_view stream,
                  const std::function<void(const eventlog::v1::Event&)>& visit);
}  // namespace aor::eventsourcing
