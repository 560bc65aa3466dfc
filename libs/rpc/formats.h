// The formats that aor.options.v1.Check can name.
#pragma once

#include <string>
#include <string_view>

namespace aor::rpc {
// What to do about a text that is not of this format; empty when it is.
// Throws std::logic_error for a format that nobody defined.
std::string FormatAdvice(std::string_view format, std::string_view text);
// Likewise of any text: no blanks alone, no character that steers a terminal or turns what follows
// around, and line ends only where it may have several lines.
std::string TextAdvice(std::string_view utf8, bool one_line);
bool IsBlank(std::string_view text);  // nothing, or spaces, tabs and line ends alone
size_t Characters(std::string_view utf8);
}  // namespace aor::rpc
