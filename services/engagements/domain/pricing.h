// From a base wage to a cost, and from a cost to four linked values: margin percent (of the
// tariff), margin, coefficient (tariff ÷ base wage), tariff. One is held, the others follow
// exactly; rounding is for display and for the tariff that the client pays.
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "services/engagements/domain/ratio.h"
#include "services/engagements/domain/refusal.h"
#include "services/engagements/domain/rule_set.h"

namespace aor::engagements {
// To sell below cost: why, and who wants it, also through a delegation. A second person takes it.
struct Loss {
  std::string reason, by, on_behalf_of;
};
// What a person asks to be priced.
struct Wish {
  v1::EngagementKind kind = v1::ENGAGEMENT_KIND_UNSPECIFIED;
  std::string currency;
  v1::Unit unit = v1::UNIT_HOUR;
  // TEMP, EOR: the wage before supplements. AOR: the supplier's price. PERMANENT: the
  // yearly salary.
  money::Decimal base_wage;
  std::optional<money::Decimal> hours_per_unit;  // of a day or a month
  // AOR: the supplier's price passes through as the tariff unless another value is held.
  v1::Held held = v1::HELD_UNSPECIFIED;
  std::optional<money::Decimal> held_value;
  std::optional<money::Decimal> fee_percent;  // AOR, PERMANENT
  std::optional<money::Decimal> fixed_fee;    // PERMANENT
  Loss loss;
};
using Priced = std::variant<v1::Price, Refusal>;
Priced PriceUp(const Wish& wish, const Basis& basis);
// Holds one of the four at a value and lets the others follow. A value that is entered as
// it is displayed moves no amount: only what is held changes, so editing never drifts.
Priced Hold(v1::Price price, v1::EngagementKind kind, v1::Held held, const money::Decimal& value,
            const Loss& loss);

// As they are shown and printed.
struct Figures {
  money::Decimal margin_percent, margin, tariff;
  std::optional<money::Decimal> coefficient;          // none for a placement
  std::optional<money::Decimal> coefficient_on_cost;  // none without a cost
};
Figures Display(const v1::Price& price);

// What one unit of work costs at this base wage: the cascade, then the charges.
struct Cost {
  money::Decimal gross_wage, cost;
  std::vector<v1::Component> components;
};
Cost CostOf(const std::string& currency, const money::Decimal& base_wage, const Basis& basis);
// The lowest base wage per unit; nothing where no rule says one.
std::optional<money::Decimal> MinimumPerUnit(const Floor& floor, v1::Unit unit,
                                             const std::optional<money::Decimal>& hours_per_unit);
// Why this base wage may not be paid, with the figure and its source; nothing if it may. Wages are
// paid in the currency of the place's own table, in which alone two figures compare.
std::optional<Refusal> CheckMinimum(const money::Decimal& base_wage, const std::string& currency,
                                    v1::Unit unit,
                                    const std::optional<money::Decimal>& hours_per_unit,
                                    const Basis& basis);
bool InRange(const money::Decimal& amount);
bool IsEmployment(v1::EngagementKind kind);  // a wage is paid: TEMP, EOR
}  // namespace aor::engagements
