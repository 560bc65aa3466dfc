#include "libs/money/money.h"

#include <algorithm>
#include <iterator>

#include "libs/money/exact.h"

namespace aor::money {
namespace {
using exact::Narrow;
using exact::PowerOfTen;
using exact::Wide;

void CheckSameCurrency(const Money& a, const Money& b) {
  if (a.currency == b.currency) return;
  throw std::invalid_argument("money: " + a.currency + " and " + b.currency);
}
}  // namespace

Money operator+(const Money& a, const Money& b) {
  CheckSameCurrency(a, b);
  return {a.currency, Narrow(Wide{a.minor} + b.minor)};
}

Money operator-(const Money& a, const Money& b) {
  CheckSameCurrency(a, b);
  return {a.currency, Narrow(Wide{a.minor} - b.minor)};
}

Money operator-(const Money& a) { return {a.currency, Narrow(-Wide{a.minor})}; }

bool operator<(const Money& a, const Money& b) {
  CheckSameCurrency(a, b);
  return a.minor < b.minor;
}

std::string AmountOf(const Money& amount) { return ToString(ToDecimal(amount)); }

std::string ToString(const Money& amount) { return amount.currency + " " + AmountOf(amount); }

uint32_t MinorDigits(std::string_view currency) {
  constexpr std::string_view kNone[] = {"BIF", "CLP", "DJF", "GNF", "ISK", "JPY",
                                        "KMF", "KRW", "PYG", "RWF", "UGX", "UYI",
                                        "VND", "VUV", "XAF", "XOF", "XPF"};
  constexpr std::string_view kThree[] = {"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"};
  const auto in = [&](const auto& codes) {
    return std::ranges::find(codes, currency) != std::end(codes);
  };
  if (in(kNone)) return 0;
  return in(kThree) ? 3 : 2;
}

Money FromDecimal(std::string_view currency, const Decimal& major, Rounding rounding) {
  return {std::string(currency), Round(major, MinorDigits(currency), rounding).unscaled};
}

Decimal ToDecimal(const Money& amount) { return {amount.minor, MinorDigits(amount.currency)}; }

Money Times(std::string_view currency, const Decimal& price, const Decimal& quantity,
            Rounding rounding) {
  const Wide product = exact::Multiply(price.unscaled, quantity.unscaled);
  const Wide dividend = exact::Multiply(product, PowerOfTen(MinorDigits(currency)));
  const Wide divisor = PowerOfTen(price.scale + quantity.scale);
  return {std::string(currency), Narrow(exact::Divide(dividend, divisor, rounding))};
}

Money Percent(const Money& base, const Decimal& percent, Rounding rounding) {
  const Wide dividend = exact::Multiply(base.minor, percent.unscaled);
  const Wide divisor = exact::Multiply(100, PowerOfTen(percent.scale));
  return {base.currency, Narrow(exact::Divide(dividend, divisor, rounding))};
}

Money ForTime(std::string_view currency, const Decimal& per_hour, std::chrono::seconds time,
              Rounding rounding) {
  const Wide product = exact::Multiply(per_hour.unscaled, time.count());
  const Wide dividend = exact::Multiply(product, PowerOfTen(MinorDigits(currency)));
  const Wide divisor = exact::Multiply(3600, PowerOfTen(per_hour.scale));
  return {std::string(currency), Narrow(exact::Divide(dividend, divisor, rounding))};
}

Money Share(const Money& whole, int64_t numerator, int64_t denominator, Rounding rounding) {
  if (denominator <= 0) throw std::domain_error("money: a share of no parts");
  const Wide dividend = exact::Multiply(whole.minor, numerator);
  return {whole.currency, Narrow(exact::Divide(dividend, denominator, rounding))};
}

Money ToStep(const Money& amount, int64_t step, Rounding rounding) {
  if (step <= 0) throw std::domain_error("money: a step of nothing");
  const Wide steps = exact::Divide(amount.minor, step, rounding);
  return {amount.currency, Narrow(exact::Multiply(steps, step))};
}

types::v1::Money ToProto(const Money& amount) {
  types::v1::Money proto;
  proto.set_currency_code(amount.currency);
  proto.set_minor_units(amount.minor);
  return proto;
}

Money FromProto(const types::v1::Money& proto) {
  return {proto.currency_code(), proto.minor_units()};
}
}  // namespace aor::money
