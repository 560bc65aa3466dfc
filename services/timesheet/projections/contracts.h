// What the engagements log says of contracts, copied here so that hours are decided
// without asking anybody.
#pragma once

#include <functional>

#include "aor/timesheet/v1/timesheet_rows.pb.h"
#include "libs/eventsourcing/projection.h"

namespace aor::timesheet {
// Takes what engagements publishes about contracts and leaves every other event alone.
// Rates are not copied: no time depends on them.
void ApplyToContracts(const eventsourcing::Happened& happened, eventsourcing::WritableRows& rows);

std::vector<v1::ContractRow> ContractsOf(const eventsourcing::Rows& rows, const std::string& tenant,
                                         const std::string& worker);
}  // namespace aor::timesheet
