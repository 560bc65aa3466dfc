// What the view answers.
#pragma once

#include <absl/status/status.h>

#include "aor/timesheet/v1/timesheet_service.pb.h"
#include "libs/eventsourcing/projection.h"
#include "libs/rpc/caller.h"

namespace aor::timesheet {
using eventsourcing::Rows;

// The contract if it exists and the caller may see it.
std::optional<v1::ContractRow> Visible(const Rows& rows, const rpc::Caller& caller,
                                       const std::string& contract_id);
// A week as it is answered: with what the contract says of it.
v1::Week Joined(v1::Week week, const v1::ContractRow& contract);

absl::Status Answer(const rpc::Caller&, const Rows&, const v1::GetWeekRequest&,
                    v1::GetWeekResponse&);
absl::Status Answer(const rpc::Caller&, const Rows&, const v1::ListWeeksRequest&,
                    v1::ListWeeksResponse&);
absl::Status Answer(const rpc::Caller&, const Rows&, const v1::ListEntriesRequest&,
                    v1::ListEntriesResponse&);
}  // namespace aor::timesheet
