#include <algorithm>
#include <cctype>

#include "libs/money/exact.h"
#include "libs/money/money.h"

namespace aor::money {
namespace {
using exact::Narrow;
using exact::PowerOfTen;
using exact::Wide;
constexpr uint32_t kMaxScale = 9;

uint32_t Checked(uint32_t scale) {
  if (scale > kMaxScale) throw std::invalid_argument("decimal: more than 9 places");
  return scale;
}

Wide AtScale(const Decimal& value, uint32_t scale) {
  return exact::Multiply(value.unscaled, PowerOfTen(scale - Checked(value.scale)));
}

bool IsDigits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(),
                                      [](unsigned char c) { return std::isdigit(c) != 0; });
}

std::optional<int64_t> Number(bool negative, std::string_view digits) {
  int64_t value = 0;
  for (const char c : digits) {
    const int64_t digit = negative ? '0' - c : c - '0';
    if (__builtin_mul_overflow(value, 10, &value)) return std::nullopt;
    if (__builtin_add_overflow(value, digit, &value)) return std::nullopt;
  }
  return value;
}
}  // namespace

std::strong_ordering operator<=>(const Decimal& a, const Decimal& b) {
  const uint32_t scale = std::max(a.scale, b.scale);
  const Wide left = AtScale(a, scale), right = AtScale(b, scale);
  if (left == right) return std::strong_ordering::equal;
  return left < right ? std::strong_ordering::less : std::strong_ordering::greater;
}

std::optional<Decimal> ParseDecimal(std::string_view text) {
  const bool negative = !text.empty() && text.front() == '-';
  if (negative) text.remove_prefix(1);
  const size_t point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  if (!IsDigits(whole)) return std::nullopt;
  std::string digits(whole);
  uint32_t scale = 0;
  if (point != std::string_view::npos) {
    const std::string_view places = text.substr(point + 1);
    if (!IsDigits(places) || places.size() > kMaxScale) return std::nullopt;
    digits += places;
    scale = static_cast<uint32_t>(places.size());
  }
  const auto unscaled = Number(negative, digits);
  if (!unscaled) return std::nullopt;
  return Decimal{*unscaled, scale};
}

std::string ToString(const Decimal& value) {
  const bool negative = value.unscaled < 0;
  const uint64_t magnitude =
      negative ? 0 - static_cast<uint64_t>(value.unscaled) : static_cast<uint64_t>(value.unscaled);
  std::string text = std::to_string(magnitude);
  if (Checked(value.scale) > 0) {
    if (text.size() <= value.scale) text.insert(0, value.scale + 1 - text.size(), '0');
    text.insert(text.size() - value.scale, 1, '.');
  }
  return negative ? "-" + text : text;
}

Decimal operator+(const Decimal& a, const Decimal& b) {
  const uint32_t scale = std::max(a.scale, b.scale);
  return {Narrow(AtScale(a, scale) + AtScale(b, scale)), scale};
}

Decimal operator-(const Decimal& a, const Decimal& b) {
  const uint32_t scale = std::max(a.scale, b.scale);
  return {Narrow(AtScale(a, scale) - AtScale(b, scale)), scale};
}

Decimal operator*(const Decimal& a, const Decimal& b) {
  Wide product = exact::Multiply(a.unscaled, b.unscaled);
  uint32_t scale = Checked(a.scale) + Checked(b.scale);
  // Only zeros may be dropped: a product with more than 9 places is not exact.
  while (scale > kMaxScale && product % 10 == 0) {
    product /= 10;
    --scale;
  }
  if (scale > kMaxScale) throw std::overflow_error("decimal: more than 9 places");
  return {Narrow(product), scale};
}

Decimal Round(const Decimal& value, uint32_t scale, Rounding rounding) {
  return Divide(value, Decimal{1, 0}, scale, rounding);
}

Decimal Divide(const Decimal& a, const Decimal& b, uint32_t scale, Rounding rounding) {
  const uint32_t up = Checked(scale) + Checked(b.scale), down = Checked(a.scale);
  const Wide dividend = exact::Multiply(a.unscaled, PowerOfTen(up > down ? up - down : 0));
  const Wide divisor = exact::Multiply(b.unscaled, PowerOfTen(down > up ? down - up : 0));
  return {Narrow(exact::Divide(dividend, divisor, rounding)), scale};
}

types::v1::Decimal ToProto(const Decimal& value) {
  types::v1::Decimal proto;
  proto.set_unscaled(value.unscaled);
  proto.set_scale(value.scale);
  return proto;
}

Decimal FromProto(const types::v1::Decimal& proto) {
  return {proto.unscaled(), Checked(proto.scale())};
}
}  // namespace aor::money
