// Which fees wait for a gate of credentials or for their training mission, as the pay book knows it
// now.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "aor/payroll/v1/payroll_resources.pb.h"
#include "services/payroll/domain/batch.h"
#include "services/payroll/projections/pay_book.h"

namespace aor::payroll {
inline constexpr char kFeeGateClosed[] = "FEE_GATE_CLOSED";
inline constexpr char kFeeWithheld[] = "FEE_WITHHELD";
// Said of the day: what a batch held for it before holds nothing once that is over.
bool IsOfToday(const std::string& hold_reason);

struct ShutGate {
  std::string what_to_do;  // the contract, what is missing and how it is put right
  std::string fixed_by;    // worker, supplier, client, compliance, …
  std::string reason = kFeeGateClosed;
  bool given_up = false;  // waived or refused: nobody waits for it
};
// Of the first contract that a positive payable is for and whose gate is closed, or whose mission
// withholds it; nothing for wages.
std::optional<ShutGate> ShutGateOf(const eventsourcing::Rows& rows, const std::string& tenant,
                                   const v1::Payable& payable, calendar::Date today);
// Paid before its mission withheld it: what is to be done; nothing of any other.
std::optional<std::string> PaidThoughWithheld(const eventsourcing::Rows& rows,
                                              const std::string& tenant,
                                              const v1::Payable& payable);
// Those of a batch with such a payable: all that it would pay to them waits for another one.
std::vector<batch::HoldPayee> BehindGates(const eventsourcing::Rows& rows,
                                          const std::string& tenant, const v1::Batch& batch,
                                          calendar::Date today);
}  // namespace aor::payroll
