// A log that other processes may write, too.
#pragma once

#include <absl/status/status.h>

#include <functional>

#include "libs/eventlog/event_log.h"

namespace aor::eventlog {
class SharedLog : public EventLog {
 public:
  // Calls `done`, once, when all that stood in the log at this call can be read here and no
  // record that this process gave up may land any more: what a refusal is decided on must be
  // that new. UNAVAILABLE when that cannot be told in time. `done` is like an answer of Append.
  virtual void CatchUp(uint32_t chain, std::function<void(absl::Status)> done) = 0;
};
}  // namespace aor::eventlog
