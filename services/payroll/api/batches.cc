// Batches: proposed from what is open, released by a second person, or withdrawn.
#include <algorithm>

#include "libs/rpc/chosen_ids.h"
#include "services/payroll/api/batching.h"
#include "services/payroll/api/chosen_ids.h"
#include "services/payroll/api/endpoint.h"
#include "services/payroll/api/fee_gates.h"
#include "services/payroll/api/payment_file.h"
#include "services/payroll/domain/batch.h"
#include "services/payroll/projections/pay_book.h"

namespace aor::payroll {
namespace {
using eventsourcing::Committed;
using eventsourcing::Transaction;
using rpc::Caller;

// The batch that a request names, once the view has what its token speaks of.
template <class Request>
absl::StatusOr<v1::Batch> BatchSeenBy(const Tools& tools, const std::string& tenant,
                                      const Request& request) {
  if (auto status = eventsourcing::WaitFor(tools.view, request.consistency_token()); !status.ok())
    return status;
  return BatchNamed(tools.view.rows(), tenant, request.legal_entity_id(), request.batch_id());
}

// Who the directory is asked about.
std::map<std::string, uint32_t> PartiesOf(const v1::Batch& batch) {
  std::map<std::string, uint32_t> parties{{batch.legal_entity_id(), 0}};
  for (const auto& item : batch.items()) parties[item.payee_id()] = 0;
  return parties;
}

std::map<std::string, uint32_t> VersionsOf(const Payees& payees) {
  std::map<std::string, uint32_t> versions;
  for (const auto& [id, payee] : payees) versions[id] = payee.account_version;
  return versions;
}

// Without those whom a bank would not take, and those whose fee waits. A release that comes again
// holds nobody anew.
std::optional<eventsourcing::Refused> Release(Transaction& transaction, const std::string& id,
                                              const batch::ReleaseBatch& command,
                                              const FileCheck& check,
                                              const std::vector<batch::HoldPayee>& waiting) {
  const bool known = transaction.Fold<batch::Batch, batch::Event>("batch-" + id).released;
  for (const auto& holds : {waiting, HoldsOf(check.unpayable)})
    for (const auto& hold : holds)
      if (!known) Hold(transaction, id, hold);
  if (auto refused = OnBatch(transaction, id, command)) return refused;
  return known ? std::nullopt : check.refused;
}

void AddHeld(const eventlog::v1::Event& event, v1::ReleaseBatchResponse& answer) {
  if (!eventsourcing::Holds<v1::BatchEvent>(event)) return;
  const auto decoded = eventsourcing::Decode<v1::BatchEvent>(event);
  if (decoded.has_batch_payee_held()) *answer.add_held() = decoded.batch_payee_held();
}
}  // namespace

rpc::Reactor* Endpoint::ProposeBatch(Context* context, const v1::ProposeBatchRequest* request,
                                     v1::ProposeBatchResponse* response) {
  return tools_.edge.Mutate<v1::ProposeBatchRequest, v1::ProposeBatchResponse>(
      context, *request, response,
      [this, request](const Caller& caller) -> absl::StatusOr<rpc::Wish> {
        if (auto status = eventsourcing::WaitFor(tools_.view, request->consistency_token());
            !status.ok())
          return status;
        const auto& rows = tools_.view.rows();
        const auto today = TodayOf(tools_, caller.tenant, request->legal_entity_id());
        const auto selection =
            SelectionOf(rows, caller.tenant, request->legal_entity_id(), request->currency_code(),
                        request->batch_kind(), today, request->payable_ids());
        if (!selection.ok()) return selection.status();
        const std::string& entity = selection->legal_entity;
        const std::string id =
            rpc::IdOr(request->batch_id(), caller.tenant, entity, request->request_id(), "batch");
        if (auto free =
                rpc::CheckFree(EntitiesWith(rows, RowPrefix(caller.tenant, "batch-entity", id)),
                               entity, "batch_id");
            !free.ok())
          return free;
        const batch::ProposeBatch command{
            id,
            LegalEntityId{entity},
            selection->currency,
            request->batch_kind(),
            request->has_execution_date()
                ? calendar::FromProto(request->execution_date())
                : calendar::NextBankingDay(today, batch::BankingPlace(selection->currency)),
            today,
            ItemsOfOne(rows, caller.tenant, *selection),
            caller.person,
            caller.on_behalf_of};
        return rpc::Wish{entity,
                         [=](Transaction& transaction) { return Propose(transaction, command); }};
      },
      [](const Committed& committed, v1::ProposeBatchResponse& answer) {
        for (const auto& stream : committed.commit->streams())
          for (const auto& event : stream.events()) {
            if (!eventsourcing::Holds<v1::BatchEvent>(event)) continue;
            const auto proposed = eventsourcing::Decode<v1::BatchEvent>(event).batch_proposed();
            answer.set_batch_id(proposed.batch_id());
            *answer.mutable_total() = proposed.total();
            answer.set_items(static_cast<uint32_t>(proposed.items_size()));
          }
      });
}

rpc::Reactor* Endpoint::ReleaseBatch(Context* context, const v1::ReleaseBatchRequest* request,
                                     v1::ReleaseBatchResponse* response) {
  return tools_.edge.Mutate<v1::ReleaseBatchRequest, v1::ReleaseBatchResponse>(
      context, *request, response,
      [this, request](const Caller& caller) -> absl::StatusOr<rpc::Wish> {
        const auto row = BatchSeenBy(tools_, caller.tenant, *request);
        if (!row.ok()) return row.status();
        const auto payees = tools_.directory->PayeesOf(caller.tenant, PartiesOf(*row));
        if (!payees.ok()) return payees.status();
        const auto today = TodayOf(tools_, caller.tenant, row->legal_entity_id());
        const batch::ReleaseBatch command{VersionsOf(*payees), today, caller.person,
                                          caller.on_behalf_of};
        const auto waiting = BehindGates(tools_.view.rows(), caller.tenant, *row, today);
        const auto to_pay = Without(waiting, ToPay(*row, *payees));
        return rpc::Wish{row->legal_entity_id(),
                         [command, waiting, id = row->batch_id(),
                          check = CheckParties(caller.tenant, *row, to_pay, *payees,
                                               NowOf(tools_))](Transaction& transaction) {
                           return Release(transaction, id, command, check, waiting);
                         }};
      },
      [](const Committed& committed, v1::ReleaseBatchResponse& answer) {
        for (const auto& stream : committed.commit->streams())
          for (const auto& event : stream.events()) AddHeld(event, answer);
      });
}

rpc::Reactor* Endpoint::WithdrawBatch(Context* context, const v1::WithdrawBatchRequest* request,
                                      v1::WithdrawBatchResponse* response) {
  return tools_.edge.Mutate<v1::WithdrawBatchRequest, v1::WithdrawBatchResponse>(
      context, *request, response,
      [this, request](const Caller& caller) -> absl::StatusOr<rpc::Wish> {
        const auto row = BatchSeenBy(tools_, caller.tenant, *request);
        if (!row.ok()) return row.status();
        const batch::WithdrawBatch command{caller.person, caller.on_behalf_of, request->reason()};
        return rpc::Wish{row->legal_entity_id(),
                         [command, id = row->batch_id()](Transaction& transaction) {
                           return Withdraw(transaction, id, command);
                         }};
      });
}
}  // namespace aor::payroll
