#include "services/engagements/domain/pricing.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "services/engagements/domain/sample_rules.h"

namespace aor::engagements {
namespace {
using money::Decimal;
using enum Reason;

Decimal Dec(const char* text) { return *money::ParseDecimal(text); }
std::string Text(const types::v1::Decimal& value) {
  return money::ToString(money::FromProto(value));
}
std::string Shown(const v1::Price& price) {
  const Figures figures = Display(price);
  const auto text = [](const auto& value) { return value ? money::ToString(*value) : "-"; };
  return money::ToString(figures.margin_percent) + " | " + money::ToString(figures.margin) + " | " +
         text(figures.coefficient) + " | " + text(figures.coefficient_on_cost) + " | " +
         money::ToString(figures.tariff);
}
Wish Held(v1::Held held, const char* value) {
  Wish wish = sample::Electrician();
  wish.held = held;
  wish.held_value = Dec(value);
  return wish;
}
Wish Contractor(const char* price, const char* fee = nullptr) {
  Wish wish;
  wish.kind = v1::ENGAGEMENT_KIND_AOR;
  wish.currency = "EUR";
  wish.unit = v1::UNIT_DAY;
  wish.base_wage = Dec(price);
  if (fee) wish.fee_percent = Dec(fee);
  return wish;
}
Wish Placement(const char* salary) {
  Wish wish;
  wish.kind = v1::ENGAGEMENT_KIND_PERMANENT;
  wish.currency = "CHF";
  wish.unit = v1::UNIT_FIXED;
  wish.base_wage = Dec(salary);
  return wish;
}
v1::Price Priced(const Wish& wish, const Basis& basis = sample::Geneva()) {
  const auto priced = PriceUp(wish, basis);
  if (const auto* refusal = std::get_if<Refusal>(&priced))
    throw std::runtime_error(Sentence(*refusal));
  return std::get<v1::Price>(priced);
}

TEST(PricingTest, TheWorkedExample) {
  const v1::Price price = Priced(sample::Electrician());
  ASSERT_EQ(price.components_size(), 4);
  EXPECT_EQ(Text(price.components(0).amount()), "0.96");  // 30.96
  EXPECT_EQ(Text(price.components(1).amount()), "2.58");  // 33.54
  EXPECT_EQ(Text(price.components(2).amount()), "2.79");  // 36.33
  EXPECT_EQ(Text(price.gross_wage()), "36.33");
  EXPECT_EQ(Text(price.components(3).amount()), "5.81");
  EXPECT_EQ(price.components(3).verification(), "unverified");
  EXPECT_EQ(Text(price.cost()), "42.14");
  EXPECT_EQ(Shown(price), "21.96 | 11.86 | 1.80 | 1.28 | 54.00");
  EXPECT_EQ(Text(price.minimum_wage()), "27.62");
}

TEST(PricingTest, EachOfTheFourValuesLeadsToTheOthers) {
  const struct {
    v1::Held held;
    const char *value, *shown;
  } kRows[] = {
      {v1::HELD_TARIFF, "54.00", "21.96 | 11.86 | 1.80 | 1.28 | 54.00"},
      {v1::HELD_MARGIN, "11.86", "21.96 | 11.86 | 1.80 | 1.28 | 54.00"},
      {v1::HELD_COEFFICIENT, "1.80", "21.96 | 11.86 | 1.80 | 1.28 | 54.00"},
      {v1::HELD_MARGIN_PERCENT, "20", "20.00 | 10.54 | 1.76 | 1.25 | 52.68"},
      {v1::HELD_MARGIN_PERCENT, "0", "0.00 | 0.00 | 1.40 | 1.00 | 42.14"},
      {v1::HELD_MARGIN_PERCENT, "99.99", "99.99 | 421357.86 | 14046.67 | 10000.00 | 421400.00"},
  };
  for (const auto& row : kRows) EXPECT_EQ(Shown(Priced(Held(row.held, row.value))), row.shown);
}

TEST(PricingTest, EveryUnitAndKindHasItsPrice) {
  Wish day = sample::Electrician();
  day.unit = v1::UNIT_DAY;
  day.base_wage = Dec("240");
  day.hours_per_unit = Dec("8");
  day.held_value = Dec("432");
  EXPECT_EQ(Text(Priced(day).minimum_wage()), "220.96");
  Wish month = day;
  month.kind = v1::ENGAGEMENT_KIND_EOR;
  month.unit = v1::UNIT_MONTH;
  month.base_wage = Dec("6500");
  month.hours_per_unit.reset();
  month.held = v1::HELD_MARGIN_PERCENT;
  month.held_value = Dec("8");
  Basis salaried = sample::Geneva();
  salaried.supplements = {{"THIRTEENTH", Dec("8.33"), "1/12", "in force"}};
  EXPECT_EQ(Text(Priced(month, salaried).minimum_wage()), "5033.24");
  EXPECT_EQ(Text(Priced(month, salaried).cost()), "8168.08");
  EXPECT_EQ(Shown(Priced(month, salaried)), "8.00 | 710.27 | 1.37 | 1.09 | 8878.35");

  const v1::Price developer = Priced(Contractor("620", "4"), sample::NoAgreement("FR"));
  EXPECT_EQ(Text(developer.tariff()), "620.00");
  EXPECT_EQ(Text(developer.fee()), "24.80");
  Wish resold = Contractor("620");
  resold.held = v1::HELD_MARGIN_PERCENT;
  resold.held_value = Dec("10");
  EXPECT_EQ(Shown(Priced(resold, sample::NoAgreement("FR"))),
            "10.00 | 68.89 | 1.11 | 1.11 | 688.89");
  Wish project = Contractor("15000", "5");
  project.unit = v1::UNIT_FIXED;
  EXPECT_EQ(Text(Priced(project, sample::NoAgreement("FR")).fee()), "750.00");

  Wish placed = Placement("96000");
  placed.fee_percent = Dec("18");
  EXPECT_EQ(Shown(Priced(placed)), "100.00 | 17280.00 | - | - | 17280.00");
  placed.fixed_fee = Dec("12000");
  EXPECT_EQ(Text(Priced(placed).fee()), "12000");
  EXPECT_EQ(Shown(Priced(sample::Electrician(),
                         [] {
                           Basis basis = sample::Geneva();
                           basis.supplements.clear();
                           return basis;
                         }())),
            "35.56 | 19.20 | 1.80 | 1.55 | 54.00");
}

TEST(PricingTest, RefusesByName) {
  using Change = void (*)(Wish&, Basis&);
  const struct {
    Reason reason;
    Change change;
  } kRows[] = {
      {kKindUnknown, [](Wish& w, Basis&) { w.kind = v1::ENGAGEMENT_KIND_UNSPECIFIED; }},
      {kWageMissing, [](Wish& w, Basis&) { w.base_wage = {}; }},
      {kNumberOutOfRange,
       [](Wish& w, Basis&) {
         w.base_wage = {100'000'000, 0};
       }},
      {kNumberOutOfRange,
       [](Wish& w, Basis&) {
         w.base_wage = {3000001, 5};
       }},
      {kNumberOutOfRange,
       [](Wish& w, Basis&) {
         w.held_value = Decimal{5400000, 5};
       }},
      {kNumberOutOfRange, [](Wish& w, Basis&) { w.hours_per_unit = Decimal{1000}; }},
      {kNumberOutOfRange, [](Wish& w, Basis&) { w.hours_per_unit = Decimal{0}; }},
      {kNumberOutOfRange, [](Wish& w, Basis&) { w.hours_per_unit = Decimal{-8}; }},
      {kNumberOutOfRange, [](Wish& w, Basis&) { w.fee_percent = Decimal{-1}; }},
      {kNumberOutOfRange, [](Wish& w, Basis&) { w.fixed_fee = Decimal{-1}; }},
      {kNumberOutOfRange,
       [](Wish& w, Basis&) { w.held = v1::HELD_COEFFICIENT, w.held_value = Decimal{1000}; }},
      {kUnitNotForThisKind, [](Wish& w, Basis&) { w.unit = v1::UNIT_FIXED; }},
      {kUnitNotForThisKind, [](Wish& w, Basis&) { w.unit = v1::UNIT_UNSPECIFIED; }},
      {kUnitNotForThisKind, [](Wish& w, Basis&) { w.kind = v1::ENGAGEMENT_KIND_PERMANENT; }},
      {kHoursPerUnitMissing, [](Wish& w, Basis&) { w.unit = v1::UNIT_DAY; }},
      {kAgreementMissing, [](Wish&, Basis& b) { b.question.cba_id.clear(); }},
      {kChargesUnknown, [](Wish&, Basis& b) { b.charges_known = false; }},
      {kAgreementUnknown, [](Wish&, Basis& b) { b.agreement_known = false; }},
      {kMinimumWageNotLoaded, [](Wish&, Basis& b) { b.wage_table_loaded = false; }},
      {kBelowMinimumWage,
       [](Wish& w, Basis&) {
         w.base_wage = {2761, 2};
       }},
      {kCurrencyDiffers, [](Wish& w, Basis&) { w.currency = "EUR"; }},
      {kCurrencyDiffers, [](Wish& w, Basis&) { w.currency = "JPY", w.base_wage = Decimal{28}; }},
      {kFeeMissing, [](Wish& w, Basis&) { w = Placement("96000"); }},
      {kFeeMissing, [](Wish& w, Basis&) { w = Placement("96000"), w.fixed_fee = Decimal{}; }},
      {kHeldValueMissing, [](Wish& w, Basis&) { w.held_value.reset(); }},
      {kHeldValueMissing, [](Wish& w, Basis&) { w.held = v1::HELD_UNSPECIFIED; }},
      {kMarginOfWholePrice, [](Wish& w, Basis&) { w = Held(v1::HELD_MARGIN_PERCENT, "100"); }},
      {kMarginOfWholePrice, [](Wish& w, Basis&) { w = Held(v1::HELD_MARGIN_PERCENT, "250"); }},
      {kTariffNotPositive, [](Wish& w, Basis&) { w = Held(v1::HELD_TARIFF, "0"); }},
      {kTariffNotPositive, [](Wish& w, Basis&) { w = Held(v1::HELD_MARGIN, "-42.14"); }},
      {kBelowCost, [](Wish& w, Basis&) { w = Held(v1::HELD_TARIFF, "42.13"); }},
      {kBelowCost, [](Wish& w, Basis&) { w = Held(v1::HELD_MARGIN_PERCENT, "-0.01"); }},
  };
  for (const auto& row : kRows) {
    Wish wish = sample::Electrician();
    Basis basis = sample::Geneva();
    row.change(wish, basis);
    const auto priced = PriceUp(wish, basis);
    ASSERT_EQ(priced.index(), 1u) << Name(row.reason);
    EXPECT_EQ(Name(std::get<Refusal>(priced)), Name(row.reason));
  }
}

TEST(PricingTest, ARefusedWageNamesTheFigureAndItsSource) {
  Wish wish = sample::Electrician();
  wish.base_wage = Dec("25.00");
  EXPECT_EQ(Sentence(std::get<Refusal>(PriceUp(wish, sample::Geneva()))),
            "Raise the base wage to the minimum at least. The minimum is CHF 27.62 "
            "(BBl 2025 3547; in force).");
}

TEST(PricingTest, AWageInAnotherCurrencyIsToldWhichOneIsPaidThere) {
  Wish wish = sample::Electrician();
  wish.currency = "EUR";
  EXPECT_EQ(
      Sentence(std::get<Refusal>(PriceUp(wish, sample::Geneva()))),
      "Quote the wage in the currency in which it is paid at that place and by that employer. "
      "Wages of CH-GE are in CHF (BBl 2025 3547; in force).");
  wish.base_wage = Dec("15.00");
  EXPECT_EQ(Priced(wish, sample::France()).currency_code(), "EUR");
}

TEST(PricingTest, ANegativeMarginNeedsAnApprovalAndKeepsItsReason) {
  Wish wish = Held(v1::HELD_TARIFF, "40.00");
  wish.loss = {"to win the client", "nina", "max"};
  const v1::Price price = Priced(wish);
  EXPECT_EQ(Shown(price), "-5.35 | -2.14 | 1.33 | 0.95 | 40.00");
  EXPECT_EQ(price.approval_reason(), "to win the client");
  EXPECT_EQ(price.proposed_by() + " for " + price.proposed_for(), "nina for max");
  wish.held_value = Dec("54.00");  // nothing to approve
  EXPECT_EQ(Priced(wish).approval_reason() + Priced(wish).proposed_by(), "");
}

TEST(PricingTest, APlacementIsChangedByItsFee) {
  Wish wish = Placement("96000");
  wish.fee_percent = Dec("18");
  const auto kind = v1::ENGAGEMENT_KIND_PERMANENT;
  EXPECT_EQ(std::get<Refusal>(Hold(Priced(wish), kind, v1::HELD_COEFFICIENT, Dec("2"), {})),
            Refusal(kNotForPlacement));
  const auto price =
      std::get<v1::Price>(Hold(Priced(wish), kind, v1::HELD_TARIFF, Dec("15000"), {}));
  EXPECT_EQ(Text(price.fee()), "15000.00");
  EXPECT_FALSE(price.has_fee_percent());
}

// Laws, for any cost and any held value.
const v1::Held kFour[] = {v1::HELD_MARGIN_PERCENT, v1::HELD_MARGIN, v1::HELD_COEFFICIENT,
                          v1::HELD_TARIFF};
Decimal ShownOf(const v1::Price& price, v1::Held held) {
  const Figures figures = Display(price);
  if (held == v1::HELD_MARGIN_PERCENT) return figures.margin_percent;
  if (held == v1::HELD_MARGIN) return figures.margin;
  return held == v1::HELD_COEFFICIENT ? *figures.coefficient : figures.tariff;
}
v1::Price AnyPrice() {
  Wish wish = sample::Electrician();
  wish.base_wage = {*rc::gen::inRange<int64_t>(2762, 1'000'000), 2};
  wish.held = *rc::gen::elementOf(std::vector<v1::Held>(std::begin(kFour), std::end(kFour)));
  switch (wish.held) {
    case v1::HELD_MARGIN_PERCENT:
      wish.held_value = Decimal{*rc::gen::inRange(-5000, 9999), 2};
      break;
    case v1::HELD_COEFFICIENT: wish.held_value = Decimal{*rc::gen::inRange(10, 900), 2}; break;
    case v1::HELD_MARGIN: wish.held_value = Decimal{*rc::gen::inRange(-2000, 1'000'000), 2}; break;
    default: wish.held_value = Decimal{*rc::gen::inRange(1, 3'000'000), 2};
  }
  wish.loss.reason = "any margin will do here";
  return Priced(wish);
}

RC_GTEST_PROP(PricingLaws, EnteringWhatIsDisplayedAHundredTimesMovesNothing, ()) {
  const v1::Price start = AnyPrice();
  const std::string shown = Shown(start);
  v1::Price price = start;
  for (int edit = 0; edit < 100; ++edit) {
    const auto held =
        *rc::gen::elementOf(std::vector<v1::Held>(std::begin(kFour), std::end(kFour)));
    price =
        std::get<v1::Price>(Hold(price, v1::ENGAGEMENT_KIND_TEMP, held, ShownOf(price, held), {}));
    RC_ASSERT(price.held() == held);
  }
  RC_ASSERT(Shown(price) == shown);
  RC_ASSERT(Ratio::FromProto(price.exact_tariff()) == Ratio::FromProto(start.exact_tariff()));
}

// Whatever the numbers, an answer: a price or a refusal, never an overflow.
RC_GTEST_PROP(PricingLaws, AnyNumbersAreAnswered, ()) {
  const auto any = [] {
    return Decimal{
        *rc::gen::oneOf(rc::gen::arbitrary<int64_t>(),
                        rc::gen::inRange<int64_t>(-2'000'000'000'000, 2'000'000'000'000)),
        *rc::gen::inRange<uint32_t>(0, 10)};
  };
  Wish wish = sample::Electrician();
  wish.base_wage = *rc::gen::oneOf(rc::gen::exec(any), rc::gen::just(Decimal{999'999'999'999, 4}));
  wish.held = *rc::gen::elementOf(std::vector<v1::Held>(std::begin(kFour), std::end(kFour)));
  wish.held_value = *rc::gen::oneOf(rc::gen::exec(any), rc::gen::just(Decimal{9'999'999, 4}),
                                    rc::gen::just(Decimal{999'999, 4}));
  wish.loss.reason = "any";
  const auto priced = PriceUp(wish, sample::Geneva());
  if (const auto* price = std::get_if<v1::Price>(&priced)) RC_ASSERT(!Shown(*price).empty());
}

RC_GTEST_PROP(PricingLaws, TheHeldValueIsShownAsItWasEntered, ()) {
  const v1::Price price = AnyPrice();
  RC_ASSERT(ShownOf(price, price.held()) == money::FromProto(price.held_value()));
}

RC_GTEST_PROP(PricingLaws, TheFourValuesBelongTogether, ()) {
  const v1::Price price = AnyPrice();
  const Ratio tariff = Ratio::FromProto(price.exact_tariff());
  const Ratio cost(money::FromProto(price.cost())), base(money::FromProto(price.base_wage()));
  const Figures figures = Display(price);
  RC_ASSERT((tariff - cost).Rounded(2) == figures.margin);
  RC_ASSERT((tariff / base).Rounded(2) == *figures.coefficient);
  RC_ASSERT(((tariff - cost) / tariff * Ratio::Of(100, 1)).Rounded(2) == figures.margin_percent);
  RC_ASSERT(tariff.Rounded(2) == money::FromProto(price.tariff()));
}

RC_GTEST_PROP(PricingLaws, AnEditToAndBackRestoresEverything, ()) {
  const v1::Price start = AnyPrice();
  const auto other =
      Hold(start, v1::ENGAGEMENT_KIND_TEMP, v1::HELD_TARIFF, Decimal{99999999, 2}, {"any", "", ""});
  const auto back = Hold(std::get<v1::Price>(other), v1::ENGAGEMENT_KIND_TEMP, start.held(),
                         money::FromProto(start.held_value()), {"any margin", "", ""});
  RC_ASSERT(Shown(std::get<v1::Price>(back)) == Shown(start));
}
}  // namespace
}  // namespace aor::engagements
