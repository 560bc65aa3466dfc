#include "libs/eventsourcing/waiting.h"

#include <absl/time/clock.h>

#include <future>
#include <memory>

namespace aor::eventsourcing {
absl::Status WaitFor(View& view, std::string_view token, absl::Duration patience) {
  if (token.empty()) return absl::OkStatus();
  // Shared, since the view may still hold it when it has answered.
  const auto applied = std::make_shared<std::promise<absl::Status>>();
  view.WhenApplied(token, absl::Now() + patience,
                   [applied](absl::Status status) { applied->set_value(std::move(status)); });
  return applied->get_future().get();
}
}  // namespace aor::eventsourcing
