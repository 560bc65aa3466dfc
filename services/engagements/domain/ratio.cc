#include "services/engagements/domain/ratio.h"

#include <limits>
#include <stdexcept>

namespace aor::engagements {
namespace {
using Wide = __int128;

Wide Gcd(Wide a, Wide b) {
  if (a < 0) a = -a;
  while (b != 0) {
    const Wide rest = a % b;
    a = b;
    b = rest;
  }
  return a;
}

Wide PowerOfTen(uint32_t exponent) {
  Wide power = 1;
  for (uint32_t i = 0; i < exponent; ++i) power *= 10;
  return power;
}

Wide Times(Wide a, Wide b) {
  Wide product;
  if (__builtin_mul_overflow(a, b, &product)) throw std::overflow_error("ratio");
  return product;
}

Wide Plus(Wide a, Wide b) {
  Wide sum;
  if (__builtin_add_overflow(a, b, &sum)) throw std::overflow_error("ratio");
  return sum;
}

int64_t Narrow(Wide value) {
  if (value > std::numeric_limits<int64_t>::max() || value < std::numeric_limits<int64_t>::min())
    throw std::overflow_error("ratio");
  return static_cast<int64_t>(value);
}
}  // namespace

Ratio::Ratio(const money::Decimal& value) : Ratio(Of(value.unscaled, PowerOfTen(value.scale))) {}

Ratio Ratio::Of(Wide numerator, Wide denominator) {
  if (denominator == 0) throw std::domain_error("ratio with denominator 0");
  const Wide divisor = Gcd(numerator, denominator) * (denominator < 0 ? -1 : 1);
  Ratio ratio;
  ratio.numerator_ = numerator / divisor;
  ratio.denominator_ = denominator / divisor;
  return ratio;
}

Ratio Ratio::FromProto(const v1::Ratio& proto) {
  return Of(proto.numerator(), proto.denominator());
}

v1::Ratio Ratio::ToProto() const {
  v1::Ratio proto;
  proto.set_numerator(Narrow(numerator_));
  proto.set_denominator(Narrow(denominator_));
  return proto;
}

money::Decimal Ratio::Rounded(uint32_t scale) const {
  const Wide twice = Times(2 * PowerOfTen(scale), numerator_ < 0 ? -numerator_ : numerator_);
  const Wide rounded = (twice + denominator_) / (2 * denominator_);
  return {Narrow(numerator_ < 0 ? -rounded : rounded), scale};
}

money::Decimal Ratio::RoundedUp(uint32_t scale) const {
  const Wide scaled = Times(PowerOfTen(scale), numerator_);
  const Wide down = scaled / denominator_;
  return {Narrow(down + (scaled > down * denominator_ ? 1 : 0)), scale};
}

Ratio operator+(const Ratio& a, const Ratio& b) {
  const Wide shared = Gcd(a.denominator_, b.denominator_);
  return Ratio::Of(Plus(Times(a.numerator_, b.denominator_ / shared),
                        Times(b.numerator_, a.denominator_ / shared)),
                   Times(a.denominator_, b.denominator_ / shared));
}

Ratio operator-(const Ratio& a, const Ratio& b) {
  return a + Ratio::Of(-b.numerator_, b.denominator_);
}

Ratio operator*(const Ratio& a, const Ratio& b) {
  const Ratio left = Ratio::Of(a.numerator_, b.denominator_);
  const Ratio right = Ratio::Of(b.numerator_, a.denominator_);
  return Ratio::Of(Times(left.numerator_, right.numerator_),
                   Times(left.denominator_, right.denominator_));
}

Ratio operator/(const Ratio& a, const Ratio& b) {
  return a * Ratio::Of(b.denominator_, b.numerator_);
}
}  // namespace aor::engagements
