#include "services/timesheet/api/history.h"

#include <absl/strings/ascii.h>

#include "aor/eventlog/v1/commit.pb.h"
#include "libs/calendar/calendar.h"
#include "libs/eventlog/chain.h"
#include "libs/eventsourcing/event_types.h"
#include "libs/rpc/errors.h"
#include "services/timesheet/projections/keys.h"

namespace aor::timesheet {
namespace {
// "aor.timesheet.v1.WeekEvent/hours_approved" is HOURS_APPROVED.
std::string WhatOf(const std::string& type) {
  return absl::AsciiStrToUpper(type.substr(type.find('/') + 1));
}

void Tell(const eventlog::v1::Commit& commit, const eventlog::Stored& stored,
          const std::string& stream, v1::GetHistoryResponse& response) {
  for (const auto& touched : commit.streams()) {
    if (touched.name() != stream) continue;
    for (const auto& event : touched.events()) {
      auto& line = *response.add_lines();
      *line.mutable_at() = commit.recorded_at();
      line.set_by(commit.actor());
      line.set_on_behalf_of(commit.on_behalf_of());
      line.set_what(WhatOf(event.type()));
      *line.mutable_event() = eventsourcing::Decode<v1::WeekEvent>(event);
      line.set_why(commit.reason());
      line.set_method(commit.method());
      line.set_commit_id(commit.commit_id());
      line.set_chain(stored.chain);
      line.set_sequence(stored.at.sequence);
    }
  }
}
}  // namespace

absl::Status Answer(const rpc::Caller& caller, const eventlog::EventLog& log,
                    const v1::GetHistoryRequest& request, v1::GetHistoryResponse& response) {
  if (!calendar::MondayOfWeek(request.iso_week()))
    return rpc::FieldError("iso_week", "give an ISO week such as 2026-W41");
  const auto stream = StreamOf({request.worker_id(), request.iso_week()});
  const auto chain = eventlog::ChainOf(caller.tenant + "/" + request.worker_id());
  const auto read = log.ReadStream(chain, caller.tenant + "/" + stream, 0, [&](const auto& stored) {
    eventlog::v1::Commit commit;
    commit.ParseFromArray(stored.bytes.data(), static_cast<int>(stored.bytes.size()));
    Tell(commit, stored, stream, response);
    return true;
  });
  if (!read.ok()) return read;
  if (response.lines().empty())
    return rpc::NotFound("week", request.worker_id() + " " + request.iso_week());
  return absl::OkStatus();
}
}  // namespace aor::timesheet
