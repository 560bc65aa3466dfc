#include "services/notifications/channels/channel.h"

#include <absl/strings/str_split.h>

namespace aor::notifications {
std::string SafeReply(const std::string& reply) {
  constexpr size_t kLongest = 120;
  std::string safe;
  for (const absl::string_view word :
       absl::StrSplit(reply, absl::ByAnyChar(" \t\r\n"), absl::SkipEmpty())) {
    const bool names_somebody = word.find_first_of("@<>+") != absl::string_view::npos;
    bool is_plain = true;
    for (const char c : word) is_plain = is_plain && c > ' ' && c < 0x7F;
    if (names_somebody || !is_plain) continue;
    if (safe.size() + word.size() + 1 > kLongest) break;
    if (!safe.empty()) safe += ' ';
    safe.append(word.data(), word.size());
  }
  return safe;
}
}  // namespace aor::notifications
