// From a released batch to the bytes that a bank takes.
#pragma once

#include <absl/status/statusor.h>

#include <map>
#include <string>

#include "aor/payroll/v1/payroll_resources.pb.h"
#include "libs/calendar/calendar.h"
#include "libs/money/money.h"
#include "services/payroll/clients/directory_client.h"

namespace aor::payroll {
struct PaymentFile {
  std::string bytes;
  std::string message_id;
  std::string digest;  // SHA-256 hex
  uint32_t transactions = 0;
  money::Money total;
};

// Account versions to pay, as the directory answered; those who are held are left out.
std::map<std::string, uint32_t> PayeesToPay(const v1::Batch& batch);
// Ids in the file follow from those of batch and payables, so that a payment is the
// same payment however often it is written. FAILED_PRECONDITION, FILE_INVALID, names
// what a bank would not take. `payees` holds the payer too.
absl::StatusOr<PaymentFile> WriteFile(const std::string& tenant, const v1::Batch& batch,
                                      const Payees& payees, calendar::Instant now);
std::string FileName(const v1::Batch& batch);
}  // namespace aor::payroll
