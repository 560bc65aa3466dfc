// A mail that came back, as the server tells that gave up on it: a delivery status notification,
// RFC 3464.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace aor::notifications {
inline constexpr size_t kLargestReport = 1 << 20;

struct Bounce {
  std::string wire_id;     // of the mail that it returns
  std::string action;      // in lower case: failed, delayed, delivered, relayed, expanded
  std::string status;      // 5.1.1
  std::string diagnostic;  // of the server; made harmless by SafeReply before it is stored
};
// Nothing for what is no report, or says not of which mail. Anybody may write one: nothing of it is
// believed but these four.
std::optional<Bounce> ReadBounce(std::string_view mail);
}  // namespace aor::notifications
