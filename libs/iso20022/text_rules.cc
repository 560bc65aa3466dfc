#include "libs/iso20022/text_rules.h"

#include <algorithm>

#include "libs/calendar/calendar.h"
#include "libs/identifiers/identifiers.h"
#include "libs/money/money.h"

namespace aor::iso20022 {
namespace {
using Number = identifiers::Kind;
constexpr char32_t kLeast[] = {0, 0, 0x80, 0x800, 0x10000};

size_t LengthOf(unsigned char first) {
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first < 0xE0) return 2;
  if (first >= 0xE0 && first < 0xF0) return 3;
  return first >= 0xF0 && first < 0xF5 ? 4 : 0;
}

bool IsBankCharacter(char32_t c) {
  if (c < 0x20 || (c > 0x7E && c < 0xA0)) return false;
  return c <= 0x17F || (c >= 0x218 && c <= 0x21B) || c == 0x20AC;
}

bool IsDigits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == text.npos;
}
}  // namespace

Character FirstCharacter(std::string_view text) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  const size_t length = LengthOf(byte(0));
  if (length == 1) return {byte(0), 1};
  if (length == 0 || text.size() < length) return {kNoCharacter, 1};
  char32_t code = byte(0) & (0x7F >> length);
  for (size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return {kNoCharacter, 1};
    code = code << 6 | (byte(i) & 0x3F);
  }
  const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
  if (surrogate || code < kLeast[length] || code > 0x10FFFF) return {kNoCharacter, 1};
  return {code, length};
}

size_t CountCharacters(std::string_view text) {
  size_t count = 0;
  for (; !text.empty(); ++count) text.remove_prefix(FirstCharacter(text).length);
  return count;
}

std::string_view BankText(std::string_view text, size_t most) {
  if (text.find_first_not_of(' ') == text.npos) return "is empty: leave the element out.";
  if (CountCharacters(text) > most) return "is too long.";
  while (!text.empty()) {
    const Character first = FirstCharacter(text);
    if (!IsBankCharacter(first.code)) {
      return "has a character that banks do not take: use Latin letters.";
    }
    text.remove_prefix(first.length);
  }
  return {};
}

std::string_view Identifier(std::string_view text) {
  constexpr std::string_view kAllowed =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+?/-:().,' ";
  if (text.find_first_not_of(' ') == text.npos) return "is empty.";
  if (text.size() > 35) return "is longer than 35 characters.";
  if (text.find_first_not_of(kAllowed) != text.npos) {
    return "has a character that identifiers may not have.";
  }
  if (text.front() == '/' || text.back() == '/') return "starts or ends with a slash.";
  if (text.find("//") != text.npos) return "has two slashes in a row.";
  return {};
}

std::string_view Day(std::string_view text) {
  return calendar::ParseDate(text) ? std::string_view() : "is not a day of the calendar.";
}

std::string_view DateTime(std::string_view text) {
  return calendar::ParseInstant(text) ? std::string_view() : "is not a date and time.";
}

std::string_view Count(std::string_view text) {
  const bool good = IsDigits(text) && text.size() <= 15 && text.front() != '0';
  return good ? std::string_view() : "is not a count.";
}

std::string_view Amount(std::string_view text) {
  const auto amount = money::ParseDecimal(text);
  if (!amount || text.front() == '-') return "is not an amount.";
  if (amount->scale != 2) return "must have two decimals.";
  return amount->unscaled > 0 ? std::string_view() : "must be at least 0.01.";
}

std::string_view Iban(std::string_view text) {
  return Is(Number::kIban, text) ? std::string_view()
                                 : "is not an IBAN: its length or check digits are wrong.";
}

std::string_view Bic(std::string_view text) {
  return Is(Number::kBic, text) ? std::string_view() : "is not a BIC.";
}

std::string_view Country(std::string_view text) {
  return identifiers::IsCountry(text) ? std::string_view()
                                      : "is not a country code of two letters.";
}

std::string_view BankNumber(std::string_view text) {
  const bool good = IsDigits(text) && text.size() >= 3 && text.size() <= 5;
  return good ? std::string_view() : "is not the number of a Swiss bank.";
}
}  // namespace aor::iso20022
