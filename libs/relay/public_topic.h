// Where published events go: the topic <environment>.<context>.public.v1. Twins:
// kafka_topic (librdkafka), memory_topic.
#pragma once

#include <absl/status/statusor.h>

#include <cstdint>
#include <map>
#include <vector>

#include "libs/relay/cloud_event.h"

namespace aor::relay {
// Up to which sequence a chain was handed out; a chain that is missing: not at all.
using HandedOut = std::map<uint32_t, uint64_t>;
struct Outgoing {
  uint32_t chain = 0;
  CloudEvent event;
};

// Used by one thread. Every call waits, for a bounded time.
class PublicTopic {
 public:
  virtual ~PublicTopic() = default;
  // OK once all of them are lasting, those of one chain in their order. After an error any of
  // them may be there: they are sent again, and readers know them by their id.
  virtual absl::Status Publish(const std::vector<Outgoing>& events) = 0;
  // For a later life of this relay, wherever it runs.
  virtual absl::Status Remember(const HandedOut& handed_out) = 0;
  virtual absl::StatusOr<HandedOut> Remembered() = 0;
};
}  // namespace aor::relay
