// What a pack's events must add up to, recomputed without the services' code.
#pragma once

#include <memory>
#include <vector>

#include "libs/audit/verify.h"

namespace aor::audit {
// NUMBERING: every series counts on by one, and each invoice carries its number once.
// TOTALS: invoice lines, VAT as vat_check.h says, and payable; payslip gross, deductions and net;
// batch totals. FOUR_EYES, RUNS: as four_eyes.h
// and run_check.h say.
std::vector<std::unique_ptr<Check>> BusinessChecks();
}  // namespace aor::audit
