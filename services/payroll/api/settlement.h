// What one commit adds when a slip is verified or money is granted.
#pragma once

#include <optional>
#include <string>

#include "libs/eventsourcing/transaction.h"
#include "services/payroll/api/draft_desk.h"
#include "services/payroll/domain/advances.h"
#include "services/payroll/domain/payable.h"

namespace aor::payroll {
using eventsourcing::Refused;
using eventsourcing::Transaction;

inline Refused DraftChanged() {
  return {"DRAFT_CHANGED", "The figures changed since you read them; read the draft again."};
}

struct Verification {
  Sketch sketch;
  PersonId by;
  calendar::Date today;
  std::string on_behalf_of{};
};
// The slip, its hours as paid, its recoveries, and what is owed: together or not at
// all. A negative slip becomes a debt that later slips recover within a cap.
std::optional<Refused> Settle(Transaction& transaction, const Verification& verification);

// Was another slip of the contract, or of the worker's month, verified since the sketch was drawn?
bool IsStale(Transaction& transaction, const Sketch& sketch);
std::optional<Refused> RecordPayable(Transaction& transaction, const payable::RecordPayable& owed);
std::optional<Refused> DecideOnAdvance(Transaction& transaction, const PersonId& worker,
                                       const advances::Command& command);
// Owed now, in its own file.
payable::RecordPayable AdvancePayable(const std::string& advance, const PersonId& worker,
                                      const LegalEntityId& entity, const money::Money& amount,
                                      const v1::Purpose& purpose, calendar::Date today);
std::string PayableOfSlip(const std::string& payslip);
std::string PayableOfAdvance(const std::string& advance);
}  // namespace aor::payroll
