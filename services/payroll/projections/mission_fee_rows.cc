// Fees of training missions: which are withheld.
#include "aor/missions/v1/missions_events.pb.h"
#include "aor/payroll/v1/payroll_rows.pb.h"
#include "libs/eventsourcing/event_types.h"
#include "services/payroll/projections/pay_book.h"

namespace aor::payroll {
using eventsourcing::Happened;
using eventsourcing::Holds;
using eventsourcing::WritableRows;

// Also of fees that are not payable yet, or paid otherwise: nobody asks for those.
void ApplyMissionFee(const Happened& happened, WritableRows& rows) {
  if (!Holds<missions::v1::MissionEvent>(happened.event)) return;
  const auto event = eventsourcing::Decode<missions::v1::MissionEvent>(happened.event);
  const auto key = [&](const std::string& fee) {
    return RowKey(happened.commit.tenant(), "withheld", fee);
  };
  const auto withhold = [&](const auto& fact, bool given_up) {
    v1::WithheldFeeRow row;
    row.set_reason(fact.reason());
    row.set_given_up(given_up);
    rows.Store(key(fact.fee_id()), row);
  };
  if (event.has_fee_held()) withhold(event.fee_held(), false);
  if (event.has_fee_waived()) withhold(event.fee_waived(), true);
  if (event.has_fee_refused()) withhold(event.fee_refused(), true);
  if (event.has_fee_released()) rows.Delete(key(event.fee_released().fee().fee_id()));
}
}  // namespace aor::payroll
