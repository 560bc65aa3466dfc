// 128-bit intermediates of the amounts. Whatever does not fit is refused with
// std::overflow_error, never wrapped.
#pragma once

#include <cstdint>
#include <limits>
#include <stdexcept>

#include "libs/money/money.h"

namespace aor::money::exact {
using Wide = __int128;

inline Wide Multiply(Wide a, Wide b) {
  Wide product;
  if (__builtin_mul_overflow(a, b, &product)) throw std::overflow_error("amount: too large");
  return product;
}

inline int64_t Narrow(Wide value) {
  if (value > std::numeric_limits<int64_t>::max() || value < std::numeric_limits<int64_t>::min()) {
    throw std::overflow_error("amount: too large");
  }
  return static_cast<int64_t>(value);
}

inline Wide PowerOfTen(uint32_t exponent) {
  Wide power = 1;
  while (exponent-- > 0) power = Multiply(power, 10);
  return power;
}

// Whether the magnitude of a quotient, cut to `whole`, grows by one.
inline bool GrowsBy(Rounding rounding, Wide whole, Wide rest, Wide divisor) {
  if (rounding == Rounding::kDown || rest == 0) return false;
  const Wide missing = divisor - rest;
  if (rest != missing) return rest > missing;
  return rounding == Rounding::kHalfUp || whole % 2 != 0;
}

// Throws std::domain_error when the divisor is zero.
inline Wide Divide(Wide dividend, Wide divisor, Rounding rounding) {
  if (divisor == 0) throw std::domain_error("amount: division by zero");
  const bool negative = (dividend < 0) != (divisor < 0);
  const Wide above = dividend < 0 ? -dividend : dividend;
  const Wide below = divisor < 0 ? -divisor : divisor;
  Wide whole = above / below;
  if (GrowsBy(rounding, whole, above % below, below)) ++whole;
  return negative ? -whole : whole;
}
}  // namespace aor::money::exact
