#include "services/aorctl/utf8.h"

#include <absl/strings/str_format.h>

namespace aor::aorctl {
namespace {
unsigned ByteAt(std::string_view text, size_t at) {
  return at < text.size() ? static_cast<unsigned char>(text[at]) : 0;
}

// Of the character at the beginning; 0 where there is none. The second byte's range leaves out what
// is longer than it need be, surrogates and what lies beyond U+10FFFF.
size_t SizeOfFirst(std::string_view text) {
  const unsigned lead = ByteAt(text, 0), second = ByteAt(text, 1);
  if (lead < 0x80) return 1;
  const size_t size = lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
  const unsigned least = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
  const unsigned most = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
  if (size == 0 || second < least || most < second) return 0;
  for (size_t i = 2; i < size; ++i)
    if ((ByteAt(text, i) & 0xC0) != 0x80) return 0;
  return size;
}

bool IsControl(std::string_view character) {
  const unsigned lead = ByteAt(character, 0);
  return lead < 0x20 || lead == 0x7F || (lead == 0xC2 && ByteAt(character, 1) < 0xA0);
}
}  // namespace

bool IsUtf8(std::string_view text) {
  for (size_t at = 0; at < text.size();) {
    const size_t size = SizeOfFirst(text.substr(at));
    if (size == 0) return false;
    at += size;
  }
  return true;
}

std::string OnOneLine(std::string_view text) {
  std::string line;
  for (size_t at = 0; at < text.size();) {
    const size_t size = SizeOfFirst(text.substr(at));
    const std::string_view character = text.substr(at, size == 0 ? 1 : size);
    at += character.size();
    if (size > 0 && !IsControl(character)) {
      line += character;
      continue;
    }
    for (const char byte : character)
      line += absl::StrFormat("\\x%02x", static_cast<unsigned char>(byte));
  }
  return line;
}
}  // namespace aor::aorctl
