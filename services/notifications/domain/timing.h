// When something is said: not at night, and not one by one when it is too much.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "libs/calendar/calendar.h"

namespace aor::notifications {
using calendar::Instant;

// By the recipient's wall clock; from > to is a window over midnight.
struct QuietHours {
  std::chrono::seconds from = std::chrono::hours{20};
  std::chrono::seconds to = std::chrono::hours{7};
  bool sundays = true;
};
// The first moment from `now` on that is not quiet; nothing if that is now.
std::optional<Instant> QuietUntil(Instant now, const std::string& zone, const QuietHours& quiet);

inline constexpr size_t kMostAnHour = 5;  // messages to one recipient
// What happens to what waits for one recipient.
struct Plan {
  bool gather = false;           // all of it leaves as one digest
  std::optional<Instant> waits;  // until then: enough was sent within an hour
};
Plan PlanFor(size_t waiting, const std::vector<Instant>& sent, Instant now);
}  // namespace aor::notifications
