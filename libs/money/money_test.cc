#include "libs/money/money.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <limits>
#include <stdexcept>

namespace aor::money {
namespace {
using std::chrono::hours;
using std::chrono::minutes;

Decimal D(std::string_view text) { return ParseDecimal(text).value(); }
Money Chf(int64_t minor) { return {"CHF", minor}; }

TEST(DecimalTest, ReadsAndWritesPlainNumbers) {
  EXPECT_EQ(ToString(D("-12.50")), "-12.50");
  EXPECT_EQ(ToString(D("0.005")), "0.005");
  EXPECT_EQ(ToString(Decimal{-5, 3}), "-0.005");
  EXPECT_EQ(ToString(D("-9223372036854775808")), "-9223372036854775808");
  EXPECT_EQ(D("1.5"), D("1.50"));
  for (const char* bad : {"", "-", ".5", "1.", "+1", "1e3", " 1", "1 ", "1,5", "--1", "1.2.3",
                          "1.0000000001", "9223372036854775808", "1.-5"}) {
    EXPECT_FALSE(ParseDecimal(bad)) << bad;
  }
}

TEST(DecimalTest, ComputesExactlyOrRefuses) {
  EXPECT_EQ(ToString(D("1.5") + D("0.25")), "1.75");
  EXPECT_EQ(ToString(D("1") - D("0.25")), "0.75");
  EXPECT_EQ(ToString(D("30.00") * D("1.032")), "30.96000");
  EXPECT_EQ(D("0.00001") * D("10000.00000"), D("0.1"));
  EXPECT_THROW(D("0.00001") * D("0.00001"), std::overflow_error);
  EXPECT_THROW(D("9223372036854775807") + D("1"), std::overflow_error);
  EXPECT_EQ(ToString(Divide(D("100"), D("46"), 2)), "2.17");
  EXPECT_EQ(ToString(Divide(D("-1"), D("3"), 9)), "-0.333333333");
  EXPECT_THROW(Divide(D("1"), D("0.00"), 2), std::domain_error);
}

TEST(DecimalTest, RoundsByTheNamedRule) {
  EXPECT_EQ(ToString(Round(D("33.335"), 2)), "33.34");
  EXPECT_EQ(ToString(Round(D("-33.335"), 2)), "-33.34");
  EXPECT_EQ(ToString(Round(D("33.345"), 2, Rounding::kHalfEven)), "33.34");
  EXPECT_EQ(ToString(Round(D("33.335"), 2, Rounding::kHalfEven)), "33.34");
  EXPECT_EQ(ToString(Round(D("-33.339"), 2, Rounding::kDown)), "-33.33");
  EXPECT_EQ(ToString(Round(D("1.5"), 3)), "1.500");
  EXPECT_THROW(Round(D("1"), 10), std::invalid_argument);
}

TEST(MoneyTest, KnowsTheDigitsOfACurrency) {
  EXPECT_EQ(ToString(Chf(153750)), "CHF 1537.50");
  EXPECT_EQ(AmountOf(Chf(-5)), "-0.05");
  EXPECT_EQ(ToString(Money{"JPY", 1500}), "JPY 1500");
  EXPECT_EQ(AmountOf(Money{"KWD", 1}), "0.001");
  EXPECT_EQ(FromDecimal("CHF", D("0.005")), Chf(1));
}

TEST(MoneyTest, NeverMixesCurrencies) {
  EXPECT_THROW(Chf(1) + (Money{"EUR", 1}), std::invalid_argument);
  EXPECT_THROW((void)(Chf(1) < Money{"EUR", 1}), std::invalid_argument);
  EXPECT_FALSE(Chf(1) == (Money{"EUR", 1}));
  EXPECT_THROW(-Chf(std::numeric_limits<int64_t>::min()), std::overflow_error);
}

TEST(MoneyTest, ComputesTheBusinessNumbers) {
  EXPECT_EQ(ForTime("CHF", D("30.00"), hours(41)), Chf(123000));
  EXPECT_EQ(ForTime("CHF", D("33.335"), minutes(61)), Chf(3389));
  EXPECT_EQ(Percent(Chf(3000), D("3.2")), Chf(96));
  EXPECT_EQ(Percent(Chf(3096), D("108.33")), Chf(3354));
  EXPECT_EQ(Percent(Chf(3354), D("108.33")), Chf(3633));
  EXPECT_EQ(Times("CHF", D("36.33"), D("1.16")), Chf(4214));
  EXPECT_EQ(Times("EUR", D("15.00"), D("45")), (Money{"EUR", 67500}));
  EXPECT_EQ(Share(Chf(100000), 1, 3), Chf(33333));
  EXPECT_THROW(Share(Chf(1), 1, 0), std::domain_error);
}

TEST(MoneyTest, RoundsToFiveCentimes) {
  EXPECT_EQ(ToStep(Chf(123482), 5), Chf(123480));
  EXPECT_EQ(ToStep(Chf(123483), 5), Chf(123485));
  EXPECT_EQ(ToStep(Chf(-123483), 5), Chf(-123485));
  EXPECT_THROW(ToStep(Chf(1), 0), std::domain_error);
}

TEST(MoneyTest, SurvivesTheWire) {
  EXPECT_EQ(FromProto(ToProto(Chf(-153750))), Chf(-153750));
  EXPECT_EQ(FromProto(ToProto(D("8.10"))), D("8.1"));
  types::v1::Decimal bad;
  bad.set_scale(10);
  EXPECT_THROW(FromProto(bad), std::invalid_argument);
}

// ---- laws ----
constexpr int64_t kBig = 1'000'000'000'000;

Decimal AnyDecimal() {
  return {*rc::gen::inRange<int64_t>(-kBig, kBig), *rc::gen::inRange<uint32_t>(0, 10)};
}
Rounding AnyRounding() {
  return *rc::gen::element(Rounding::kHalfUp, Rounding::kHalfEven, Rounding::kDown);
}

RC_GTEST_PROP(DecimalLaw, PrintingAndParsingAreInverse, ()) {
  const Decimal value = AnyDecimal();
  const auto again = ParseDecimal(ToString(value));
  RC_ASSERT(again.has_value());
  RC_ASSERT(again->unscaled == value.unscaled);
  RC_ASSERT(again->scale == value.scale);
}

RC_GTEST_PROP(DecimalLaw, ParsingNeverCrashes, (const std::string& text)) {
  const auto value = ParseDecimal(text);
  if (value) RC_ASSERT(ParseDecimal(ToString(*value)) == value);
}

RC_GTEST_PROP(DecimalLaw, OrderAgreesWithTheDifference, ()) {
  const Decimal a = AnyDecimal(), b = AnyDecimal();
  RC_PRE(a.scale + 6 >= b.scale && b.scale + 6 >= a.scale);
  const int64_t sign = (a - b).unscaled;
  RC_ASSERT((a < b) == (sign < 0));
  RC_ASSERT((a == b) == (sign == 0));
}

RC_GTEST_PROP(DecimalLaw, RoundingIsIdempotentAndNear, ()) {
  const Decimal value = AnyDecimal();
  const uint32_t scale = *rc::gen::inRange<uint32_t>(0, 7);
  const Rounding rounding = AnyRounding();
  const Decimal once = Round(value, scale, rounding);
  RC_ASSERT(once.scale == scale);
  RC_ASSERT(Round(once, scale, rounding) == once);
  const Decimal gap = once < value ? value - once : once - value;
  const Decimal unit{1, scale};
  const bool near = rounding == Rounding::kDown ? gap < unit : gap + gap <= unit;
  RC_ASSERT(near);
}

RC_GTEST_PROP(MoneyLaw, CumulatedSharesLeaveNothingOver, ()) {
  const Money whole = Chf(*rc::gen::inRange<int64_t>(-kBig, kBig));
  const int64_t parts = *rc::gen::inRange<int64_t>(1, 60);
  Money sum = Chf(0);
  for (int64_t i = 1; i <= parts; ++i)
    sum = sum + (Share(whole, i, parts) - Share(whole, i - 1, parts));
  RC_ASSERT(sum == whole);
}

RC_GTEST_PROP(MoneyLaw, SingleSharesMissLessThanHalfACentEach, ()) {
  const Money whole = Chf(*rc::gen::inRange<int64_t>(-kBig, kBig));
  const int64_t parts = *rc::gen::inRange<int64_t>(1, 60);
  const int64_t miss = Share(whole, 1, parts).minor * parts - whole.minor;
  RC_ASSERT(2 * std::abs(miss) <= parts);
}

RC_GTEST_PROP(MoneyLaw, AddingIsUndoneBySubtracting, ()) {
  const Money a = Chf(*rc::gen::inRange(-kBig, kBig)), b = Chf(*rc::gen::inRange(-kBig, kBig));
  RC_ASSERT(a + b - b == a);
  RC_ASSERT(a + (-a) == Chf(0));
  RC_ASSERT(FromDecimal("CHF", ToDecimal(a)) == a);
}

RC_GTEST_PROP(MoneyLaw, TimeIsAQuantityOfHours, ()) {
  const Decimal rate{*rc::gen::inRange<int64_t>(0, 100000), 2};
  const int64_t whole_hours = *rc::gen::inRange<int64_t>(0, 10000);
  RC_ASSERT(ForTime("CHF", rate, hours(whole_hours)) ==
            Times("CHF", rate, Decimal{whole_hours, 0}));
}
}  // namespace
}  // namespace aor::money
