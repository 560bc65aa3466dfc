// Exact quotients: what a margin in percent makes of a cost has no last decimal.
#pragma once

#include <cstdint>

#include "aor/engagements/v1/engagements_events.pb.h"
#include "libs/money/money.h"

namespace aor::engagements {
// In lowest terms, the denominator above zero. 128 bits hold every step between
// numbers that passed InRange (pricing.h).
class Ratio {
 public:
  Ratio() = default;
  explicit Ratio(const money::Decimal& value);
  static Ratio Of(__int128 numerator, __int128 denominator);  // throws std::domain_error for 0
  static Ratio FromProto(const v1::Ratio& proto);
  v1::Ratio ToProto() const;  // throws std::overflow_error beyond 64 bits

  // The one place where it is rounded: half away from zero.
  money::Decimal Rounded(uint32_t scale) const;
  money::Decimal RoundedUp(uint32_t scale) const;  // to the next above
  int Sign() const { return numerator_ > 0 ? 1 : numerator_ < 0 ? -1 : 0; }

  friend Ratio operator+(const Ratio& a, const Ratio& b);
  friend Ratio operator-(const Ratio& a, const Ratio& b);
  friend Ratio operator*(const Ratio& a, const Ratio& b);
  friend Ratio operator/(const Ratio& a, const Ratio& b);
  friend bool operator==(const Ratio& a, const Ratio& b) = default;
  friend bool operator<(const Ratio& a, const Ratio& b) { return (a - b).Sign() < 0; }

 private:
  __int128 numerator_ = 0;
  __int128 denominator_ = 1;
};
}  // namespace aor::engagements
