// The arithmetic behind check digits. All take digits only, unless they say otherwise.
#pragma once

#include <initializer_list>
#include <string_view>

namespace aor::identifiers {
int ValueOf(char digit);
// The digits from the left, each times its weight; as many as there are weights.
int Weighted(std::string_view digits, std::initializer_list<int> weights);
int Remainder(std::string_view digits, int divisor);  // of the whole as one number
// ISO/IEC 7812: every second digit from the right counts twice, its own digits summed.
int LuhnSum(std::string_view digits);
bool FitsLuhn(std::string_view digits);
// ISO 7064, modulo 97-10, with letters as 10 to 35: 1 remains.
bool FitsMod97(std::string_view digits_and_capitals);
// ISO 7064, modulo 11,10.
bool FitsMod11And10(std::string_view digits);
// The recursive modulo 10 of Swiss payment slips.
bool FitsMod10Recursive(std::string_view digits);
}  // namespace aor::identifiers
