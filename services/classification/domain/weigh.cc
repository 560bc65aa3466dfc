#include "services/classification/domain/weigh.h"

#include <algorithm>

namespace aor::classification {
namespace {
constexpr int kMostOfOne = 3000;
constexpr int kWhole = 100;

// One side's view: scores that lean its way are positive.
struct Side {
  v1::Outcome outcome;
  int worst = 0, best = 0;            // sum
  uint32_t surely = 0, possibly = 0;  // factors that lean its way
  bool core_agrees = true, core_may_agree = true;
};

Side SideOf(v1::Outcome outcome, int sign, const ReadyTest& test,
            const std::vector<FactorResult>& factors) {
  Side side{outcome};
  bool has_core = false;
  for (size_t i = 0; i < factors.size(); ++i) {
    const int worst = sign > 0 ? factors[i].lowest : -factors[i].highest;
    const int best = sign > 0 ? factors[i].highest : -factors[i].lowest;
    side.worst += worst;
    side.best += best;
    side.surely += worst > 0;
    side.possibly += best > 0;
    if (!test.factors[i].factor->core()) continue;
    has_core = true;
    side.core_agrees = side.core_agrees && worst > 0;
    side.core_may_agree = side.core_may_agree && best > 0;
  }
  side.core_agrees = side.core_agrees && has_core;
  side.core_may_agree = side.core_may_agree && has_core;
  return side;
}
}  // namespace

Weighed Conjoin(const ReadyTest& test, const std::vector<FactorResult>& prongs) {
  bool all_hold = true;
  for (const FactorResult& prong : prongs) {
    if (prong.highest < 0)
      return {static_cast<Outcomes>(BitOf(test.test->when_one_fails())), kWhole};
    all_hold = all_hold && prong.lowest > 0;
  }
  const auto hold = static_cast<Outcomes>(BitOf(test.test->when_all_hold()));
  if (all_hold) return {hold, kWhole};
  return {hold | static_cast<Outcomes>(BitOf(test.test->when_one_fails())), kWhole};
}

Weighed Weigh(const ReadyTest& test, const std::vector<FactorResult>& factors) {
  const v1::Balance& balance = test.test->balance();
  const int most = kMostOfOne * static_cast<int>(factors.size());
  const int margin = static_cast<int>(balance.margin_percent()) * most / kWhole;
  Weighed weighed;
  bool decided = false;
  for (const Side& side : {SideOf(v1::OUTCOME_CONTRACTOR, 1, test, factors),
                           SideOf(v1::OUTCOME_EMPLOYEE, -1, test, factors)}) {
    const auto bit = static_cast<Outcomes>(BitOf(side.outcome));
    const int percent = std::max(side.worst, 0) * kWhole / most;
    if (side.core_agrees) return {bit, std::max(percent, static_cast<int>(balance.core_percent()))};
    const bool surely = side.worst >= margin && side.surely >= balance.least_factors();
    const bool possibly = side.best >= margin && side.possibly >= balance.least_factors();
    if (possibly || side.core_may_agree) weighed.outcomes |= bit;
    if (!surely) continue;
    decided = true;
    weighed.decisiveness = percent;
  }
  if (!decided) weighed.outcomes |= static_cast<Outcomes>(BitOf(v1::OUTCOME_UNDETERMINED));
  return weighed;
}
}  // namespace aor::classification
