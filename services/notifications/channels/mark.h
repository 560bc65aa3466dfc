// What a mail of ours bears wherever it may be told of: which message it is, and what only who saw
// the mail, or a server that carried it, can know of it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace aor::notifications {
struct Mark {
  std::string message_id;  // a UUID
  std::string mac;         // 16 hex digits
  bool operator==(const Mark&) const = default;
};
// 48 hex digits: short enough for the local part of an address, and the same in any case.
std::string Compact(const Mark& mark);
// From that, or from <message id>.<mac> as it stands in a Message-ID; nothing for anything else.
std::optional<Mark> ReadMark(std::string_view text);
}  // namespace aor::notifications
