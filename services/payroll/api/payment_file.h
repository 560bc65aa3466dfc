// From a released batch to the bytes that a bank takes.
#pragma once

#include <absl/status/statusor.h>

#include <map>
#include <optional>
#include <string>

#include "aor/payroll/v1/payroll_resources.pb.h"
#include "libs/calendar/calendar.h"
#include "libs/eventsourcing/transaction.h"
#include "libs/money/money.h"
#include "services/payroll/clients/directory_client.h"
#include "services/payroll/domain/batch.h"

namespace aor::payroll {
struct PaymentFile {
  std::string bytes;
  std::string message_id;
  std::string digest;  // SHA-256 hex
  uint32_t transactions = 0;
  money::Money total;
};

// By payee: the field that a bank would not take, and what to do.
using Unpayable = std::map<std::string, std::string>;
inline constexpr char kCannotBePaid[] = "CANNOT_BE_PAID";
struct FileCheck {
  std::optional<eventsourcing::Refused> refused;  // FILE_INVALID: what concerns all
  Unpayable unpayable;
};
// Account versions by payee.
using Accounts = std::map<std::string, uint32_t>;

std::vector<batch::HoldPayee> HoldsOf(const Unpayable& unpayable);
Accounts Without(const std::vector<batch::HoldPayee>& held, Accounts accounts);

// As the directory answered; those who are held are left out.
Accounts PayeesToPay(const v1::Batch& batch);
// Before it answers: whoever has an account. What becomes of the others it says itself.
Accounts ToPay(const v1::Batch& batch, const Payees& payees);
// What a bank would not take of the file that pays these.
FileCheck CheckParties(const std::string& tenant, const v1::Batch& batch, const Accounts& to_pay,
                       const Payees& payees, calendar::Instant now);
// Ids in the file follow from those of batch and payables, so that a payment is the
// same payment however often it is written. FAILED_PRECONDITION, FILE_INVALID, names
// what a bank would not take. `payees` holds the payer too.
absl::StatusOr<PaymentFile> WriteFile(const std::string& tenant, const v1::Batch& batch,
                                      const Accounts& to_pay, const Payees& payees,
                                      calendar::Instant now);
std::string FileName(const v1::Batch& batch);
}  // namespace aor::payroll
