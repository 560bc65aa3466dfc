// One checklist for one engagement, made from what is asked of it. Pure.
#pragma once

#include <vector>

#include "services/credentials/domain/gates.h"

namespace aor::credentials {
// A step for each requirement that closes a gate: who acts next, by when, and why it is not done.
// They are due on the first day of work, or on the day from which they are asked for.
std::vector<v1::OnboardingStep> StepsOf(const v1::Subject& subject, const Facts& facts,
                                        const When& when, calendar::Date start);
// Every gate is open then.
bool IsComplete(const v1::Subject& subject, const Facts& facts, const When& when);
}  // namespace aor::credentials
