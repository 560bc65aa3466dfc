#include "services/notifications/channels/channel.h"

#include <absl/strings/ascii.h>
#include <absl/strings/match.h>
#include <absl/strings/str_cat.h>
#include <absl/strings/str_split.h>

#include <algorithm>
#include <vector>

namespace aor::notifications {
namespace {
bool IsCode(absl::string_view word) {  // 550, 5.1.1
  return std::ranges::all_of(word, [](char c) { return absl::ascii_isdigit(c) || c == '.'; });
}

// What a server says to a refusal or a delay may name whom it is about in any words.
std::string CodesOf(const std::vector<absl::string_view>& words) {
  constexpr size_t kReplyAndStatus = 2;
  std::string codes;
  for (size_t i = 0; i < words.size() && i < kReplyAndStatus && IsCode(words[i]); ++i)
    absl::StrAppend(&codes, i == 0 ? "" : " ", words[i]);
  return codes;
}

std::string WithoutAddresses(const std::vector<absl::string_view>& words) {
  constexpr size_t kLongest = 120;
  std::string safe;
  for (const absl::string_view word : words) {
    const bool names_somebody = word.find_first_of("@<>+") != absl::string_view::npos;
    const bool is_plain = std::ranges::all_of(word, [](char c) { return c > ' ' && c < 0x7F; });
    if (names_somebody || !is_plain) continue;
    if (safe.size() + word.size() + 1 > kLongest) break;
    absl::StrAppend(&safe, safe.empty() ? "" : " ", word);
  }
  return safe;
}
}  // namespace

std::string SafeReply(const std::string& reply) {
  const size_t type_end = reply.find_first_of("; \t\r\n");
  const bool is_reported = type_end != std::string::npos && reply[type_end] == ';';  // smtp; 550 …
  const std::vector<absl::string_view> words =
      absl::StrSplit(absl::string_view(reply).substr(is_reported ? type_end + 1 : 0),
                     absl::ByAnyChar(" \t\r\n"), absl::SkipEmpty());
  const bool is_refusal = !words.empty() && IsCode(words.front()) && words.front()[0] != '2';
  return is_reported || is_refusal ? CodesOf(words) : WithoutAddresses(words);
}
}  // namespace aor::notifications
