#include "services/missions/api/reads.h"

#include <algorithm>

#include "libs/rpc/errors.h"
#include "services/missions/api/closing_reads.h"
#include "services/missions/projections/missions_view.h"

namespace aor::missions {
namespace {
using eventsourcing::ParsedRow;
using eventsourcing::RowKey;
using eventsourcing::RowPrefix;
using eventsourcing::Rows;
using rpc::Caller;

bool IsOffice(const Caller& caller) {
  for (const char* role : {"permanent_team", "consultant", "finance", "compliance", "auditor",
                           "administrator", "service"})
    if (caller.Has(role)) return true;
  return false;
}

// Now, or before somebody else did.
bool EverCoordinated(const Caller& caller, const v1::Mission& mission) {
  if (!caller.Has("coordinator")) return false;
  return std::ranges::any_of(mission.coordinators(), [&](const v1::Term& term) {
    return term.coordinator_id() == caller.person.value;
  });
}
bool Leads(const Caller& caller, const v1::Mission& mission) {
  return caller.Has("coordinator") && CoordinatesNow(caller, mission);
}
bool IsOffered(const Caller& caller, const v1::Mission& mission) {
  return caller.Has("coordinator") &&
         std::ranges::any_of(mission.offers(), [&](const v1::Offer& offer) {
           return offer.coordinator_id() == caller.person.value &&
                  offer.state() == v1::OFFER_STATE_OPEN;
         });
}
// Who declined, withdrew or was replaced has nothing to do with it any more.
bool Facilitates(const Caller& caller, const v1::Mission& mission) {
  return caller.Has("facilitator") &&
         std::ranges::any_of(mission.sessions(), [&](const v1::SessionRecord& session) {
           return session.facilitator_id() == caller.person.value;
         });
}

void AddCounter(const Mission& mission, v1::SessionKind kind, Instant now,
                v1::GetMissionResponse& response) {
  const Counted counted = Count(mission, kind, now);
  if (counted.ordered + counted.planned + counted.cancelled_agreed == 0) return;
  auto& counter = *response.add_counters();
  counter.set_session_kind(kind);
  counter.set_ordered(counted.ordered);
  counter.set_planned(counted.planned);
  counter.set_enrolled(counted.enrolled);
  counter.set_confirmed(counted.confirmed);
  counter.set_over(counted.over);
  counter.set_given_up(counted.cancelled_agreed);
  const uint32_t there = counted.planned + counted.cancelled_agreed;
  counter.set_beyond_order(there > counted.ordered ? there - counted.ordered : 0);
}

v1::MissionSummary SummaryOf(const v1::Mission& mission) {
  v1::MissionSummary summary;
  summary.set_mission_id(mission.mission_id());
  summary.set_client_id(mission.opened().client_id());
  summary.set_client_type(mission.opened().client_type());
  summary.set_opportunity_kind(mission.opened().opportunity_kind());
  if (!mission.coordinators().empty())
    summary.set_coordinator_id(mission.coordinators().rbegin()->coordinator_id());
  summary.set_closed(mission.closed());
  uint32_t ordered = 0, planned = 0;
  for (const auto& line : mission.order()) ordered += line.sessions();
  for (const auto& session : mission.sessions()) planned += !session.has_cancelled();
  summary.set_ordered(ordered);
  summary.set_planned(planned);
  *summary.mutable_changed_at() = mission.changed_at();
  return summary;
}

// Which list the caller reads: all, a client's, a person's.
std::string ListFor(const v1::ListMissionsRequest& request, const Caller& caller) {
  const char* state = request.closed() ? kClosed : kOpen;
  std::string person = request.person_id();
  if (!IsOffice(caller) && (caller.Has("coordinator") || caller.Has("facilitator")))
    person = caller.person.value;
  if (!person.empty()) return RowPrefix(caller.tenant, "of-person", person, state);
  if (!request.client_id().empty())
    return RowPrefix(caller.tenant, "of-client", request.client_id(), state);
  return RowPrefix(caller.tenant, "by-state", state);
}

bool AllAreOver(const v1::Mission& mission, Instant now) {
  return std::ranges::all_of(mission.sessions(), [&](const v1::SessionRecord& session) {
    if (session.has_cancelled()) return true;
    return std::ranges::all_of(session.planned().times(), [&](const types::v1::Interval& time) {
      return calendar::FromProto(time).end <= now;
    });
  });
}

// Open missions whose planned sessions are all over: whoever looks wants to know why.
bool AddBlocked(const Tools& tools, const Rows& rows, const std::string& tenant,
                const std::string& id, v1::ListWorkResponse& response) {
  const auto mission = rows.Load<v1::Mission>(RowKey(tenant, "mission", id));
  if (!mission || mission->sessions().empty() ||
      !AllAreOver(*mission, ToInstant(tools.clock.Now())))
    return false;
  auto& item = *response.add_items();
  item.set_work_kind(v1::WORK_KIND_MISSION_BLOCKED);
  item.set_mission_id(id);
  *item.mutable_since() = mission->changed_at();
  AddBlockers(tools, rows, tenant, Folded(rows, tenant, id), *item.mutable_blockers());
  return true;
}
}  // namespace

bool IsConfirmed(const v1::SessionRecord& session, const std::string& person) {
  return std::ranges::any_of(session.enrolments(), [&](const v1::Enrolment& enrolment) {
    return enrolment.facilitator_id() == person &&
           enrolment.state() == v1::ENROLMENT_STATE_CONFIRMED;
  });
}

bool Runs(const Caller& caller, const v1::SessionRecord& session) {
  return IsConfirmed(session, caller.person.value);
}

absl::StatusOr<v1::Mission> MissionFor(const Caller& caller, const Rows& rows,
                                       const std::string& id) {
  auto mission = rows.Load<v1::Mission>(RowKey(caller.tenant, "mission", id));
  if (!mission) return rpc::NotFound("mission", id);
  if (IsOffice(caller) || Leads(caller, *mission)) return *std::move(mission);
  const bool is_client = caller.ActsFor("client", mission->opened().client_id());
  if (!is_client && !Facilitates(caller, *mission) && !IsOffered(caller, *mission) &&
      !EverCoordinated(caller, *mission))
    return rpc::NotFound("mission", id);
  v1::Mission shown = *mission;
  shown.clear_fees();
  shown.clear_claims();
  for (const auto& fee : mission->fees())
    if (!is_client && fee.fee().payee_id() == caller.person.value) *shown.add_fees() = fee;
  if (!is_client) {  // what the client pays is the office's and the client's
    for (auto& line : *shown.mutable_order()) line.clear_price();
    for (auto& line : *shown.mutable_opened()->mutable_order()) line.clear_price();
    for (auto& line : *shown.mutable_closing()->mutable_delivered()) line.clear_price();
    shown.mutable_closing()->clear_apportionment();
    shown.clear_instalments();
    shown.clear_fundings();
    shown.clear_apportionment();
  }
  return shown;
}

bool CoordinatesNow(const Caller& caller, const v1::Mission& mission) {
  return !mission.coordinators().empty() &&
         mission.coordinators().rbegin()->coordinator_id() == caller.person.value;
}

bool WorksOn(const Caller& caller, const v1::Mission& mission, const v1::SessionRecord& session) {
  return IsTeam(caller) || caller.Has("finance") || caller.Has("compliance") ||
         caller.Has("auditor") || CoordinatesNow(caller, mission) || Runs(caller, session);
}

absl::StatusOr<v1::SessionRecord> SessionFor(const Caller& caller, const Rows& rows,
                                             const std::string& mission,
                                             const std::string& session) {
  const auto known = MissionFor(caller, rows, mission);
  if (!known.ok()) return known.status();
  for (const auto& one : known->sessions())
    if (one.planned().session_id() == session && WorksOn(caller, *known, one)) return one;
  return rpc::NotFound("session", session);
}

absl::Status Get(const Tools& tools, const v1::GetMissionRequest& request, const Caller& caller,
                 const Rows& rows, v1::GetMissionResponse& response) {
  auto mission = MissionFor(caller, rows, request.mission_id());
  if (!mission.ok()) return mission.status();
  const Mission folded = Folded(rows, caller.tenant, request.mission_id());
  for (int kind = v1::SessionKind_MIN + 1; kind <= v1::SessionKind_MAX; ++kind)
    AddCounter(folded, static_cast<v1::SessionKind>(kind), ToInstant(tools.clock.Now()), response);
  if (IsOffice(caller) || Leads(caller, *mission))
    AddBlockers(tools, rows, caller.tenant, folded, *response.mutable_blockers());
  *response.mutable_mission() = *std::move(mission);
  return absl::OkStatus();
}

absl::Status List(const v1::ListMissionsRequest& request, const Caller& caller, const Rows& rows,
                  v1::ListMissionsResponse& response) {
  const auto visit = [&](std::string_view id) {
    const auto mission = MissionFor(caller, rows, std::string(id));
    if (!mission.ok()) return false;
    if (!request.client_id().empty() && mission->opened().client_id() != request.client_id())
      return false;
    *response.add_missions() = SummaryOf(*mission);
    return true;
  };
  return rpc::ListPage(rows, ListFor(request, caller), request.page_size(), request.page_token(),
                       visit, response.mutable_next_page_token());
}

absl::Status Explain(const Tools& tools, const v1::ExplainClosingRequest& request,
                     const Caller& caller, const Rows& rows, v1::ExplainClosingResponse& response) {
  const auto mission = MissionFor(caller, rows, request.mission_id());
  if (!mission.ok()) return mission.status();
  if (!IsOffice(caller) && !Leads(caller, *mission))
    return rpc::NotFound("mission", request.mission_id());
  response.set_closed(mission->closed());
  AddBlockers(tools, rows, caller.tenant, Folded(rows, caller.tenant, request.mission_id()),
              *response.mutable_blockers());
  return absl::OkStatus();
}

absl::Status List(const Tools& tools, const v1::ListWorkRequest& request, const Caller& caller,
                  const Rows& rows, v1::ListWorkResponse& response) {
  const bool of_missions = request.work_kind() == v1::WORK_KIND_MISSION_BLOCKED;
  const auto visit = [&](std::string_view value) {
    if (of_missions) return AddBlocked(tools, rows, caller.tenant, std::string(value), response);
    *response.add_items() = ParsedRow<v1::WorkItem>(value);
    return true;
  };
  return rpc::ListPage(rows,
                       of_missions ? RowPrefix(caller.tenant, "by-state", std::string(kOpen))
                                   : WorkPrefix(caller.tenant, request.work_kind()),
                       request.page_size(), request.page_token(), visit,
                       response.mutable_next_page_token());
}

absl::Status Get(const v1::GetFacilitatorRequest& request, const Caller& caller, const Rows& rows,
                 v1::GetFacilitatorResponse& response) {
  const auto row =
      rows.Load<v1::FacilitatorRow>(RowKey(caller.tenant, "facilitator", request.person_id()));
  if (!row) return rpc::NotFound("facilitator", request.person_id());
  *response.mutable_levels() = row->levels();
  *response.mutable_payees() = row->payees();
  return absl::OkStatus();
}
}  // namespace aor::missions
