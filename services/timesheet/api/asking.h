// From a caller and a view to what every command of a week brings.
#pragma once

#include <absl/status/statusor.h>

#include <string>
#include <vector>

#include "aor/timesheet/v1/timesheet_rows.pb.h"
#include "libs/eventsourcing/projection.h"
#include "libs/eventsourcing/transaction.h"
#include "libs/rpc/caller.h"
#include "services/timesheet/domain/week.h"
#include "services/timesheet/rules/rule_sets.h"

namespace aor::timesheet {
Contract ToContract(const v1::ContractRow& row, const RuleSets& rules);
calendar::Instant ToInstant(absl::Time time);

// May this caller see hours of that contract? Clients their own, workers theirs, the
// agency's people all.
bool Sees(const rpc::Caller& caller, const v1::ContractRow& contract);

struct Wanted {
  std::string worker;
  std::string iso_week;
  std::vector<std::string> contracts;  // that the request names
};
// Who asks as what, and the worker's contracts. INVALID_ARGUMENT for a week that is
// none; NOT_FOUND for a contract that is not the worker's, not this client's, or not
// known here yet.
absl::StatusOr<Asked> Ask(const eventsourcing::Rows& rows, const RuleSets& rules,
                          const rpc::Caller& caller, const Wanted& wanted);

// Decides on the worker's week in this chain, at the transaction's time and with what
// the weeks beside it hold.
template <class Wish>
std::optional<eventsourcing::Refused> DecideOnWeek(eventsourcing::Transaction& transaction,
                                                   Wish wish);

// ---- implementation -------------------------------------------------------------------------

std::string StreamOf(const Asked& asked);
void LookAround(eventsourcing::Transaction& transaction, Asked& asked);

template <class Wish>
std::optional<eventsourcing::Refused> DecideOnWeek(eventsourcing::Transaction& transaction,
                                                   Wish wish) {
  LookAround(transaction, wish.asked);
  const auto stream = StreamOf(wish.asked);
  return eventsourcing::DecideOn<Week, Event, Command>(transaction, stream, std::move(wish));
}
}  // namespace aor::timesheet
