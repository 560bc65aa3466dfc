#pragma once

#include <memory>

#include "libs/audit/verify.h"

namespace aor::audit {
// RUNS: a closed run's counts, sums and digest are those of its chunks, chunks follow one
// another, and nothing follows the end.
std::unique_ptr<Check> RunCheck();
}  // namespace aor::audit
