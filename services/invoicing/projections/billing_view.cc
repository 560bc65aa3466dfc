#include "services/invoicing/projections/billing_view.h"

#include "aor/invoicing/v1/invoicing_rows.pb.h"
#include "aor/invoicing/v1/invoicing_service.pb.h"
#include "aor/operations/v1/run_events.pb.h"
#include "libs/eventsourcing/event_types.h"
#include "libs/eventsourcing/transaction.h"
#include "services/invoicing/projections/rows.h"

namespace aor::invoicing {
namespace {
using eventsourcing::Happened;
using eventsourcing::Holds;
using eventsourcing::WritableRows;

std::string Padded(uint64_t number, size_t width) {
  const std::string digits = std::to_string(number);
  return std::string(digits.size() < width ? width - digits.size() : 0, '0') + digits;
}

void AddHistory(const Happened& happened, WritableRows& rows) {
  const auto& commit = happened.commit;
  v1::HistoryEntry entry;
  *entry.mutable_recorded_at() = commit.recorded_at();
  entry.set_actor(commit.actor());
  entry.set_on_behalf_of(commit.on_behalf_of());
  entry.set_type(happened.event.type());
  entry.set_reason(commit.reason());
  entry.set_request_id(commit.request_id());
  entry.set_chain(happened.chain);
  entry.set_sequence(happened.at.sequence);
  entry.set_version(happened.version);
  rows.Store(RowKey(commit.tenant(), "history", happened.stream.name(), Padded(happened.chain, 2),
                    Padded(happened.version, 10)),
             entry);
}

void ApplyBilled(const Happened& happened, WritableRows& rows) {
  const auto event = eventsourcing::Decode<v1::BilledEvent>(happened.event);
  const std::string& contract = event.has_work_billed()
                                    ? event.work_billed().contract_id()
                                    : event.work_marked_unbillable().contract_id();
  const std::string key = RowKey(happened.commit.tenant(), "billed", contract);
  auto row = rows.Load<v1::BilledRow>(key).value_or(v1::BilledRow{});
  *row.add_events() = event;
  rows.Store(key, row);
}

void ApplyOrderDecision(const Happened& happened, WritableRows& rows) {
  const auto event = eventsourcing::Decode<v1::OrderDecisionEvent>(happened.event);
  const auto& decided = event.purchase_order_decided();
  rows.Store(RowKey(happened.commit.tenant(), "order_decision", decided.draft_id()), decided);
}

void ApplyRun(const Happened& happened, WritableRows& rows) {
  const auto event = eventsourcing::Decode<operations::v1::RunEvent>(happened.event);
  const auto key = [&](const std::string& run) {
    return RowKey(happened.commit.tenant(), "open-run", run);
  };
  if (event.has_run_opened()) rows.Put(key(event.run_opened().run_id()), "");
  if (event.has_run_closed()) rows.Delete(key(event.run_closed().run_id()));
}

void ApplyOwn(const Happened& happened, WritableRows& rows) {
  AddHistory(happened, rows);
  if (Holds<v1::InvoiceEvent>(happened.event)) return ApplyInvoice(happened, rows);
  if (Holds<v1::BilledEvent>(happened.event)) return ApplyBilled(happened, rows);
  if (Holds<v1::SupplierEvent>(happened.event)) {
    ApplySupplier(happened, rows);
    return ApplyMandate(happened, rows);
  }
  if (Holds<operations::v1::RunEvent>(happened.event)) return ApplyRun(happened, rows);
  if (Holds<v1::SeriesEvent>(happened.event)) return ApplySeries(happened, rows);
  if (Holds<v1::OrderDecisionEvent>(happened.event)) return ApplyOrderDecision(happened, rows);
  if (Holds<v1::ExemptionEvent>(happened.event)) return ApplyExemption(happened, rows);
  throw eventsourcing::BrokenHistory("invoicing: unknown event " + happened.event.type());
}
}  // namespace

void BillingView::Apply(const Happened& happened, WritableRows& rows) {
  const std::string& log = happened.commit.log();
  if (log == "invoicing") return ApplyOwn(happened, rows);
  if (log == "timesheet") return ApplyTimesheet(happened, rows);
  if (log == "engagements") return ApplyEngagements(happened, rows);
  if (log == "directory") return ApplyDirectory(happened, rows);
  if (log == "credentials") return ApplyGates(happened, rows);
  if (log == "missions") return ApplyMissions(happened, rows);
  if (log == "payroll") return ApplyPayroll(happened, rows);
}
}  // namespace aor::invoicing
