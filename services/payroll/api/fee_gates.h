// Which fees wait for a gate of credentials, as the pay book knows it now.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "aor/payroll/v1/payroll_resources.pb.h"
#include "services/payroll/domain/batch.h"
#include "services/payroll/projections/pay_book.h"

namespace aor::payroll {
inline constexpr char kFeeGateClosed[] = "FEE_GATE_CLOSED";

struct ShutGate {
  std::string what_to_do;  // the contract, what is missing and how it is put right
  std::string fixed_by;    // worker, supplier, client, compliance, …
};
// Of the first contract that a positive payable is for and whose gate is closed; nothing for wages.
std::optional<ShutGate> ShutGateOf(const eventsourcing::Rows& rows, const std::string& tenant,
                                   const v1::Payable& payable, calendar::Date today);
// Those of a batch with such a payable: all that it would pay to them waits for another one.
std::vector<batch::HoldPayee> BehindGates(const eventsourcing::Rows& rows,
                                          const std::string& tenant, const v1::Batch& batch,
                                          calendar::Date today);
}  // namespace aor::payroll
