#include "libs/rpc/formats.h"

#include <algorithm>
#include <functional>
#include <map>
#include <stdexcept>

#include "libs/calendar/calendar.h"
#include "libs/identifiers/identifiers.h"
#include "libs/rpc/codes.h"

namespace aor::rpc {
namespace {
bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }
bool IsHex(char c) { return IsDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
bool IsLetter(char c) { return IsUpper(c) || (c >= 'a' && c <= 'z'); }

bool IsId(std::string_view text) {
  if (text == "." || text == "..") return false;  // ids name directories too
  return !text.empty() && text.size() <= 64 && std::ranges::all_of(text, [](char c) {
    return IsDigit(c) || IsLetter(c) || c == '.' || c == '_' || c == '-';
  });
}

// What an office gives out: printed on papers and sent on in files, where nothing else is legal.
bool IsCode(std::string_view text) {
  const auto shows = [](char c) { return IsDigit(c) || IsLetter(c); };
  return !text.empty() && text.size() <= 32 && shows(text.front()) && text.back() != ' ' &&
         std::ranges::all_of(text, [&](char c) {
           return shows(c) || c == '.' || c == '-' || c == '/' || c == ' ';
         });
}

// In small letters, as digests are compared by their text.
bool IsSha256(std::string_view text) {
  return text.size() == 64 &&
         std::ranges::all_of(text, [](char c) { return IsHex(c) && !IsUpper(c); });
}

bool IsUuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-' : !IsHex(text[i])) return false;
  }
  return true;
}

bool IsDecimal(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  const size_t point = std::min(text.find('.'), text.size());
  const std::string_view whole = text.substr(0, point);
  const std::string_view fraction = point < text.size() ? text.substr(point + 1) : "0";
  return !whole.empty() && !fraction.empty() && fraction.size() <= 9 &&
         whole.size() + fraction.size() <= 18 && std::ranges::all_of(whole, IsDigit) &&
         std::ranges::all_of(fraction, IsDigit);
}

// What goes into an SMTP envelope as it is: no quoted local part, no comment, no other alphabet.
bool IsMail(std::string_view text) {
  const size_t at = text.rfind('@');
  if (at == std::string_view::npos || text.size() > 254 || at == 0 || at > 64) return false;
  const auto fits = [](std::string_view part, std::string_view also) {
    return !part.empty() && part.front() != '.' && part.back() != '.' &&
           part.find("..") == std::string_view::npos && std::ranges::all_of(part, [&](char c) {
             return IsDigit(c) || IsLetter(c) || also.find(c) != std::string_view::npos;
           });
  };
  const std::string_view domain = text.substr(at + 1);
  return fits(text.substr(0, at), ".!#$%&'*+-/=?^_`{|}~") && fits(domain, ".-") &&
         domain.find('.') != std::string_view::npos;
}

// E.164.
bool IsPhone(std::string_view text) {
  return text.size() >= 8 && text.size() <= 16 && text[0] == '+' && text[1] != '0' &&
         std::ranges::all_of(text.substr(1), IsDigit);
}

constexpr char kCodeAdvice[] =
    "give a letter or digit first, then at most 31 more, dots, dashes, slashes or spaces "
    "between, such as CHE-107.787.577 TVA";

// As an advice: "give …", for one field among others.
std::string AdviceOf(identifiers::Kind kind, std::string_view text) {
  std::string reason = identifiers::Check(kind, text).reason;
  if (reason.empty()) return reason;
  reason.front() = static_cast<char>(reason.front() - 'A' + 'a');
  reason.pop_back();
  return reason;
}

// A code whose check digits are right where we know whose it is.
template <std::optional<identifiers::Kind> (*kKindOf)(std::string_view)>
std::string CodeAdvice(std::string_view text) {
  if (!IsCode(text)) return kCodeAdvice;
  const auto kind = kKindOf(text);
  return kind ? AdviceOf(*kind, text) : "";
}

std::string IbanAdvice(std::string_view text) { return AdviceOf(identifiers::Kind::kIban, text); }

bool IsLineEnd(char c) { return c == '\n' || c == '\r'; }

