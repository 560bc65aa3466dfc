// Batches: proposed from what is open, released by a second person.
#include <algorithm>

#include "aor/payroll/v1/payroll_rows.pb.h"
#include "libs/ids/uuid.h"
#include "services/payroll/api/endpoint.h"
#include "services/payroll/api/settlement.h"
#include "services/payroll/domain/batch.h"
#include "services/payroll/projections/pay_book.h"

namespace aor::payroll {
namespace {
using eventsourcing::Committed;
using eventsourcing::DecideOn;
using eventsourcing::Rows;
using rpc::Caller;

// The payables of a batch kind; empty for a kind that does not exist.
std::string PayableKindOf(const std::string& batch_kind) {
  if (batch_kind == "SALARY" || batch_kind == "PART_PAYMENT") return batch_kind;
  return batch_kind == "SUPPLIER" ? "SUPPLIER_INVOICE" : "";
}

struct Selection {
  std::string legal_entity, currency, payable_kind;
  std::vector<std::string> ids;  // none: all that are open
};

bool Fits(const v1::Payable& payable, const Selection& selection) {
  if (!selection.ids.empty())
    return std::ranges::find(selection.ids, payable.payable_id()) != selection.ids.end();
  return payable.state() == v1::PAYABLE_STATE_OPEN &&
         payable.payable_kind() == selection.payable_kind &&
         payable.amount().currency_code() == selection.currency;
}

// A payee whose credits eat all that is owed waits for the next invoice.
void LeaveOutCredited(std::vector<batch::Item>& items) {
  std::set<std::string> waiting;
  for (const auto& transfer : batch::Transfers(items))
    if (transfer.amount.minor <= 0) waiting.insert(transfer.payee_id);
  std::erase_if(items, [&](const auto& item) { return waiting.contains(item.payee_id); });
}

// The earliest due first; what does not fit into one file waits for the next batch.
std::vector<batch::Item> ItemsOf(const Rows& rows, const std::string& tenant,
                                 const Selection& selection) {
  std::vector<std::pair<calendar::Date, batch::Item>> found;
  rows.Scan(Prefix(tenant, "payable", selection.legal_entity), "",
            [&](std::string_view, std::string_view value) {
              v1::Payable payable;
              payable.ParseFromArray(value.data(), static_cast<int>(value.size()));
              if (Fits(payable, selection))
                found.push_back({calendar::FromProto(payable.due()),
                                 {payable.payable_id(), payable.payee_id(),
                                  money::FromProto(payable.amount()), payable.reference()}});
              return true;
            });
  std::ranges::stable_sort(found, {}, [](const auto& entry) { return entry.first; });
  std::vector<batch::Item> items;
  for (auto& [due, item] : found)
    if (items.size() < batch::kMaxItems) items.push_back(std::move(item));
  if (selection.ids.empty()) LeaveOutCredited(items);
  return items;
}

std::optional<Refused> Propose(Transaction& transaction, const batch::ProposeBatch& command) {
  if (auto refused = DecideOn<batch::Batch, batch::Event, batch::Command>(
          transaction, "batch-" + command.id, command))
    return refused;
  for (const auto& item : command.items)
    if (auto refused = DecideOn<payable::Payable, payable::Event, payable::Command>(
            transaction, "payable-" + item.payable_id, payable::BatchPayable{command.id}))
      return refused;
  return std::nullopt;
}

absl::StatusOr<Selection> SelectionOf(const Rows& rows, const std::string& tenant,
                                      const v1::ProposeBatchRequest& request) {
  const auto entity = rows.Load<v1::EntityRow>(Key(tenant, "entity", request.legal_entity_id()));
  if (!entity) return rpc::NotFound("legal entity", request.legal_entity_id());
  Selection selection{
      request.legal_entity_id(),
      request.currency_code().empty() ? entity->currency_code() : request.currency_code(),
      PayableKindOf(request.batch_kind()),
      {request.payable_ids().begin(), request.payable_ids().end()}};
  if (selection.payable_kind.empty())
    return rpc::FieldError("batch_kind", "Say SALARY, PART_PAYMENT or SUPPLIER.");
  for (const auto& id : selection.ids)
    if (!rows.Get(Key(tenant, "payable", selection.legal_entity, id)))
      return rpc::NotFound("payable", id);
  return selection;
}

std::map<std::string, uint32_t> PayeesOf(const v1::Batch& batch) {
  std::map<std::string, uint32_t> payees;
  for (const auto& item : batch.items()) payees[item.payee_id()] = 0;
  return payees;
}

absl::StatusOr<std::map<std::string, uint32_t>> AccountVersions(DirectoryClient& directory,
                                                                const std::string& tenant,
                                                                const v1::Batch& batch) {
  auto versions = PayeesOf(batch);
  const auto payees = directory.PayeesOf(tenant, versions);
  if (!payees.ok()) return payees.status();
  for (const auto& [id, payee] : *payees) versions[id] = payee.account_version;
  return versions;
}
}  // namespace

rpc::Reactor* Endpoint::ProposeBatch(Context* context, const v1::ProposeBatchRequest* request,
                                     v1::ProposeBatchResponse* response) {
  return tools_.edge.Mutate<v1::ProposeBatchRequest, v1::ProposeBatchResponse>(
      context, *request, response,
      [this, request](const Caller& caller) -> absl::StatusOr<rpc::Wish> {
        if (auto status = WaitFor(tools_.view, request->consistency_token()); !status.ok())
          return status;
        const auto& rows = tools_.view.rows();
        const auto selection = SelectionOf(rows, caller.tenant, *request);
        if (!selection.ok()) return selection.status();
        const auto today = TodayOf(tools_, caller.tenant, request->legal_entity_id());
        const batch::ProposeBatch command{
            request->batch_id().empty() ? DerivedId(caller.tenant, request->request_id(), "batch")
                                        : request->batch_id(),
            LegalEntityId{selection->legal_entity},
            selection->currency,
            request->batch_kind(),
            request->has_execution_date()
                ? calendar::FromProto(request->execution_date())
                : calendar::NextBankingDay(today, batch::BankingPlace(selection->currency)),
            today,
            ItemsOf(rows, caller.tenant, *selection),
            caller.person,
            caller.on_behalf_of};
        return rpc::Wish{selection->legal_entity,
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
        if (auto status = WaitFor(tools_.view, request->consistency_token()); !status.ok())
          return status;
        const auto row =
            tools_.view.rows().Load<v1::Batch>(Key(caller.tenant, "batch", request->batch_id()));
        if (!row) return rpc::NotFound("batch", request->batch_id());
        const auto versions = AccountVersions(*tools_.directory, caller.tenant, *row);
        if (!versions.ok()) return versions.status();
        const batch::ReleaseBatch command{*versions,
                                          TodayOf(tools_, caller.tenant, row->legal_entity_id()),
                                          caller.person, caller.on_behalf_of};
        return rpc::Wish{row->legal_entity_id(),
                         [=, id = row->batch_id()](Transaction& transaction) {
                           return DecideOn<batch::Batch, batch::Event, batch::Command>(
                               transaction, "batch-" + id, command);
                         }};
      });
}
}  // namespace aor::payroll
