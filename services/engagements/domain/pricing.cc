#include "services/engagements/domain/pricing.h"

namespace aor::engagements {
namespace {
using money::Decimal;
using enum Reason;
constexpr uint32_t kMostDecimals = 4;
constexpr int64_t kHighestAmount = 100'000'000;
constexpr uint32_t kShownDecimals = 2;  // of percentages and coefficients

Ratio Whole(int64_t number) { return Ratio::Of(number, 1); }
Ratio Share(const Decimal& percent) { return Ratio(percent) / Whole(100); }

bool Within(const Decimal& value, int64_t below) {
  return value.scale <= kMostDecimals && Ratio(value) < Whole(below) &&
         Whole(-below) < Ratio(value);
}

Decimal FromProto(const types::v1::Decimal& proto) { return {proto.unscaled(), proto.scale()}; }
void Put(const Decimal& value, types::v1::Decimal* proto) {
  proto->set_unscaled(value.unscaled);
  proto->set_scale(value.scale);
}

v1::Component AsComponent(const Step& step, const Decimal& amount) {
  v1::Component component;
  component.set_code(step.code);
  Put(step.percent, component.mutable_percent());
  Put(amount, component.mutable_amount());
  component.set_source(step.source);
  component.set_verification(step.verification);
  return component;
}

// The exact tariff behind a price.
Ratio TariffOf(const v1::Price& price) { return Ratio::FromProto(price.exact_tariff()); }
Ratio CostOf(const v1::Price& price) { return Ratio(FromProto(price.cost())); }
Loss LossOf(const v1::Price& price) {
  return {price.approval_reason(), price.proposed_by(), price.proposed_for()};
}
Ratio BaseOf(const v1::Price& price) { return Ratio(FromProto(price.base_wage())); }

Decimal Shown(const v1::Price& price, v1::Held held) {
  const Figures figures = Display(price);
  switch (held) {
    case v1::HELD_MARGIN_PERCENT: return figures.margin_percent;
    case v1::HELD_MARGIN: return figures.margin;
    case v1::HELD_COEFFICIENT: return figures.coefficient.value_or(Decimal{});
    default: return figures.tariff;
  }
}

std::optional<Refusal> RefuseHeld(v1::Held held, const Decimal& value) {
  switch (held) {
    case v1::HELD_MARGIN_PERCENT:
      if (!(value < Decimal{100})) return kMarginOfWholePrice;
      return Within(value, 1000) ? std::nullopt : std::optional<Refusal>(kNumberOutOfRange);
    case v1::HELD_COEFFICIENT:
      return Within(value, 1000) ? std::nullopt : std::optional<Refusal>(kNumberOutOfRange);
    case v1::HELD_MARGIN:
    case v1::HELD_TARIFF:
      return InRange(value) ? std::nullopt : std::optional<Refusal>(kNumberOutOfRange);
    default: return kHeldValueMissing;
  }
}

// The tariff that follows exactly from a cost, a base wage and the held value.
Ratio Solve(const v1::Price& price, v1::Held held, const Decimal& value) {
  switch (held) {
    case v1::HELD_MARGIN_PERCENT: return CostOf(price) / (Whole(1) - Share(value));
    case v1::HELD_MARGIN: return CostOf(price) + Ratio(value);
    case v1::HELD_COEFFICIENT: return BaseOf(price) * Ratio(value);
    default: return Ratio(value);
  }
}

// Sets held, tariff and what follows; or says why that tariff may not be offered.
Priced WithTariff(v1::Price price, v1::Held held, const Decimal& value, const Ratio& tariff,
                  const Loss& loss) {
  if (tariff.Sign() <= 0) return Refusal(kTariffNotPositive);
  if (!(tariff < Whole(kHighestAmount))) return Refusal(kNumberOutOfRange);
  const bool at_a_loss = tariff < CostOf(price);
  if (at_a_loss && loss.reason.empty()) return Refusal(kBelowCost);
  price.set_held(held);
  Put(value, price.mutable_held_value());
  *price.mutable_exact_tariff() = tariff.ToProto();
  Put(tariff.Rounded(money::MinorDigits(price.currency_code())), price.mutable_tariff());
  price.set_approval_reason(at_a_loss ? loss.reason : "");
  price.set_proposed_by(at_a_loss ? loss.by : "");
  price.set_proposed_for(at_a_loss ? loss.on_behalf_of : "");
  return price;
}

std::optional<Refusal> RefuseNumbers(const Wish& wish) {
  if (wish.base_wage <= Decimal{0}) return kWageMissing;
  if (!InRange(wish.base_wage)) return kNumberOutOfRange;
  if (wish.hours_per_unit &&
      (*wish.hours_per_unit <= Decimal{0} || !Within(*wish.hours_per_unit, 1000)))
    return kNumberOutOfRange;
  if (wish.fee_percent && (*wish.fee_percent < Decimal{0} || !Within(*wish.fee_percent, 1000)))
    return kNumberOutOfRange;
  if (wish.fixed_fee && (*wish.fixed_fee < Decimal{0} || !InRange(*wish.fixed_fee)))
    return kNumberOutOfRange;
  return std::nullopt;
}

std::optional<Refusal> RefuseUnit(const Wish& wish) {
  const bool fixed = wish.unit == v1::UNIT_FIXED;
  if (wish.unit == v1::UNIT_UNSPECIFIED) return kUnitNotForThisKind;
  if (IsEmployment(wish.kind) && fixed) return kUnitNotForThisKind;
  if (wish.kind == v1::ENGAGEMENT_KIND_PERMANENT && !fixed) return kUnitNotForThisKind;
  return std::nullopt;
}

// What every kind of price says.
v1::Price Begin(const Wish& wish, const Basis& basis) {
  v1::Price price;
  price.set_currency_code(wish.currency);
  price.set_unit(wish.unit);
  Put(wish.base_wage, price.mutable_base_wage());
  if (wish.hours_per_unit) Put(*wish.hours_per_unit, price.mutable_hours_per_unit());
  if (wish.fee_percent) Put(*wish.fee_percent, price.mutable_fee_percent());
  price.set_rule_version(basis.rule_version);
  price.set_jurisdiction(basis.question.jurisdiction);
  price.set_skill(basis.question.skill);
  *price.mutable_work_date() = calendar::ToProto(basis.question.work_date);
  return price;
}

Priced PriceWork(const Wish& wish, const Basis& basis) {
  if (basis.question.cba_id.empty() && wish.kind == v1::ENGAGEMENT_KIND_TEMP)
    return Refusal(kAgreementMissing);
  if (!basis.agreement_known) return Refusal(kAgreementUnknown);
  if (!basis.charges_known) return Refusal(kChargesUnknown);
  if (!basis.wage_table_loaded) return Refusal(kMinimumWageNotLoaded);
  if (const auto refusal =
          CheckMinimum(wish.base_wage, wish.currency, wish.unit, wish.hours_per_unit, basis))
    return *refusal;
  v1::Price price = Begin(wish, basis);
  const Cost cost = CostOf(wish.currency, wish.base_wage, basis);
  Put(cost.gross_wage, price.mutable_gross_wage());
  Put(cost.cost, price.mutable_cost());
  for (const auto& component : cost.components) *price.add_components() = component;
  price.set_cba_id(basis.question.cba_id);
  price.set_charge_set_id(basis.question.charge_set_id);
  if (basis.floor) {
    Put(*MinimumPerUnit(*basis.floor, wish.unit, wish.hours_per_unit),
        price.mutable_minimum_wage());
    price.set_minimum_wage_source(basis.floor->source);
    price.set_minimum_wage_verification(basis.floor->verification);
  }
  if (!wish.held_value) return Refusal(kHeldValueMissing);
  return Hold(std::move(price), wish.kind, wish.held, *wish.held_value, wish.loss);
}

// The supplier's price passes through; the fee stands beside it on the invoice.
Priced PriceContractor(const Wish& wish, const Basis& basis) {
  v1::Price price = Begin(wish, basis);
  Put(wish.base_wage, price.mutable_gross_wage());
  Put(wish.base_wage, price.mutable_cost());
  if (wish.fee_percent) {
    const Ratio fee = Ratio(wish.base_wage) * Share(*wish.fee_percent);
    const Decimal amount = fee.Rounded(money::MinorDigits(wish.currency));
    Put(amount, price.mutable_fee());
    *price.add_components() =
        AsComponent({"FEE", *wish.fee_percent, "agreed with the client", ""}, amount);
  }
  const bool passes_through = wish.held == v1::HELD_UNSPECIFIED || !wish.held_value;
  return Hold(std::move(price), wish.kind, passes_through ? v1::HELD_TARIFF : wish.held,
              passes_through ? wish.base_wage : *wish.held_value, wish.loss);
}

Priced PricePlacement(const Wish& wish, const Basis& basis) {
  v1::Price price = Begin(wish, basis);
  if (!wish.fixed_fee && !wish.fee_percent) return Refusal(kFeeMissing);
  Decimal fee = wish.fixed_fee.value_or(Decimal{});
  if (!wish.fixed_fee)
    fee = (Ratio(wish.base_wage) * Share(*wish.fee_percent))
              .Rounded(money::MinorDigits(wish.currency));
  if (fee == Decimal{0}) return Refusal(kFeeMissing);
  Put({0, fee.scale}, price.mutable_cost());
  Put(fee, price.mutable_fee());
  return WithTariff(std::move(price), v1::HELD_TARIFF, fee, Ratio(fee), wish.loss);
}
}  // namespace

bool InRange(const Decimal& amount) { return Within(amount, kHighestAmount); }

bool IsEmployment(v1::EngagementKind kind) {
  return kind == v1::ENGAGEMENT_KIND_TEMP || kind == v1::ENGAGEMENT_KIND_EOR;
}

Priced PriceUp(const Wish& wish, const Basis& basis) {
  if (const auto refusal = RefuseUnit(wish)) return *refusal;
  if (const auto refusal = RefuseNumbers(wish)) return *refusal;
  switch (wish.kind) {
    case v1::ENGAGEMENT_KIND_TEMP:
    case v1::ENGAGEMENT_KIND_EOR: return PriceWork(wish, basis);
    case v1::ENGAGEMENT_KIND_AOR: return PriceContractor(wish, basis);
    case v1::ENGAGEMENT_KIND_PERMANENT: return PricePlacement(wish, basis);
    default: return Refusal(kKindUnknown);
  }
}

Priced Hold(v1::Price price, v1::EngagementKind kind, v1::Held held, const Decimal& value,
            const Loss& loss) {
  if (kind == v1::ENGAGEMENT_KIND_PERMANENT && held != v1::HELD_TARIFF)
    return Refusal(kNotForPlacement);
  const bool as_shown =
      held != v1::HELD_UNSPECIFIED && price.has_exact_tariff() && Shown(price, held) == value;
  const auto refusal = RefuseHeld(held, value);
  if (refusal && !as_shown) return *refusal;
  const Ratio tariff = as_shown ? TariffOf(price) : Solve(price, held, value);
  const bool said_before = as_shown && loss.reason.empty();
  const Loss said = said_before ? LossOf(price) : loss;
  Priced priced = WithTariff(std::move(price), held, value, tariff, said);
  if (auto* placed = std::get_if<v1::Price>(&priced);
      placed && kind == v1::ENGAGEMENT_KIND_PERMANENT && !as_shown) {
    placed->clear_fee_percent();  // the fee is this amount now, whatever the salary
    *placed->mutable_fee() = placed->tariff();
  }
  return priced;
}

Figures Display(const v1::Price& price) {
  const uint32_t digits = money::MinorDigits(price.currency_code());
  const Ratio tariff = TariffOf(price), cost = CostOf(price);
  Figures figures;
  figures.tariff = tariff.Rounded(digits);
  figures.margin = (tariff - cost).Rounded(digits);
  figures.margin_percent = ((tariff - cost) / tariff * Whole(100)).Rounded(kShownDecimals);
  if (cost.Sign() == 0) return figures;
  figures.coefficient = (tariff / BaseOf(price)).Rounded(kShownDecimals);
  figures.coefficient_on_cost = (tariff / cost).Rounded(kShownDecimals);
  return figures;
}

Cost CostOf(const std::string& currency, const Decimal& base_wage, const Basis& basis) {
  const uint32_t digits = money::MinorDigits(currency);
  Cost cost{Ratio(base_wage).Rounded(digits), {}, {}};
  for (const Step& step : basis.supplements) {
    const Ratio before(cost.gross_wage);
    cost.gross_wage = (before * (Whole(1) + Share(step.percent))).Rounded(digits);
    const Decimal added = (Ratio(cost.gross_wage) - before).Rounded(digits);
    cost.components.push_back(AsComponent(step, added));
  }
  Ratio total(cost.gross_wage);
  for (const Step& charge : basis.charges) {
    const Decimal amount = (Ratio(cost.gross_wage) * Share(charge.percent)).Rounded(digits);
    total = total + Ratio(amount);
    cost.components.push_back(AsComponent(charge, amount));
  }
  cost.cost = total.Rounded(digits);
  return cost;
}

std::optional<Decimal> MinimumPerUnit(const Floor& floor, v1::Unit unit,
                                      const std::optional<Decimal>& hours_per_unit) {
  if (unit == v1::UNIT_HOUR) return floor.per_hour;
  if (hours_per_unit) return (Ratio(floor.per_hour) * Ratio(*hours_per_unit)).RoundedUp(2);
  if (unit == v1::UNIT_MONTH) return floor.per_month;
  return std::nullopt;
}

std::optional<Refusal> CheckMinimum(const Decimal& base_wage, const std::string& currency,
                                    v1::Unit unit, const std::optional<Decimal>& hours_per_unit,
                                    const Basis& basis) {
  if (!basis.floor) return std::nullopt;
  const Floor& floor = *basis.floor;
  const std::string source = " (" + floor.source + "; " + floor.verification + ").";
  if (currency != floor.currency)
    return Refusal(kCurrencyDiffers, "Wages of " + basis.question.jurisdiction + " are in " +
                                         floor.currency + source);
  const auto minimum = MinimumPerUnit(floor, unit, hours_per_unit);
  if (!minimum) return Refusal(kHoursPerUnitMissing);
  if (!(base_wage < *minimum)) return std::nullopt;
  return Refusal(kBelowMinimumWage,
                 "The minimum is " + floor.currency + " " + money::ToString(*minimum) + source);
}
}  // namespace aor::engagements
