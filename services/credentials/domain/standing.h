// Whether one requirement is met on a day, and what stands in the way.
#pragma once

#include <optional>

#include "services/credentials/domain/asking.h"

namespace aor::credentials {
// Nothing where it is met. A reason of a code from REASON_CODE_IN_GRACE on only warns.
std::optional<v1::Reason> Missing(const v1::Subject& subject, const Ask& ask, const Facts& facts,
                                  const When& when);
}  // namespace aor::credentials
