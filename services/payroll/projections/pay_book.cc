#include "services/payroll/projections/pay_book.h"

#include "aor/credentials/v1/credentials_events.pb.h"
#include "aor/operations/v1/run_events.pb.h"
#include "aor/payroll/v1/payroll_events.pb.h"
#include "aor/payroll/v1/payroll_rows.pb.h"
#include "libs/calendar/calendar.h"
#include "libs/eventsourcing/event_types.h"
#include "libs/eventsourcing/transaction.h"

namespace aor::payroll {
using eventsourcing::Happened;
using eventsourcing::Holds;

namespace {
void ApplyOwn(const Happened& happened, eventsourcing::WritableRows& rows) {
  if (Holds<v1::PayslipEvent>(happened.event)) return ApplyPayslip(happened, rows);
  if (Holds<v1::AdvanceEvent>(happened.event)) return ApplyAdvance(happened, rows);
  if (Holds<v1::PayableEvent>(happened.event)) return ApplyPayable(happened, rows);
  if (Holds<v1::BatchEvent>(happened.event)) return ApplyBatch(happened, rows);
  if (Holds<operations::v1::RunEvent>(happened.event)) return ApplyRun(happened, rows);
  if (Holds<v1::PaidEvent>(happened.event)) return;  // a slip carries what it pays
  throw eventsourcing::BrokenHistory("payroll: unknown event " + happened.event.type());
}
}  // namespace

void ApplyRun(const Happened& happened, eventsourcing::WritableRows& rows) {
  const auto event = eventsourcing::Decode<operations::v1::RunEvent>(happened.event);
  const auto key = [&](const std::string& run) {
    return RowKey(happened.commit.tenant(), "open-run", run);
  };
  if (event.has_run_opened()) rows.Put(key(event.run_opened().run_id()), "");
  if (event.has_run_closed()) rows.Delete(key(event.run_closed().run_id()));
}

void ApplyFeeGate(const Happened& happened, eventsourcing::WritableRows& rows) {
  const std::string& type = happened.event.type();
  const bool closes = type == "aor.credentials.v1.GateEvent/gate_closed";
  if (!closes && type != "aor.credentials.v1.GateEvent/gate_opened") return;
  const auto event = eventsourcing::Decode<credentials::v1::GateEvent>(happened.event);
  const auto change = [&](const auto& fact, v1::FeeGateRow& row) {
    *row.mutable_closed() = fact.closed();
    return RowKey(happened.commit.tenant(), "fee-gate", fact.contract_id());
  };
  const auto gate = closes ? event.gate_closed().gate() : event.gate_opened().gate();
  if (gate != credentials::v1::GATE_FEE) return;
  v1::FeeGateRow row;
  const auto key = closes ? change(event.gate_closed(), row) : change(event.gate_opened(), row);
  if (closes) *row.mutable_because() = event.gate_closed().because();
  if (const auto known = rows.Load<v1::FeeGateRow>(key); known && !closes)
    *row.mutable_because() = known->because();
  rows.Store(key, row);
}

bool IsPending(const eventsourcing::Rows& rows, const std::string& tenant,
               const std::string& run_id) {
  return !run_id.empty() && rows.Get(RowKey(tenant, "open-run", run_id));
}

std::string ZoneOf(const eventsourcing::Rows& rows, const std::string& tenant,
                   const std::string& legal_entity) {
  const auto row = rows.Load<v1::EntityRow>(RowKey(tenant, "entity", legal_entity));
  return row && calendar::IsZone(row->zone()) ? row->zone() : "UTC";
}

void PayBook::Apply(const Happened& happened, eventsourcing::WritableRows& rows) {
  const std::string& log = happened.commit.log();
  if (log == "payroll") return ApplyOwn(happened, rows);
  if (log == "timesheet") return ApplyVerifiedHours(happened, rows);
  if (log == "engagements") return ApplyContract(happened, rows);
  if (log == "directory") return ApplyDirectory(happened, rows);
  if (log == "credentials") return ApplyFeeGate(happened, rows);
  if (log == "missions") return ApplyMissionFee(happened, rows);
}
}  // namespace aor::payroll
