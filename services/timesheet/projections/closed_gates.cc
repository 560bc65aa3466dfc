#include "services/timesheet/projections/closed_gates.h"

#include "aor/credentials/v1/credentials_events.pb.h"
#include "aor/timesheet/v1/timesheet_rows.pb.h"
#include "libs/eventsourcing/event_types.h"
#include "services/timesheet/projections/keys.h"

namespace aor::timesheet {
namespace {
// The last word on all of its days.
void Take(const std::string& tenant, const auto& told, eventsourcing::WritableRows& rows) {
  if (told.gate() != credentials::v1::GATE_STARTING) return;
  v1::ClosedGateRow row;
  for (const auto& days : told.closed()) {
    auto& stretch = *row.add_closed();
    *stretch.mutable_first_day() = days.first_day();
    if (days.has_last_day()) *stretch.mutable_last_day() = days.last_day();
  }
  rows.Store(ClosedKey(tenant, told.contract_id()), row);
}
}  // namespace

void ApplyToClosedGates(const eventsourcing::Happened& happened,
                        eventsourcing::WritableRows& rows) {
  if (!happened.event.type().starts_with("aor.credentials.v1.GateEvent/")) return;
  const auto event = eventsourcing::Decode<credentials::v1::GateEvent>(happened.event);
  const std::string& tenant = happened.commit.tenant();
  if (event.has_gate_closed()) Take(tenant, event.gate_closed(), rows);
  if (event.has_gate_opened()) Take(tenant, event.gate_opened(), rows);
}
}  // namespace aor::timesheet
