// From a request to what it wishes of a worker's chain: one function for each mutation.
#pragma once

#include <absl/status/statusor.h>

#include "aor/timesheet/v1/timesheet_service.pb.h"
#include "libs/eventsourcing/projection.h"
#include "libs/rpc/edge.h"
#include "services/timesheet/rules/rule_sets.h"

namespace aor::timesheet {
// What wishes are made of; outlives every call.
struct Known {
  eventsourcing::View& view;
  RuleSets rules;
};
using MaybeWish = absl::StatusOr<rpc::Wish>;

// As it was given, or made of the request.
std::string EntryIdOf(const std::string& tenant, const v1::RecordHoursRequest& request, int place);

MaybeWish ToWish(const Known&, const rpc::Caller&, const v1::RecordHoursRequest&);
MaybeWish ToWish(const Known&, const rpc::Caller&, const v1::CorrectEntryRequest&);
MaybeWish ToWish(const Known&, const rpc::Caller&, const v1::ReverseEntryRequest&);
MaybeWish ToWish(const Known&, const rpc::Caller&, const v1::ConfirmOvertimeRequest&);
MaybeWish ToWish(const Known&, const rpc::Caller&, const v1::DeclareCompleteRequest&);
MaybeWish ToWish(const Known&, const rpc::Caller&, const v1::ApproveHoursRequest&);
MaybeWish ToWish(const Known&, const rpc::Caller&, const v1::ContestHoursRequest&);
MaybeWish ToWish(const Known&, const rpc::Caller&, const v1::DecideContestRequest&);
MaybeWish ToWish(const Known&, const rpc::Caller&, const v1::VerifyHoursRequest&);
}  // namespace aor::timesheet
