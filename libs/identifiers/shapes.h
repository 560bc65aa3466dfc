// What numbers look like, before any arithmetic.
#pragma once

#include <string>
#include <string_view>

namespace aor::identifiers {
bool IsDigit(char c);
bool IsCapital(char c);
bool IsCapitalOrDigit(char c);
bool AreDigits(std::string_view text);

// Capitals, without these separators.
std::string Compact(std::string_view typed, std::string_view separators);
// Shapes are parted by spaces; in one # is a digit, @ a capital, ? either, and all else itself.
bool HasShape(std::string_view text, std::string_view shapes);
// Of words parted by spaces.
bool Lists(std::string_view words, std::string_view word);
}  // namespace aor::identifiers
