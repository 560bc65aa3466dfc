// What goes into payment batches: open payables of one kind and currency, the earliest
// due first. And what is taken out again.
#pragma once

#include <absl/status/statusor.h>

#include <optional>
#include <string>
#include <vector>

#include "libs/eventsourcing/projection.h"
#include "libs/eventsourcing/transaction.h"
#include "services/payroll/domain/batch.h"
#include "services/payroll/domain/payable.h"

namespace aor::payroll {
struct Selection {
  std::string legal_entity, currency, payable_kind;
  calendar::Date today;          // on which gates are asked
  std::vector<std::string> ids;  // none: all that are open
};
// The entity's own currency where none is given.
absl::StatusOr<Selection> SelectionOf(
    const eventsourcing::Rows& rows, const std::string& tenant, const std::string& legal_entity,
    const std::string& currency, const std::string& batch_kind, calendar::Date today,
    const google::protobuf::RepeatedPtrField<std::string>& payable_ids);

// Of one batch: what does not fit into one file waits for the next.
std::vector<batch::Item> ItemsOfOne(const eventsourcing::Rows& rows, const std::string& tenant,
                                    const Selection& selection);
// Of as many batches as it takes. A payee with a credit is in one of them.
std::vector<std::vector<batch::Item>> ItemsOfAll(const eventsourcing::Rows& rows,
                                                 const std::string& tenant,
                                                 const Selection& selection);

// One command on the stream of a batch, or of a payable.
std::optional<eventsourcing::Refused> OnBatch(eventsourcing::Transaction& transaction,
                                              const std::string& id, const batch::Command& command);
std::optional<eventsourcing::Refused> OnPayable(eventsourcing::Transaction& transaction,
                                                const std::string& id,
                                                const payable::Command& command);
// The batch and its payables, together or not at all.
std::optional<eventsourcing::Refused> Propose(eventsourcing::Transaction& transaction,
                                              const batch::ProposeBatch& command);
// The payee, and all that the batch would have paid to them: open again, with the reason.
std::optional<eventsourcing::Refused> Hold(eventsourcing::Transaction& transaction,
                                           const std::string& batch_id,
                                           const batch::HoldPayee& command);
// The batch and all that it would have paid.
std::optional<eventsourcing::Refused> Withdraw(eventsourcing::Transaction& transaction,
                                               const std::string& batch_id,
                                               const batch::WithdrawBatch& command);
}  // namespace aor::payroll
