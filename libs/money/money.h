// Exact amounts. No double ever touches one.
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "aor/types/v1/money.pb.h"

namespace aor::money {
// unscaled × 10^-scale, scale ≤ 9. Equality is of the value: 1.5 == 1.50.
struct Decimal {
  int64_t unscaled = 0;
  uint32_t scale = 0;
  friend std::strong_ordering operator<=>(const Decimal& a, const Decimal& b);
  friend bool operator==(const Decimal& a, const Decimal& b) { return (a <=> b) == 0; }
};
// "-12.50" and the like: an optional minus, digits, at most 9 after a point.
std::optional<Decimal> ParseDecimal(std::string_view text);
std::string ToString(const Decimal& value);  // no trailing zeros are added or dropped
Decimal operator+(const Decimal& a, const Decimal& b);
Decimal operator-(const Decimal& a, const Decimal& b);
Decimal operator*(const Decimal& a, const Decimal& b);  // exact, or throws std::overflow_error

enum class Rounding {
  kHalfUp,    // half away from zero: commercial rounding, EN 16931
  kHalfEven,  // half to the even neighbour
  kDown,      // towards zero
};
Decimal Round(const Decimal& value, uint32_t scale, Rounding rounding = Rounding::kHalfUp);
// a ÷ b to `scale` places. Throws std::domain_error when b is zero.
Decimal Divide(const Decimal& a, const Decimal& b, uint32_t scale,
               Rounding rounding = Rounding::kHalfUp);

// Minor units of one currency. Adding or comparing two currencies throws
// std::invalid_argument: it is a bug of the caller, never an answer.
struct Money {
  std::string currency;  // ISO 4217
  int64_t minor = 0;
  friend bool operator==(const Money&, const Money&) = default;
};
Money operator+(const Money& a, const Money& b);  // throws std::overflow_error too
Money operator-(const Money& a, const Money& b);
Money operator-(const Money& a);
bool operator<(const Money& a, const Money& b);
std::string ToString(const Money& amount);        // "CHF 1537.50"
std::string AmountOf(const Money& amount);        // "1537.50"
uint32_t MinorDigits(std::string_view currency);  // 2, but JPY 0 and the like
Money FromDecimal(std::string_view currency, const Decimal& major, Rounding = Rounding::kHalfUp);
Decimal ToDecimal(const Money& amount);  // in major units

// Each rounds once, at the end, to minor units.
Money Times(std::string_view currency, const Decimal& price, const Decimal& quantity,
            Rounding = Rounding::kHalfUp);
Money Percent(const Money& base, const Decimal& percent, Rounding = Rounding::kHalfUp);
Money ForTime(std::string_view currency, const Decimal& per_hour, std::chrono::seconds time,
              Rounding = Rounding::kHalfUp);
// numerator ÷ denominator of it. Throws std::domain_error when denominator ≤ 0.
Money Share(const Money& whole, int64_t numerator, int64_t denominator,
            Rounding = Rounding::kHalfUp);
// To the nearest multiple of `step` minor units, such as 5 for Swiss cash.
Money ToStep(const Money& amount, int64_t step, Rounding = Rounding::kHalfUp);

types::v1::Money ToProto(const Money& amount);
Money FromProto(const types::v1::Money& proto);
types::v1::Decimal ToProto(const Decimal& value);
Decimal FromProto(const types::v1::Decimal& proto);
}  // namespace aor::money
