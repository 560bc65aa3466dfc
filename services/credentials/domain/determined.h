// What was determined of some work, and whether it admits such an engagement.
#pragma once

#include <vector>

#include "services/credentials/domain/asking.h"

namespace aor::credentials {
// Those of the work's own jurisdiction that hold for it: of each test's selection the latest, since
// a newer word on it replaces an older one, and none replaces another test's.
std::vector<const v1::DeterminationFact*> DeterminedFor(const v1::Subject& subject,
                                                        const Facts& facts, const When& when);
// The latest of them that does not admit the engagement: each has to. Null: all do.
const v1::DeterminationFact* NotAdmitting(
    const v1::Subject& subject, const std::vector<const v1::DeterminationFact*>& determined);

// What the engagement rested on until it was taken back, where nothing took its place: of several
// the latest. Null: nothing fell, or another one holds.
const v1::DeterminationFact* Fallen(const v1::Subject& subject, const Facts& facts,
                                    const When& when);
// The first day on which it does not hold.
calendar::Date FellOn(const v1::DeterminationFact& fallen, const When& when);

// The house's own rule, whatever is adopted: what somebody approved is kept to (S0.3), and who
// worked as a contractor by what was taken back is determined anew. Asked only where a
// determination stands against the engagement, or fell.
std::optional<Ask> HouseAsk(const v1::Subject& subject, const Facts& facts, const When& when);
bool IsHouse(const Ask& ask);
}  // namespace aor::credentials
