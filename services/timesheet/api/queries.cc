#include "services/timesheet/api/queries.h"

#include <algorithm>

#include "libs/rpc/edge.h"
#include "services/timesheet/api/asking.h"
#include "services/timesheet/api/closed_gate.h"
#include "services/timesheet/projections/keys.h"

namespace aor::timesheet {
namespace {
bool Fits(const std::string& filter, const std::string& value) {
  return filter.empty() || filter == value;
}

// Does a day of the week lie in the month? The first of the month is given.
bool Touches(const v1::Week& week, std::optional<calendar::Date> month) {
  if (!month) return true;
  const auto monday = calendar::FromProto(week.monday());
  return monday <= calendar::LastOfMonth(*month) && monday + 6 >= *month;
}

bool Fits(const v1::ListWeeksRequest& filter, const v1::Week& week,
          std::optional<calendar::Date> month) {
  return Fits(filter.worker_id(), week.worker_id()) &&
         Fits(filter.contract_id(), week.contract_id()) &&
         Fits(filter.client_id(), week.client_id()) &&
         Fits(filter.legal_entity_id(), week.legal_entity_id()) &&
         (filter.state() == v1::WEEK_STATE_UNSPECIFIED || filter.state() == week.state()) &&
         Touches(week, month);
}

bool Fits(const v1::ListEntriesRequest& filter, const v1::RecordedEntry& entry) {
  return Fits(filter.worker_id(), entry.worker_id()) &&
         Fits(filter.contract_id(), entry.entry().contract_id()) &&
         (filter.with_reversed() || !entry.reversed());
}

absl::Status CheckWeek(const std::string& iso_week) {
  if (calendar::MondayOfWeek(iso_week)) return absl::OkStatus();
  return rpc::FieldError("iso_week", "give an ISO week such as 2026-W41");
}

// As credentials and engagements know it now, whatever was known when it was entered.
v1::RecordedEntry Flagged(const Rows& rows, const rpc::Caller& caller, v1::RecordedEntry entry) {
  if (IsBehindClosedGate(rows, caller.tenant, entry.entry()))
    entry.mutable_entry()->add_flags(v1::FLAG_CLOSED_GATE);
  if (IsBeforeStart(rows, caller.tenant, entry.entry()))
    entry.mutable_entry()->add_flags(v1::FLAG_BEFORE_START);
  const auto& flags = entry.entry().flags();
  if (IsAfterEnd(rows, caller.tenant, entry.entry()) &&
      std::ranges::find(flags, v1::FLAG_OUTSIDE_CONTRACT) == flags.end())
    entry.mutable_entry()->add_flags(v1::FLAG_OUTSIDE_CONTRACT);
  return entry;
}
v1::Week Gated(const Rows& rows, const rpc::Caller& caller, v1::Week week) {
  week.set_behind_closed_gate(BehindClosedGate(rows, caller.tenant, week));
  week.set_before_start(BeforeStart(rows, caller.tenant, week));
  return week;
}

template <class Proto>
Proto Parse(std::string_view bytes) {
  Proto proto;
  proto.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
  return proto;
}
}  // namespace

std::optional<v1::ContractRow> Visible(const Rows& rows, const rpc::Caller& caller,
                                       const std::string& contract_id) {
  auto contract = rows.Load<v1::ContractRow>(ContractKey(caller.tenant, contract_id));
  if (contract && !Sees(caller, *contract)) contract.reset();
  return contract;
}

v1::Week Joined(v1::Week week, const v1::ContractRow& contract) {
  week.set_client_id(contract.client_id());
  week.set_legal_entity_id(contract.legal_entity_id());
  const auto due = HoursDue(calendar::FromProto(week.monday()), contract.zone());
  week.mutable_hours_due()->set_seconds(due.time_since_epoch().count());
  return week;
}

absl::Status Answer(const rpc::Caller& caller, const Rows& rows, const v1::GetWeekRequest& request,
                    v1::GetWeekResponse& response) {
  if (auto status = CheckWeek(request.iso_week()); !status.ok()) return status;
  const auto of_worker = request.worker_id() + "/";
  rows.Scan(WeekPrefix(caller.tenant, request.iso_week()) + of_worker, "",
            [&](auto, std::string_view value) {
              auto week = Parse<v1::Week>(value);
              if (const auto contract = Visible(rows, caller, week.contract_id()))
                *response.add_weeks() = Gated(rows, caller, Joined(std::move(week), *contract));
              return true;
            });
  rows.Scan(EntryPrefix(caller.tenant, request.iso_week()) + of_worker, "",
            [&](auto, std::string_view value) {
              auto entry = Parse<v1::RecordedEntry>(value);
              if (Visible(rows, caller, entry.entry().contract_id()))
                *response.add_entries() = Flagged(rows, caller, std::move(entry));
              return true;
            });
  if (response.weeks().empty())
    return rpc::NotFound("week", request.worker_id() + " " + request.iso_week());
  return absl::OkStatus();
}

absl::Status Answer(const rpc::Caller& caller, const Rows& rows,
                    const v1::ListWeeksRequest& request, v1::ListWeeksResponse& response) {
  const auto month = calendar::FirstOfMonth(request.month());
  if (!request.month().empty() && !month)
    return rpc::FieldError("month", "give a month such as 2026-10");
  return rpc::ListPage(
      rows, caller.tenant + "/weeks/", request.page_size(), request.page_token(),
      [&](std::string_view value) {
        auto week = Parse<v1::Week>(value);
        const auto contract = Visible(rows, caller, week.contract_id());
        if (!contract) return false;
        week = Joined(std::move(week), *contract);
        if (!Fits(request, week, month)) return false;
        *response.add_weeks() = Gated(rows, caller, std::move(week));
        return true;
      },
      response.mutable_next_page_token());
}

absl::Status Answer(const rpc::Caller& caller, const Rows& rows,
                    const v1::ListEntriesRequest& request, v1::ListEntriesResponse& response) {
  if (!request.iso_week().empty())
    if (auto status = CheckWeek(request.iso_week()); !status.ok()) return status;
  std::string prefix = request.iso_week().empty() ? caller.tenant + "/entries/"
                                                  : EntryPrefix(caller.tenant, request.iso_week());
  if (!request.iso_week().empty() && !request.worker_id().empty())
    prefix += request.worker_id() + "/";
  return rpc::ListPage(
      rows, prefix, request.page_size(), request.page_token(),
      [&](std::string_view value) {
        auto entry = Parse<v1::RecordedEntry>(value);
        if (!Fits(request, entry) || !Visible(rows, caller, entry.entry().contract_id()))
          return false;
        *response.add_entries() = Flagged(rows, caller, std::move(entry));
        return true;
      },
      response.mutable_next_page_token());
}
}  // namespace aor::timesheet
