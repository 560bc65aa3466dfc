// Numbers for value added tax, each with its country before it.
#include <string>

#include "libs/identifiers/check_digits.h"
#include "libs/identifiers/rules.h"
#include "libs/identifiers/shapes.h"

namespace aor::identifiers {
namespace {
std::string_view WithoutCountry(std::string_view number) { return number.substr(2); }

constexpr std::string_view kFrenchKeys = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ";  // no I, no O

// The key of a French number that has a letter in it.
bool FitsFrenchLetters(std::string_view key, std::string_view siren) {
  const int first = static_cast<int>(kFrenchKeys.find(key[0]));
  const int second = static_cast<int>(kFrenchKeys.find(key[1]));
  const int check = IsDigit(key[0]) ? first * 24 + second - 10 : first * 34 + second - 100;
  return (Remainder(siren, 11) + 1 + check / 11) % 11 == check % 11;
}

char SpanishLetter(std::string_view digits) {
  return std::string_view("TRWAGMYFPDXBNJZSQVHLCKE")[Remainder(digits, 23)];
}

// A company's check digit, as a digit or as the letter that stands for it.
bool FitsSpanishCompany(std::string_view number) {
  const int check = (10 - LuhnSum(std::string(number.substr(1, 7)) + "0") % 10) % 10;
  return number.back() == static_cast<char>('0' + check) ||
         number.back() == std::string_view("JABCDEFGHI")[check];
}

constexpr std::string_view kIrishLetters = "WABCDEFGHIJKLMNOPQRSTUV";

bool FitsIrish(const std::string& digits, std::string_view second_letter, char check) {
  const size_t more = second_letter.empty() ? 0 : kIrishLetters.find(second_letter.front());
  if (more == kIrishLetters.npos) return false;
  const size_t sum = Weighted(digits, {8, 7, 6, 5, 4, 3, 2}) + 9 * more;
  return check == kIrishLetters[sum % 23];
}

bool IsItalianOffice(std::string_view office) {
  return (office >= "001" && office <= "100") || Lists("120 121 888 999", office);
}

// Government departments and health authorities have no more than a number.
Fault OfBritishDepartment(std::string_view number) {
  const bool has_check = number.size() == 11;
  const std::string_view department = number.substr(has_check ? 6 : 2, 3);
  if ((number.substr(0, 2) == "GD") != (department < "500")) return Fault::kNotGivenOut;
  return CheckDigits(!has_check || Remainder(department, 97) == Remainder(number.substr(9), 100));
}
}  // namespace

// Luhn from the left, with four to spare.
Fault OfAustrianVat(std::string_view number) {
  const auto digits = number.substr(3);
  return CheckDigits((LuhnSum(digits.substr(0, 7)) + ValueOf(digits.back())) % 10 == 6);
}

Fault OfBelgianVat(std::string_view number) {
  const auto digits = WithoutCountry(number);
  if (digits.front() > '1' || digits == "0000000000") return Fault::kNotGivenOut;
  return CheckDigits((Remainder(digits.substr(0, 8), 97) + Remainder(digits.substr(8), 97)) % 97 ==
                     0);
}

// Since 2010 numbers are given out with 42 or 55 remaining, too.
Fault OfBritishVat(std::string_view number) {
  const auto digits = WithoutCountry(number);
  if (!IsDigit(digits.front())) return OfBritishDepartment(digits);
  const int rest = Weighted(digits, {8, 7, 6, 5, 4, 3, 2, 10, 1}) % 97;
  return CheckDigits(rest == 0 || (digits.substr(0, 3) >= "100" && (rest == 42 || rest == 55)));
}

Fault OfDanishVat(std::string_view number) {
  const auto digits = WithoutCountry(number);
  if (digits.front() == '0') return Fault::kNotGivenOut;
  return CheckDigits(Weighted(digits, {2, 7, 6, 5, 4, 3, 2, 1}) % 11 == 0);
}

// Companies keep the check digit of old; persons, since 2020, have one over all of it.
Fault OfDutchVat(std::string_view number) {
  const auto digits = number.substr(2, 9);
  if (digits == "000000000" || number.substr(12) == "00") return Fault::kNotGivenOut;
  const int sum = Weighted(digits, {9, 8, 7, 6, 5, 4, 3, 2, -1});
  return CheckDigits(sum % 11 == 0 || FitsMod97(number));
}

Fault OfFinnishVat(std::string_view number) {
  return CheckDigits(Weighted(WithoutCountry(number), {7, 9, 10, 5, 8, 4, 2, 1}) % 11 == 0);
}

// Monaco's numbers go on with 000, and no SIREN.
Fault OfFrenchVat(std::string_view number) {
  const auto key = number.substr(2, 2), siren = number.substr(4);
  if (kFrenchKeys.find(key[0]) == kFrenchKeys.npos || kFrenchKeys.find(key[1]) == kFrenchKeys.npos)
    return Fault::kNotGivenOut;
  if (!siren.starts_with("000") && !FitsLuhn(siren)) return Fault::kCheckDigits;
  if (!AreDigits(key)) return CheckDigits(FitsFrenchLetters(key, siren));
  return CheckDigits(Remainder(key, 100) == Remainder(std::string(siren) + "12", 97));
}

Fault OfGermanVat(std::string_view number) {
  const auto digits = WithoutCountry(number);
  if (digits.front() == '0') return Fault::kNotGivenOut;
  return CheckDigits(FitsMod11And10(digits));
}

// Of old the second character is a letter or a sign, and the first digit counts last.
Fault OfIrishVat(std::string_view number) {
  const auto own = WithoutCountry(number);
  const bool is_old = !IsDigit(own[1]);
  if (is_old)
    return CheckDigits(FitsIrish("0" + std::string(own.substr(2, 5)) + own[0], "", own[7]));
  return CheckDigits(FitsIrish(std::string(own.substr(0, 7)), own.substr(8), own[7]));
}

Fault OfItalianVat(std::string_view number) {
  const auto digits = WithoutCountry(number);
  if (digits.starts_with("0000000") || !IsItalianOffice(digits.substr(7, 3)))
    return Fault::kNotGivenOut;
  return CheckDigits(FitsLuhn(digits));
}

Fault OfLuxembourgVat(std::string_view number) {
  const auto digits = WithoutCountry(number);
  return CheckDigits(Remainder(digits.substr(0, 6), 89) == Remainder(digits.substr(6), 100));
}

Fault OfPolishVat(std::string_view number) {
  return CheckDigits(Weighted(WithoutCountry(number), {6, 5, 7, 2, 3, 4, 5, 6, 7, -1}) % 11 == 0);
}

Fault OfPortugueseVat(std::string_view number) {
  const auto digits = WithoutCountry(number);
  if (digits.front() == '0') return Fault::kNotGivenOut;
  const int rest = Weighted(digits, {9, 8, 7, 6, 5, 4, 3, 2}) % 11;
  return CheckDigits(ValueOf(digits.back()) == (rest < 2 ? 0 : 11 - rest));
}

// Persons have a letter at the end, foreigners and some others one at both ends, companies begin
// with what they are.
Fault OfSpanishVat(std::string_view number) {
  const auto own = WithoutCountry(number);
  const auto digits = own.substr(1, 7);
  const size_t foreign = std::string_view("XYZ").find(own.front());
  if (foreign != std::string_view::npos)
    return CheckDigits(own.back() == SpanishLetter(std::to_string(foreign) + std::string(digits)));
  if (IsDigit(own.front())) return CheckDigits(own.back() == SpanishLetter(own.substr(0, 8)));
  if (Lists("K L M", own.substr(0, 1))) return CheckDigits(own.back() == SpanishLetter(digits));
  if (!Lists("A B C D E F G H J N P Q R S U V W", own.substr(0, 1))) return Fault::kNotGivenOut;
  return CheckDigits(FitsSpanishCompany(own));
}

Fault OfSwedishVat(std::string_view number) { return CheckDigits(FitsLuhn(number.substr(2, 10))); }

std::string WithLeadingZero(std::string number) {
  return number.size() == 11 && number.starts_with("BE") ? "BE0" + number.substr(2) : number;
}
}  // namespace aor::identifiers
