// What comes to the address that our mails come back to: reports of mail servers (RFC 3464), and
// mails that somebody unsubscribes by (RFC 2369). Anybody may write one: it is worth as much as the
// mark of ours that it bears.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "services/notifications/channels/mark.h"

namespace aor::notifications {
inline constexpr size_t kLargestReport = 1 << 20;

struct Bounce {
  Mark mark;               // of the mail that it is about
  std::string action;      // in lower case: failed, delayed, delivered, relayed, expanded
  std::string status;      // 5.1.1
  std::string diagnostic;  // of the server; made harmless by SafeReply before it is stored
};
// Nothing for what is no report, or says not of which mail: by the address that it came to, or by
// the Message-ID of the mail that it returns.
std::optional<Bounce> ReadBounce(std::string_view mail);

// Where a mail comes back to, or is unsubscribed from: "bounces" for bounces@agency.example
// becomes bounces+b<mark>@…, or bounces+u<mark>@….
std::string AddressFor(const std::string& mail, char purpose, const Mark& mark);
// The mark of the address that a mail was delivered to.
std::optional<Mark> AddressedTo(std::string_view mail, char purpose);
inline constexpr char kToReport = 'b', kToUnsubscribe = 'u';
}  // namespace aor::notifications
