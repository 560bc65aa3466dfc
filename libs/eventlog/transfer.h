// Moves a log from one place to another, byte for byte: the same commits on the same chains, so
// that every head, proof and checkpoint of it holds there too.
#pragma once

#include <absl/status/statusor.h>

#include "libs/eventlog/event_log.h"

namespace aor::eventlog {
struct Transferred {
  uint64_t commits = 0, bytes = 0;  // moved now; what was there before is only compared
  uint32_t chains = 0;              // that hold a commit
};
// Goes on where an earlier transfer ended. FAILED_PRECONDITION, before anything is written, when
// the target holds what is not the beginning of the source; UNAVAILABLE when the target does not
// take a commit. Nobody else writes to either meanwhile.
absl::StatusOr<Transferred> Transfer(const EventLog& source, EventLog& target);
// OK when all chains end at the same heads; FAILED_PRECONDITION names the first that does not.
absl::Status CompareHeads(const EventLog& source, const EventLog& target);
}  // namespace aor::eventlog
