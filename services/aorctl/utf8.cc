#include "services/aorctl/utf8.h"

#include <absl/strings/str_format.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

namespace aor::aorctl {
namespace {
// The character that begins at `at`, which moves behind it or behind what is none; below 0: none.
UChar32 Next(std::string_view text, size_t& at) {
  UChar32 character = 0;
  U8_NEXT(text.data(), at, text.size(), character);
  return character;
}
}  // namespace

bool IsUtf8(std::string_view text) {
  for (size_t at = 0; at < text.size();)
    if (Next(text, at) < 0) return false;
  return true;
}

std::string OnOneLine(std::string_view text) {
  std::string line;
  for (size_t at = 0; at < text.size();) {
    const size_t begin = at;
    const UChar32 character = Next(text, at);
    const std::string_view bytes = text.substr(begin, at - begin);
    if (character >= 0 && !u_isISOControl(character)) {
      line += bytes;
      continue;
    }
    for (const char byte : bytes)
      line += absl::StrFormat("\\x%02x", static_cast<unsigned char>(byte));
  }
  return line;
}
}  // namespace aor::aorctl
