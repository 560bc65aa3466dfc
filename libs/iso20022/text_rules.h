// What one field of a payment file may hold. Each rule gives the sentence that
// says what is wrong, or nothing.
#pragma once

#include <cstddef>
#include <string_view>

namespace aor::iso20022 {
inline constexpr char32_t kNoCharacter = 0xFFFFFFFF;
struct Character {
  char32_t code;  // kNoCharacter for a byte that is no UTF-8
  size_t length;  // in bytes
};
// `text` is not empty.
Character FirstCharacter(std::string_view text);
size_t CountCharacters(std::string_view text);

using TextRule = std::string_view (*)(std::string_view text);

// Characters of the Swiss Payment Standards: Latin-1, Latin Extended-A, Ș ș Ț ț €.
std::string_view BankText(std::string_view text, size_t most);
template <size_t kMost>
std::string_view Text(std::string_view text) {
  return BankText(text, kMost);
}
// At most 35 of A-Z a-z 0-9 + ? / - : ( ) . , ' and space; no slash at either
// end, no two slashes in a row.
std::string_view Identifier(std::string_view text);
std::string_view Day(std::string_view text);
std::string_view DateTime(std::string_view text);
std::string_view Count(std::string_view text);   // digits without a leading zero
std::string_view Amount(std::string_view text);  // 0.01 and more, two decimals
std::string_view Iban(std::string_view text);
std::string_view Bic(std::string_view text);
std::string_view Country(std::string_view text);
std::string_view BankNumber(std::string_view text);  // Swiss IID
// Exactly this text.
template <const char* kExpected>
std::string_view Exactly(std::string_view text) {
  return text == kExpected ? std::string_view() : "has another value than payment files use.";
}
}  // namespace aor::iso20022
