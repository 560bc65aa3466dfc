#include "services/payroll/api/batching.h"

#include <algorithm>
#include <map>
#include <set>

#include "aor/payroll/v1/payroll_resources.pb.h"
#include "aor/payroll/v1/payroll_rows.pb.h"
#include "libs/eventlog/chain.h"
#include "libs/operations/run_operations.h"
#include "libs/rpc/errors.h"
#include "services/payroll/api/fee_gates.h"
#include "services/payroll/domain/payable.h"
#include "services/payroll/projections/pay_book.h"

namespace aor::payroll {
namespace {
using batch::Item;
using eventsourcing::DecideOn;
using eventsourcing::Refused;
using eventsourcing::Rows;
using eventsourcing::Transaction;

// The payables of a batch kind; empty for a kind that does not exist.
std::string PayableKindOf(const std::string& batch_kind) {
  if (batch_kind == "SALARY" || batch_kind == "PART_PAYMENT" || batch_kind == "FEE")
    return batch_kind;
  return batch_kind == "SUPPLIER" ? "SUPPLIER_INVOICE" : "";
}

std::set<std::string> OpenRunsOf(const Rows& rows, const std::string& tenant) {
  const auto prefix = RowPrefix(tenant, "open-run");
  std::set<std::string> runs;
  rows.Scan(prefix, "", [&](std::string_view key, std::string_view) {
    runs.emplace(key.substr(prefix.size()));
    return true;
  });
  return runs;
}

bool Fits(const v1::Payable& payable, const Selection& selection) {
  return payable.payable_kind() == selection.payable_kind &&
         payable.amount().currency_code() == selection.currency;
}

std::optional<v1::Payable> PayableAt(const Rows& rows, const std::string& tenant,
                                     const Selection& selection, const std::string& id) {
  return rows.Load<v1::Payable>(RowKey(tenant, "payable", selection.legal_entity, id));
}

// Those asked for, whatever their state: what stands in the way is said when they are proposed.
std::vector<v1::Payable> Named(const Rows& rows, const std::string& tenant,
                               const Selection& selection) {
  std::vector<v1::Payable> named;
  for (const auto& id : std::set(selection.ids.begin(), selection.ids.end()))
    if (auto payable = PayableAt(rows, tenant, selection, id)) named.push_back(*std::move(payable));
  return named;
}

std::vector<v1::Payable> AllOpen(const Rows& rows, const std::string& tenant,
                                 const Selection& selection) {
  const auto open_runs = OpenRunsOf(rows, tenant);
  std::vector<v1::Payable> open;
  rows.Scan(RowPrefix(tenant, "unpaid", selection.legal_entity), "",
            [&](std::string_view, std::string_view id) {
              auto payable = PayableAt(rows, tenant, selection, std::string(id)).value();
              if (Fits(payable, selection) && payable.state() == v1::PAYABLE_STATE_OPEN &&
                  !open_runs.contains(payable.run_id()) &&
                  !ShutGateOf(rows, tenant, payable, selection.today))
                open.push_back(std::move(payable));
              return true;
            });
  return open;
}

std::vector<Item> Selected(const Rows& rows, const std::string& tenant,
                           const Selection& selection) {
  auto found =
      selection.ids.empty() ? AllOpen(rows, tenant, selection) : Named(rows, tenant, selection);
  std::ranges::stable_sort(found, {},
                           [](const auto& payable) { return calendar::FromProto(payable.due()); });
  std::vector<Item> items;
  for (const auto& payable : found) {
    const auto shut = ShutGateOf(rows, tenant, payable, selection.today);
    items.push_back({payable.payable_id(), payable.payee_id(), money::FromProto(payable.amount()),
                     payable.reference(), shut && shut->reason == kFeeGateClosed,
                     shut && shut->reason == kFeeWithheld, payable.purpose()});
  }
  return items;
}

// A payee whose credits eat all that is owed waits for the next invoice.
void LeaveOutCredited(std::vector<Item>& items) {
  std::set<std::string> waiting;
  for (const auto& transfer : batch::Transfers(items))
    if (transfer.amount.minor <= 0) waiting.insert(transfer.payee_id);
  std::erase_if(items, [&](const auto& item) { return waiting.contains(item.payee_id); });
}

// The directory answers for a batch in a commit for each chain of its payees: those of one
// chain stand together, so that these are few.
void GatherByChain(const std::string& tenant, std::vector<Item>& items) {
  std::ranges::stable_sort(
      items, {}, [&](const Item& item) { return eventlog::ChainOf(tenant + "/" + item.payee_id); });
}

// What must not be torn apart: a payee's items if a credit is among them.
std::vector<std::vector<Item>> Together(std::vector<Item> items) {
  std::set<std::string> credited;
  for (const Item& item : items)
    if (item.amount.minor < 0) credited.insert(item.payee_id);
  std::map<std::string, size_t> place;
  std::vector<std::vector<Item>> groups;
  for (Item& item : items) {
    const auto [known, is_new] = credited.contains(item.payee_id)
                                     ? place.try_emplace(item.payee_id, groups.size())
                                     : std::pair(place.end(), true);
    if (is_new)
      groups.push_back({std::move(item)});
    else
      groups[known->second].push_back(std::move(item));
  }
  return groups;
}

std::vector<std::vector<Item>> InBatches(std::vector<Item> items) {
  std::vector<std::vector<Item>> batches;
  for (auto& group : Together(std::move(items))) {
    if (batches.empty() || batches.back().size() + group.size() > batch::kMaxItems)
      batches.emplace_back();
    std::move(group.begin(), group.end(), std::back_inserter(batches.back()));
  }
  return batches;
}
}  // namespace

absl::StatusOr<Selection> SelectionOf(
    const Rows& rows, const std::string& tenant, const std::string& legal_entity,
    const std::string& currency, const std::string& batch_kind, calendar::Date today,
    const google::protobuf::RepeatedPtrField<std::string>& payable_ids) {
  const auto entity = rows.Load<v1::EntityRow>(RowKey(tenant, "entity", legal_entity));
  if (!entity) return rpc::NotFound("legal entity", legal_entity);
  Selection selection{legal_entity,
                      currency.empty() ? entity->currency_code() : currency,
                      PayableKindOf(batch_kind),
                      today,
                      {payable_ids.begin(), payable_ids.end()}};
  if (selection.payable_kind.empty())
    return rpc::FieldError("batch_kind", "Say SALARY, PART_PAYMENT, SUPPLIER or FEE.");
  for (const auto& id : selection.ids) {
    const auto payable = PayableAt(rows, tenant, selection, id);
    if (!payable) return rpc::NotFound("payable", id);
    if (!Fits(*payable, selection))
      return rpc::FieldError("payable_ids", id + " is a " + payable->payable_kind() + " in " +
                                                payable->amount().currency_code() +
                                                ": propose it in a batch of that kind.");
  }
  return selection;
}

std::vector<Item> ItemsOfOne(const Rows& rows, const std::string& tenant,
                             const Selection& selection) {
  auto items = Selected(rows, tenant, selection);
  if (!selection.ids.empty()) return items;
  LeaveOutCredited(items);
  auto batches = InBatches(std::move(items));
  return batches.empty() ? std::vector<Item>() : std::move(batches.front());
}

std::vector<std::vector<Item>> ItemsOfAll(const Rows& rows, const std::string& tenant,
                                          const Selection& selection) {
  auto items = Selected(rows, tenant, selection);
  LeaveOutCredited(items);
  if (items.size() > batch::kMaxItems) GatherByChain(tenant, items);
  return InBatches(std::move(items));
}

std::optional<Refused> OnBatch(Transaction& transaction, const std::string& id,
                               const batch::Command& command) {
  return DecideOn<batch::Batch, batch::Event, batch::Command>(transaction, "batch-" + id, command);
}

std::optional<Refused> OnPayable(Transaction& transaction, const std::string& id,
                                 const payable::Command& command) {
  return DecideOn<payable::Payable, payable::Event, payable::Command>(transaction, "payable-" + id,
                                                                      command);
}

std::optional<Refused> Propose(Transaction& transaction, const batch::ProposeBatch& command) {
  const bool known =
      !transaction.Fold<batch::Batch, batch::Event>("batch-" + command.id).id.empty();
  if (auto refused = OnBatch(transaction, command.id, command)) return refused;
  if (known) return std::nullopt;  // what it held since is free for others, not for itself
  for (const auto& item : command.items) {
    const std::string stream = "payable-" + item.payable_id;
    const auto& run = transaction.Fold<payable::Payable, payable::Event>(stream).run_id;
    const bool run_open = !operations::IsClosed(transaction, run);
    if (auto refused =
            OnPayable(transaction, item.payable_id,
                      payable::BatchPayable{command.id, run_open, item.gate_closed, item.withheld}))
      return refused;
  }
  return std::nullopt;
}

std::optional<Refused> Hold(Transaction& transaction, const std::string& batch_id,
                            const batch::HoldPayee& command) {
  if (auto refused = OnBatch(transaction, batch_id, command)) return refused;
  const auto items =
      transaction.Fold<batch::Batch, batch::Event>("batch-" + batch_id).ItemsOf(command.payee_id);
  for (const auto& item : items)
    if (auto refused = OnPayable(transaction, item.payable_id,
                                 payable::HoldPayable{batch_id, command.reason, command.detail}))
      return refused;
  return std::nullopt;
}

std::optional<Refused> Withdraw(Transaction& transaction, const std::string& batch_id,
                                const batch::WithdrawBatch& command) {
  if (auto refused = OnBatch(transaction, batch_id, command)) return refused;
  const auto items = transaction.Fold<batch::Batch, batch::Event>("batch-" + batch_id).items;
  for (const auto& item : items)
    if (auto refused = OnPayable(transaction, item.payable_id, payable::FreePayable{batch_id}))
      return refused;
  return std::nullopt;
}
}  // namespace aor::payroll
