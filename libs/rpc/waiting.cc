#include <absl/synchronization/notification.h>
#include <absl/time/clock.h>

#include "libs/rpc/edge.h"

namespace aor::rpc {
namespace {
constexpr absl::Duration kPatience = absl::Seconds(5);
}  // namespace

absl::Status WaitFor(eventsourcing::View& view, const std::string& token) {
  if (token.empty()) return absl::OkStatus();
  // Shared, since the view may answer after the patience of this call.
  struct Applied {
    absl::Notification done;
    absl::Status status;
  };
  const auto applied = std::make_shared<Applied>();
  view.WhenApplied(token, absl::Now() + kPatience, [applied](absl::Status status) {
    applied->status = std::move(status);
    applied->done.Notify();
  });
  applied->done.WaitForNotification();
  return applied->status;
}
}  // namespace aor::rpc
