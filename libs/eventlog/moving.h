// The end of a log in one place: each chain's last commit here says where it goes on.
#pragma once

#include <absl/status/status.h>
#include <absl/time/time.h>

#include <string>

#include "libs/eventlog/event_log.h"

namespace aor::eventlog {
inline constexpr char kEmbeddedPlace[] = "embedded";
std::string KafkaPlace(const std::string& topic);

// OK, or FAILED_PRECONDITION with log, chain and place: a chain of it goes on elsewhere.
absl::Status CheckIsAt(const EventLog& log, const std::string& here);
// Ends every chain with a move, empty ones too: nobody begins anything here any more. Again, it
// goes on where it was interrupted. FAILED_PRECONDITION when a chain moved to a third place,
// UNAVAILABLE when the log does not take a commit. Nobody else writes meanwhile.
absl::Status MoveAway(EventLog& log, const std::string& here, const std::string& there,
                      absl::Time now);
}  // namespace aor::eventlog
