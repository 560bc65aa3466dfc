// From the leans of factors to the outcomes that are possible.
#pragma once

#include "services/classification/domain/evaluate.h"

namespace aor::classification {
struct Weighed {
  Outcomes outcomes = 0;
  int decisiveness = 0;  // percent
};
// All prongs must hold; one that fails decides, whatever is unknown of the others.
Weighed Conjoin(const ReadyTest& test, const std::vector<FactorResult>& prongs);
// No factor decides alone: the sum of all leans, at the worst of what is unknown, against
// the margin. Where all core factors surely agree, they decide.
Weighed Weigh(const ReadyTest& test, const std::vector<FactorResult>& factors);
}  // namespace aor::classification