// C0, DEL and C1, and what turns the direction of the text after it.
bool IsControl(std::string_view from) {
  const auto at = [&](size_t i) {
    return i < from.size() ? static_cast<unsigned char>(from[i]) : 0U;
  };
  if (at(0) == 0xC2) return at(1) >= 0x80 && at(1) <= 0x9F;
  if (at(0) == 0xE2 && at(1) == 0x80) return at(2) >= 0xAA && at(2) <= 0xAE;
  if (at(0) == 0xE2 && at(1) == 0x81) return at(2) >= 0xA6 && at(2) <= 0xA9;
  return (at(0) < 0x20 && from[0] != '\t') || at(0) == 0x7F;
}

struct Format {
  std::function<bool(std::string_view)> fits;
  std::string advice;
};
const std::map<std::string, Format, std::less<>>& Formats() {
  static const auto& formats = *new std::map<std::string, Format, std::less<>>{
      {"id", {IsId, "use 1 to 64 letters, digits, dots, dashes or underscores"}},
      {"uuid", {IsUuid, "give a UUID such as 123e4567-e89b-12d3-a456-426614174000"}},
      {"date",
       {[](std::string_view text) { return calendar::ParseDate(text).has_value(); },
        "give a day of the calendar such as 2026-10-31"}},
      {"zone",
       {[](std::string_view text) { return !text.empty() && calendar::IsZone(text); },
        "name an IANA time zone such as Europe/Zurich"}},
      {"currency", {IsCurrency, "give an ISO 4217 currency in use, in capitals, such as CHF"}},
      {"country", {IsCountry, "give an ISO 3166 country, in capitals, such as CH"}},
      {"jurisdiction",
       {IsJurisdiction, "give an ISO 3166 country, with its part if any, such as CH-GE"}},
      {"language", {IsLanguage, "give a language as BCP 47 spells it, such as fr or de-CH"}},
      {"mail", {IsMail, "give a mail address such as ada@example.com, in plain letters"}},
      {"phone", {IsPhone, "give a phone number with its country, such as +41791234567"}},
      {"code", {IsCode, kCodeAdvice}},
      {"sha256",
       {IsSha256, "give the SHA-256 of the document: 64 digits and small letters from a to f"}},
      {"decimal", {IsDecimal, "give a decimal number with at most 9 digits after the point"}},
  };
  return formats;
}

// Those that say themselves what is wrong.
using Advise = std::string (*)(std::string_view text);
const std::map<std::string, Advise, std::less<>>& Numbers() {
  static const auto& numbers = *new std::map<std::string, Advise, std::less<>>{
      {"iban", IbanAdvice},
      {"vat_number", CodeAdvice<identifiers::VatKindOf>},
      {"person_number", CodeAdvice<identifiers::PersonKindOf>},
  };
  return numbers;
}

// Of a pasted list nobody finds them by eye.
std::string ControlAdvice(std::string_view before, bool one_line) {
  if (one_line) return "remove its control characters";
  const auto ends = std::ranges::count(before, '\n');
  return "remove the control characters of line " + std::to_string(ends + 1);
}
}  // namespace

std::string FormatAdvice(std::string_view format, std::string_view text) {
  if (const auto number = Numbers().find(format); number != Numbers().end())
    return number->second(text);
  const auto found = Formats().find(format);
  if (found == Formats().end())
    throw std::logic_error("there is no format " + std::string(format) + " to check");
  return found->second.fits(text) ? "" : found->second.advice;
}

std::string TextAdvice(std::string_view utf8, bool one_line) {
  if (utf8.empty()) return "";
  if (IsBlank(utf8)) return "give a value, or leave it empty";
  for (size_t i = 0; i < utf8.size(); ++i) {
    if (IsLineEnd(utf8[i])) {
      if (one_line) return "write it on one line";
    } else if (IsControl(utf8.substr(i, 3))) {
      return ControlAdvice(utf8.substr(0, i), one_line);
    }
  }
  return "";
}

bool IsBlank(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c == ' ' || c == '\t' || IsLineEnd(c); });
}

size_t Characters(std::string_view utf8) {
  return std::ranges::count_if(utf8, [](char c) { return (c & 0xC0) != 0x80; });
}
}  // namespace aor::rpc
