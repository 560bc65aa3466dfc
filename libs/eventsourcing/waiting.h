// A read that may wait where it stands: not on a thread that others need.
#pragma once

#include <absl/status/status.h>
#include <absl/time/time.h>

#include <string_view>

#include "libs/eventsourcing/projection.h"

namespace aor::eventsourcing {
// Blocks until the view has applied the token, `patience` at most; at once for an empty one. Errors
// as View::WhenApplied tells them.
absl::Status WaitFor(View& view, std::string_view token,
                     absl::Duration patience = absl::Seconds(5));
}  // namespace aor::eventsourcing
