#include "libs/identifiers/shapes.h"

#include <algorithm>

namespace aor::identifiers {
namespace {
bool Fits(char c, char place) {
  switch (place) {
    case '#': return IsDigit(c);
    case '@': return IsCapital(c);
    case '?': return IsCapitalOrDigit(c);
    default: return c == place;
  }
}

// Calls `take` for each word until one pleases it.
template <class Take>
bool AnyWord(std::string_view words, Take take) {
  while (!words.empty()) {
    const size_t end = std::min(words.find(' '), words.size());
    if (take(words.substr(0, end))) return true;
    words.remove_prefix(std::min(end + 1, words.size()));
  }
  return false;
}
}  // namespace

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsCapital(char c) { return c >= 'A' && c <= 'Z'; }
bool IsCapitalOrDigit(char c) { return IsCapital(c) || IsDigit(c); }
bool AreDigits(std::string_view text) { return std::ranges::all_of(text, IsDigit); }

std::string Compact(std::string_view typed, std::string_view separators) {
  std::string compact;
  for (const char c : typed)
    if (separators.find(c) == separators.npos)
      compact += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return compact;
}

bool HasShape(std::string_view text, std::string_view shapes) {
  return AnyWord(shapes,
                 [&](std::string_view shape) { return std::ranges::equal(text, shape, Fits); });
}

bool Lists(std::string_view words, std::string_view word) {
  return AnyWord(words, [&](std::string_view one) { return one == word; });
}
}  // namespace aor::identifiers
