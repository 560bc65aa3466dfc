// Who carries a training mission out is told: of the opportunity that they are offered and of the
// mission that is theirs (S2.17), of the sessions that they are to run; and its client, once all of
// it is done (S2.46).
#include "aor/missions/v1/missions_events.pb.h"
#include "libs/eventsourcing/event_types.h"
#include "services/notifications/projections/training_rows.h"

namespace aor::notifications {
namespace {
using eventsourcing::Happened;
using eventsourcing::WritableRows;
using missions::v1::MissionEvent;

// At once, by a name of this event.
v1::Reminder Telling(const char* template_id, const Happened& happened, const std::string& whom,
                     const std::string& about) {
  v1::Reminder told;
  told.set_reminder_id(std::string(template_id) + "/" + whom + "/" +
                       std::to_string(happened.version) + "/" + about);
  told.set_template_id(template_id);
  told.set_recipient_id(whom);
  *told.mutable_due() = TimestampOf(RecordedAt(happened));
  return told;
}

v1::Reminder OfMission(const char* template_id, const Happened& happened, const std::string& whom) {
  const std::string mission = NameOf(happened);
  auto told = Telling(template_id, happened, whom, mission);
  *told.add_parameters() = IdParameter("mission_id", mission);
  return told;
}

std::string OfferKey(const Happened& happened, const std::string& whom) {
  return RowKey(happened.commit.tenant(), "offered", NameOf(happened), whom);
}

void Offer(const Happened& happened, const std::string& whom, WritableRows& rows) {
  const auto told = OfMission("opportunity-offered", happened, whom);
  Supersede(happened.commit.tenant(), OfferKey(happened, whom), told, rows);
}

void Forget(const std::string& tenant, const std::string& key, WritableRows& rows) {
  if (const auto told = rows.Load<v1::Reminder>(key)) TakeBack(tenant, *told, rows);
  rows.Delete(key);
}

// Whoever has not heard of the offer yet is not told of what is taken.
void Assign(const Happened& happened, const std::string& whom, WritableRows& rows) {
  const std::string& tenant = happened.commit.tenant();
  std::vector<std::string> offers;
  rows.Scan(RowPrefix(tenant, "offered", NameOf(happened)), "",
            [&](std::string_view key, std::string_view) {
              offers.emplace_back(key);
              return true;
            });
  for (const std::string& offer : offers) Forget(tenant, offer, rows);
  PutReminder(tenant, OfMission("mission-assigned", happened, whom), rows);
}

void Reassign(const Happened& happened, const missions::v1::CoordinatorReplaced& replaced,
              WritableRows& rows) {
  Assign(happened, replaced.coordinator_id(), rows);
  if (replaced.was().empty()) return;
  PutReminder(happened.commit.tenant(), OfMission("mission-reassigned", happened, replaced.was()),
              rows);
}

void Close(const Happened& happened, const missions::v1::MissionClosed& closed,
           WritableRows& rows) {
  if (!closed.client_informed()) return;
  PutReminder(happened.commit.tenant(),
              OfMission("mission-completed", happened, closed.client_id()), rows);
}

// What was said last to whoever is to run the session.
std::string RunsKey(const std::string& tenant, const std::string& roll) {
  return RowKey(tenant, "runs", roll);
}

v1::Reminder OfSession(const char* template_id, const Happened& happened, const std::string& roll,
                       const std::string& session_id, const std::string& whom,
                       const v1::SessionRow& session) {
  auto told = Telling(template_id, happened, whom, roll);
  AddName(session, session_id, told);
  AddPlace(session, told);
  return told;
}

// One that has not left yet is not said any more, as another stands in its place.
void Tell(const char* template_id, const Happened& happened, const std::string& session_id,
          const std::string& whom, WritableRows& rows) {
  const std::string& tenant = happened.commit.tenant();
  const std::string roll = RollOf(happened, session_id, rows);
  const auto session = rows.Load<v1::SessionRow>(SessionKey(tenant, roll));
  if (!session || whom.empty()) return;
  auto told = OfSession(template_id, happened, roll, session_id, whom, *session);
  *told.mutable_useful_until() = session->starts_at();
  const auto before = rows.Load<v1::Reminder>(RunsKey(tenant, roll));
  if (before && before->recipient_id() == whom) {
    *told.mutable_replaced() = before->replaced();
    told.add_replaced(MessageOf(tenant, *before));
  }
  Supersede(tenant, RunsKey(tenant, roll), told, rows);
}

// Who never heard that they were to run it hears nothing of its end either.
void TellOff(const char* template_id, const Happened& happened, const std::string& session_id,
             WritableRows& rows) {
  const std::string& tenant = happened.commit.tenant();
  const std::string roll = RollOf(happened, session_id, rows);
  const auto session = rows.Load<v1::SessionRow>(SessionKey(tenant, roll));
  const auto before = rows.Load<v1::Reminder>(RunsKey(tenant, roll));
  if (!session || !before) return;
  Forget(tenant, RunsKey(tenant, roll), rows);
  auto told = OfSession(template_id, happened, roll, session_id, before->recipient_id(), *session);
  told.set_takes_back(MessageOf(tenant, *before));
  *told.mutable_replaced() = before->replaced();
  PutReminder(tenant, told, rows);
}

// Said by themselves, or by others for them.
void StepDown(const Happened& happened, const auto& fact, WritableRows& rows) {
  if (fact.by() != fact.facilitator_id())
    return TellOff("session-released", happened, fact.session_id(), rows);
  const std::string& tenant = happened.commit.tenant();
  Forget(tenant, RunsKey(tenant, RollOf(happened, fact.session_id(), rows)), rows);
}

void Replace(const Happened& happened, const missions::v1::FacilitatorReplaced& replaced,
             WritableRows& rows) {
  TellOff("session-released", happened, replaced.session_id(), rows);
  Tell("session-confirmed", happened, replaced.session_id(), replaced.facilitator_id(), rows);
}

// What somebody is told that is to run a session.
void ApplySession(const Happened& happened, const MissionEvent& event, WritableRows& rows) {
  const auto tell = [&](const char* template_id, const auto& fact) {
    Tell(template_id, happened, fact.session_id(), fact.facilitator_id(), rows);
  };
  if (event.has_facilitator_proposed()) tell("session-proposed", event.facilitator_proposed());
  if (event.has_facilitator_confirmed()) tell("session-confirmed", event.facilitator_confirmed());
  if (event.has_session_moved()) tell("session-moved", event.session_moved());
  if (event.has_facilitator_declined()) StepDown(happened, event.facilitator_declined(), rows);
  if (event.has_facilitator_withdrawn()) StepDown(happened, event.facilitator_withdrawn(), rows);
  if (event.has_facilitator_replaced()) Replace(happened, event.facilitator_replaced(), rows);
  if (event.has_session_cancelled())
    TellOff("session-called-off", happened, event.session_cancelled().session_id(), rows);
}
}  // namespace

void ApplyStaffing(const Happened& happened, WritableRows& rows) {
  if (!eventsourcing::Holds<MissionEvent>(happened.event)) return;
  const auto event = eventsourcing::Decode<MissionEvent>(happened.event);
  if (event.has_opportunity_offered())
    Offer(happened, event.opportunity_offered().coordinator_id(), rows);
  if (event.has_opportunity_declined())
    Forget(happened.commit.tenant(),
           OfferKey(happened, event.opportunity_declined().coordinator_id()), rows);
  if (event.has_opportunity_accepted())
    Assign(happened, event.opportunity_accepted().coordinator_id(), rows);
  if (event.has_coordinator_replaced()) Reassign(happened, event.coordinator_replaced(), rows);
  if (event.has_mission_closed()) Close(happened, event.mission_closed(), rows);
  ApplySession(happened, event, rows);
}
}  // namespace aor::notifications
