#include "services/payroll/projections/pay_book.h"

#include "aor/payroll/v1/payroll_events.pb.h"
#include "libs/eventsourcing/event_types.h"
#include "libs/eventsourcing/transaction.h"

namespace aor::payroll {
using eventsourcing::Happened;
using eventsourcing::Holds;

namespace {
void ApplyOwn(const Happened& happened, eventsourcing::WritableRows& rows) {
  ApplyHistory(happened, rows);
  if (Holds<v1::PayslipEvent>(happened.event)) return ApplyPayslip(happened, rows);
  if (Holds<v1::AdvanceEvent>(happened.event)) return ApplyAdvance(happened, rows);
  if (Holds<v1::PayableEvent>(happened.event)) return ApplyPayable(happened, rows);
  if (Holds<v1::BatchEvent>(happened.event)) return ApplyBatch(happened, rows);
  if (Holds<v1::PaidEvent>(happened.event)) return;  // a slip carries what it pays
  throw eventsourcing::BrokenHistory("payroll: unknown event " + happened.event.type());
}
}  // namespace

void PayBook::Apply(const Happened& happened, eventsourcing::WritableRows& rows) {
  const std::string& log = happened.commit.log();
  if (log == "payroll") return ApplyOwn(happened, rows);
  if (log == "timesheet") return ApplyVerifiedHours(happened, rows);
  if (log == "engagements") return ApplyContract(happened, rows);
  if (log == "directory") return ApplyDirectory(happened, rows);
}
}  // namespace aor::payroll
