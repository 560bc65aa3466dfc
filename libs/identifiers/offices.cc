// Persons and organisations as their countries number them.
#include <algorithm>
#include <array>
#include <string>

#include "libs/identifiers/check_digits.h"
#include "libs/identifiers/rules.h"
#include "libs/identifiers/shapes.h"

namespace aor::identifiers {
namespace {
Fault GivenOut(bool is) { return is ? Fault::kNone : Fault::kNotGivenOut; }

// GS1: from the left, digits count once and thrice in turn.
bool FitsEan13(std::string_view digits) {
  return Weighted(digits, {1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1}) % 10 == 0;
}

// Companies House: what may stand before six digits.
constexpr std::string_view kRegisters =
    "AC BR CE CS ES FC FE GE GN GS IC IP LP NA NC NF NI NL NO NP NR NV NZ OC OE PC R0 RC RS SA SC "
    "SE SF SI SL SO SP SR SZ ZC";

// https://www.irs.gov/businesses/small-businesses-self-employed/how-eins-are-assigned-and-valid-ein-prefixes
constexpr std::string_view kEinPrefixes =
    "01 02 03 04 05 06 10 11 12 13 14 15 16 20 21 22 23 24 25 26 27 30 31 32 33 34 35 36 37 38 39 "
    "40 41 42 43 44 45 46 47 48 50 51 52 53 54 55 56 57 58 59 60 61 62 63 64 65 66 67 68 71 72 73 "
    "74 75 76 77 80 81 82 83 84 85 86 87 88 90 91 92 93 94 95 98 99";

// Printed on sample cards and in advertisements, and void since.
constexpr std::string_view kVoidSsns = "078051120 219099999 457555462";
}  // namespace

Fault OfSwissAhv(std::string_view number) { return CheckDigits(FitsEan13(number)); }

Fault OfSwissUid(std::string_view number) {
  const auto digits = number.substr(3, 9);
  return CheckDigits(Weighted(digits, {5, 4, 3, 2, 7, 6, 5, 4, 1}) % 11 == 0);
}

Fault OfFrenchSiren(std::string_view number) { return CheckDigits(FitsLuhn(number)); }

// La Poste has more places than Luhn leaves numbers for: theirs add up to a multiple of five,
// all but the head office.
Fault OfFrenchSiret(std::string_view number) {
  if (!FitsLuhn(number.substr(0, 9))) return Fault::kCheckDigits;
  const bool is_post_office = number.starts_with("356000000") && number != "35600000000048";
  if (!is_post_office) return CheckDigits(FitsLuhn(number));
  int sum = 0;
  for (const char digit : number) sum += ValueOf(digit);
  return CheckDigits(sum % 5 == 0);
}

// Corsica's departments 2A and 2B count as 19 and 18. The first digit: 1 and 2 for good, 3 and 4
// while abroad is asked, 7 and 8 for the time being.
Fault OfFrenchNir(std::string_view number) {
  if (!Lists("1 2 3 4 7 8", number.substr(0, 1))) return Fault::kNotGivenOut;
  std::string digits(number.substr(0, 13));
  if (digits[6] == 'A') digits.replace(5, 2, "19");
  if (digits[6] == 'B') digits.replace(5, 2, "18");
  return CheckDigits(97 - Remainder(digits, 97) == Remainder(number.substr(13), 100));
}

// Of the first ten digits exactly one comes twice or thrice.
Fault OfGermanTaxId(std::string_view number) {
  if (number.front() == '0') return Fault::kNotGivenOut;
  std::array<int, 10> times{};
  for (const char digit : number.substr(0, 10)) ++times[ValueOf(digit)];
  const auto repeats = std::ranges::count_if(times, [](int n) { return n > 1; });
  if (repeats != 1 || std::ranges::max(times) > 3) return Fault::kNotGivenOut;
  return CheckDigits(FitsMod11And10(number));
}

// The first digit is the check digit.
Fault OfBritishUtr(std::string_view number) {
  const int sum = Weighted(number.substr(1), {6, 7, 8, 9, 10, 5, 4, 3, 2});
  return CheckDigits(number.front() == std::string_view("21987654321")[sum % 11]);
}

Fault OfBritishNino(std::string_view number) {
  const bool never = Lists("D F I Q U V", number.substr(0, 1)) ||
                     Lists("D F I O Q U V", number.substr(1, 1)) ||
                     Lists("BG GB KN NK NT TN ZZ", number.substr(0, 2));
  return GivenOut(!never && number.back() <= 'D');
}

Fault OfBritishCompany(std::string_view number) {
  if (AreDigits(number)) return GivenOut(number != "00000000");
  const bool ends_in_letter = number.back() == 'R';
  return GivenOut(Lists(ends_in_letter ? "IP NP SP" : kRegisters, number.substr(0, 2)));
}

Fault OfCanadianSin(std::string_view number) {
  if (number.front() == '0' || number.front() == '8') return Fault::kNotGivenOut;
  return CheckDigits(FitsLuhn(number));
}

Fault OfCanadianBusiness(std::string_view number) {
  if (number.size() > 9 && !Lists("RC RM RP RR RT RZ", number.substr(9, 2)))
    return Fault::kNotGivenOut;
  return CheckDigits(FitsLuhn(number.substr(0, 9)));
}

Fault OfAmericanEin(std::string_view number) {
  return GivenOut(Lists(kEinPrefixes, number.substr(0, 2)));
}

Fault OfAmericanSsn(std::string_view number) {
  const bool never = number.front() == '9' || Lists("000 666", number.substr(0, 3)) ||
                     number.substr(3, 2) == "00" || number.substr(5) == "0000" ||
                     Lists(kVoidSsns, number);
  return GivenOut(!never);
}

// The first digit counts one less; the first two are 11 to 99.
Fault OfAustralianBusiness(std::string_view number) {
  if (number.substr(0, 2) < "11") return Fault::kNotGivenOut;
  const int sum = Weighted(number, {10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19}) - 10;
  return CheckDigits(sum % 89 == 0);
}

std::string WithLeadingZeros(std::string number) {
  const bool is_short = number.size() < 8 && number.size() > 3 && AreDigits(number);
  return is_short ? std::string(8 - number.size(), '0') + number : number;
}

std::string WithoutLeadingK(std::string number) {
  return number.substr(std::min(number.find_first_not_of('K'), number.size()));
}
}  // namespace aor::identifiers
