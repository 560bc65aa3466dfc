#include "services/notifications/channels/mark.h"

#include <absl/strings/ascii.h>

namespace aor::notifications {
namespace {
constexpr size_t kId = 32, kMac = 16;

std::string AsUuid(std::string_view digits) {
  std::string uuid(digits);
  for (const size_t at : {8, 13, 18, 23}) uuid.insert(at, 1, '-');
  return uuid;
}
}  // namespace

std::string Compact(const Mark& mark) {
  std::string digits;
  for (const char c : mark.message_id)
    if (c != '-') digits += c;
  return digits + mark.mac;
}

std::optional<Mark> ReadMark(std::string_view text) {
  constexpr size_t kLongest = kId + kMac + 5;  // four dashes and a point
  std::string digits;
  for (const unsigned char c : text.substr(0, kLongest + 1)) {
    if (c == '-' || c == '.') continue;
    if (!absl::ascii_isxdigit(c)) return std::nullopt;
    digits += absl::ascii_tolower(c);
  }
  if (text.size() > kLongest || digits.size() != kId + kMac) return std::nullopt;
  return Mark{AsUuid(std::string_view(digits).substr(0, kId)), digits.substr(kId)};
}
}  // namespace aor::notifications
