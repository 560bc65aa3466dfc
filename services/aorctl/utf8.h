// Text as bytes of others: files, names of files.
#pragma once

#include <string>
#include <string_view>

namespace aor::aorctl {
// As RFC 3629 has it: nothing cut, nothing longer than it need be, no surrogates, nothing beyond
// U+10FFFF.
bool IsUtf8(std::string_view text);
// On one line and of valid UTF-8: what controls a terminal or is no UTF-8 as \x1b.
std::string OnOneLine(std::string_view text);
}  // namespace aor::aorctl
