// The runs of payroll: all slips of a month, all batches of what is owed.
#pragma once

#include <memory>

#include "libs/operations/runner.h"
#include "services/payroll/api/endpoint.h"

namespace aor::payroll {
inline constexpr char kPayslipRun[] = "payslips", kPaymentRun[] = "payments";

// Verifies what each contract is owed. A worker's second contract is drawn when the first
// is seen: caps and recoveries count over both.
std::unique_ptr<operations::RunKind> PayslipRun(Tools tools);
// Proposes batches until nothing is open; an item is one batch.
std::unique_ptr<operations::RunKind> PaymentRun(Tools tools);
}  // namespace aor::payroll
