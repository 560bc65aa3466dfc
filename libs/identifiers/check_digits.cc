#include "libs/identifiers/check_digits.h"

namespace aor::identifiers {
int ValueOf(char digit) { return digit - '0'; }

int Weighted(std::string_view digits, std::initializer_list<int> weights) {
  int sum = 0;
  auto digit = digits.begin();
  for (const int weight : weights) sum += weight * ValueOf(*digit++);
  return sum;
}

int Remainder(std::string_view digits, int divisor) {
  int rest = 0;
  for (const char digit : digits) rest = (rest * 10 + ValueOf(digit)) % divisor;
  return rest;
}

int LuhnSum(std::string_view digits) {
  int sum = 0;
  bool counts_twice = false;
  for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit) {
    const int value = ValueOf(*digit) * (counts_twice ? 2 : 1);
    sum += value / 10 + value % 10;
    counts_twice = !counts_twice;
  }
  return sum;
}

bool FitsLuhn(std::string_view digits) { return LuhnSum(digits) % 10 == 0; }

bool FitsMod97(std::string_view digits_and_capitals) {
  int rest = 0;
  for (const char c : digits_and_capitals)
    rest = (c >= 'A' ? rest * 100 + (c - 'A' + 10) : rest * 10 + ValueOf(c)) % 97;
  return rest == 1;
}

bool FitsMod11And10(std::string_view digits) {
  int check = 5;
  for (const char digit : digits)
    check = ((check == 0 ? 10 : check) * 2 % 11 + ValueOf(digit)) % 10;
  return check == 1;
}

bool FitsMod10Recursive(std::string_view digits) {
  constexpr int kNext[] = {0, 9, 4, 6, 8, 2, 7, 1, 3, 5};
  int carry = 0;
  for (const char digit : digits.substr(0, digits.size() - 1))
    carry = kNext[(carry + ValueOf(digit)) % 10];
  return ValueOf(digits.back()) == (10 - carry) % 10;
}
}  // namespace aor::identifiers
