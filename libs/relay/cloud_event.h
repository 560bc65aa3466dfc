// A published event as everybody else reads it: a CloudEvent 1.0, its data the event's protobuf
// bytes as they stand in the log.
#pragma once

#include <absl/status/statusor.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "aor/eventlog/v1/commit.pb.h"

namespace aor::relay {
struct CloudEvent {
  std::string key;   // <tenant>/<stream>: what happened to one thing keeps its order
  std::string data;  // of the message that `dataschema` names
  std::vector<std::pair<std::string, std::string>> attributes;  // without "ce_"
};

// The published events of a commit at a place of its chain, in their order; what is private
// stays at home, and so does the reason. FAILED_PRECONDITION for a type that this program does
// not know: a newer release wrote it, and nothing may be skipped.
absl::StatusOr<std::vector<CloudEvent>> PublicEventsOf(const eventlog::v1::Commit& commit,
                                                       uint64_t sequence);
}  // namespace aor::relay
