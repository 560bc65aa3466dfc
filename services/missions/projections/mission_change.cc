#include "services/missions/projections/mission_change.h"

#include <algorithm>

#include "libs/eventsourcing/transaction.h"
#include "services/missions/domain/mission.h"
#include "services/missions/projections/roll_rows.h"

namespace aor::missions {
using eventsourcing::BrokenHistory;
using eventsourcing::RowKey;
using Event = v1::MissionEvent;

namespace {
constexpr std::string_view kStream = "mission-";

bool LacksSheet(const v1::SessionRecord& session) {
  return !session.has_cancelled() &&
         (session.sheets().empty() || (session.has_check() && !session.check().conforms()));
}
}  // namespace

MissionChange::MissionChange(const eventsourcing::Happened& happened,
                             eventsourcing::WritableRows& rows)
    : happened_(happened),
      rows_(rows),
      tenant_(happened.commit.tenant()),
      id_(happened.stream.name().substr(kStream.size())),
      mission_(rows.Load<v1::Mission>(RowKey(tenant_, "mission", id_)).value_or(v1::Mission())) {}

void MissionChange::Apply(const Event& event) {
  mission_.set_mission_id(id_);
  if (!TakeOrder(event) && !TakeSession(event) && !TakeFee(event) && !TakeFunding(event))
    throw BrokenHistory("mission: unknown event");
  *mission_.mutable_changed_at() = happened_.commit.recorded_at();
  rows_.Store(RowKey(tenant_, "mission", id_), mission_);
  rows_.Store(RowKey(tenant_, "history", id_, Padded(static_cast<int64_t>(happened_.version))),
              event);
}

void MissionChange::Change(const v1::OrderLine& line) {
  for (auto& known : *mission_.mutable_order())
    if (known.session_kind() == line.session_kind()) {
      known = line;
      return;
    }
  *mission_.add_order() = line;
}

void MissionChange::Answer(const std::string& person, v1::OfferState state) {
  for (auto& offer : *mission_.mutable_offers())
    if (offer.coordinator_id() == person) return offer.set_state(state);
  auto& offer = *mission_.add_offers();
  offer.set_coordinator_id(person);
  offer.set_state(state);
  ShowTo(person);
}

void MissionChange::Coordinate(const std::string& person, const google::protobuf::Timestamp& from) {
  auto& term = *mission_.add_coordinators();
  term.set_coordinator_id(person);
  *term.mutable_from() = from;
  ShowTo(person);
}

void MissionChange::ShowTo(const std::string& person) {
  rows_.Put(RowKey(tenant_, "of-person", person, kOpen, id_), id_);
}

// Every list that it stands in, it now stands in as closed. What the client did not agree to stays
// to be looked at, as far as it took place.
void MissionChange::Close(const v1::MissionClosed& closed) {
  mission_.set_closed(true);
  *mission_.mutable_closing() = closed;
  if (closed.has_apportionment()) *mission_.mutable_apportionment() = closed.apportionment();
  for (const auto& session : mission_.sessions()) Exceed(session.planned().session_kind(), 0);
  for (const auto& line : closed.beyond_order()) Exceed(line.session_kind(), line.sessions());
  const auto move = [&](const auto&... list) {
    rows_.Delete(RowKey(tenant_, list..., kOpen, id_));
    rows_.Put(RowKey(tenant_, list..., kClosed, id_), id_);
  };
  const std::string by_state = "by-state", of_client = "of-client", of_person = "of-person";
  move(by_state);
  move(of_client, mission_.opened().client_id());
  for (const auto& offer : mission_.offers()) move(of_person, offer.coordinator_id());
  for (const auto& term : mission_.coordinators()) move(of_person, term.coordinator_id());
  for (const auto& session : mission_.sessions())
    for (const auto& enrolment : session.enrolments()) move(of_person, enrolment.facilitator_id());
}

bool MissionChange::TakeOrder(const Event& event) {
  switch (event.kind_case()) {
    case Event::kMissionOpened:
      *mission_.mutable_opened() = event.mission_opened();
      *mission_.mutable_order() = event.mission_opened().order();
      rows_.Put(RowKey(tenant_, "by-state", kOpen, id_), id_);
      rows_.Put(RowKey(tenant_, "of-client", event.mission_opened().client_id(), kOpen, id_), id_);
      return true;
    case Event::kOrderRaised:
      Change(event.order_raised().line());
      CompareWithOrder(event.order_raised().line().session_kind());
      return true;
    case Event::kOrderLowered:
      Change(event.order_lowered().line());
      CompareWithOrder(event.order_lowered().line().session_kind());
      return true;
    case Event::kOpportunityOffered:
      Answer(event.opportunity_offered().coordinator_id(), v1::OFFER_STATE_OPEN);
      return true;
    case Event::kOpportunityAccepted:
      Answer(event.opportunity_accepted().coordinator_id(), v1::OFFER_STATE_ACCEPTED);
      Coordinate(event.opportunity_accepted().coordinator_id(),
                 event.opportunity_accepted().from());
      return true;
    case Event::kOpportunityDeclined:
      Answer(event.opportunity_declined().coordinator_id(), v1::OFFER_STATE_DECLINED);
      return true;
    case Event::kCoordinatorReplaced:
      Coordinate(event.coordinator_replaced().coordinator_id(),
                 event.coordinator_replaced().from());
      return true;
    case Event::kMissionClosed: Close(event.mission_closed()); return true;
    default: return false;
  }
}

void MissionChange::Exceed(v1::SessionKind kind, uint32_t sessions) {
  const std::string key =
      WorkPrefix(tenant_, v1::WORK_KIND_BEYOND_ORDER) + id_ + "/" + v1::SessionKind_Name(kind);
  if (sessions == 0) return rows_.Delete(key);
  v1::WorkItem item;
  item.set_work_kind(v1::WORK_KIND_BEYOND_ORDER);
  item.set_mission_id(id_);
  item.set_session_kind(kind);
  item.set_sessions(sessions);
  *item.mutable_since() = happened_.commit.recorded_at();
  rows_.Store(key, item);
}

// As the counters of the mission do.
void MissionChange::CompareWithOrder(v1::SessionKind kind) {
  uint32_t ordered = 0, there = 0;
  for (const auto& line : mission_.order())
    if (line.session_kind() == kind) ordered = line.sessions();
  for (const auto& session : mission_.sessions())
    if (session.planned().session_kind() == kind)
      there += !session.has_cancelled() ||
               (session.cancelled().client_agreed() && !session.cancelled().beyond_order());
  Exceed(kind, there > ordered ? there - ordered : 0);
}

v1::SessionRecord& MissionChange::SessionOf(const std::string& session) {
  for (auto& record : *mission_.mutable_sessions())
    if (record.planned().session_id() == session) return record;
  throw BrokenHistory("mission " + id_ + ": no session " + session);
}

void MissionChange::Enrol(const auto& fact, v1::EnrolmentState state) {
  auto& session = SessionOf(fact.session_id());
  const bool active =
      state == v1::ENROLMENT_STATE_PROPOSED || state == v1::ENROLMENT_STATE_CONFIRMED;
  if (active)
    session.set_facilitator_id(fact.facilitator_id());
  else if (session.facilitator_id() == fact.facilitator_id())
    session.clear_facilitator_id();
  for (auto& enrolment : *session.mutable_enrolments())
    if (enrolment.facilitator_id() == fact.facilitator_id()) return enrolment.set_state(state);
  auto& enrolment = *session.add_enrolments();
  enrolment.set_facilitator_id(fact.facilitator_id());
  enrolment.set_state(state);
  ShowTo(fact.facilitator_id());
}

// At the end of its last half-day.
std::string MissionChange::EndingKey(const v1::SessionPlanned& planned) const {
  int64_t end = 0;
  for (const auto& time : planned.times()) end = std::max(end, time.end().seconds());
  return kEndingPrefix + Padded(end) + "/" + tenant_ + "/" + id_ + "/" + planned.session_id();
}

void MissionChange::Plan(const v1::SessionPlanned& planned) {
  auto& session = *mission_.add_sessions();
  *session.mutable_planned() = planned;
  session.set_roll(RollIdOf(RollOf(planned), happened_.chain));
  OpenRoll(tenant_, id_, session.roll(), rows_);
  rows_.Put(EndingKey(planned), "");
  CompareWithOrder(planned.session_kind());
}

// Who was let go just before is owed a part, and sees that.
void MissionChange::Cancel(const v1::SessionCancelled& cancelled) {
  auto& session = SessionOf(cancelled.session_id());
  *session.mutable_cancelled() = cancelled;
  if (cancelled.late() && !cancelled.facilitator_id().empty())
    session.set_facilitator_id(cancelled.facilitator_id());
  rows_.Delete(EndingKey(session.planned()));
  Done(v1::WORK_KIND_SHEET_MISSING, cancelled.session_id());
  CompareWithOrder(session.planned().session_kind());
}

// Marks are waited for, unless nobody waits any more.
void MissionChange::End(const v1::SessionEnded& ended) {
  auto& session = SessionOf(ended.session_id());
  session.set_over(true);
  rows_.Delete(EndingKey(session.planned()));
  const auto roll = rows_.Load<v1::RollRow>(RowKey(tenant_, "roll", session.roll()));
  if (!roll || !roll->settled())
    rows_.Put(SettlingKey(tenant_, id_, ended.session_id(), ended.ended_at().seconds()), "");
  if (session.sheets().empty()) Miss(ended.session_id(), v1::HOLD_CAUSE_SHEET_MISSING);
}

void MissionChange::Miss(const std::string& session, v1::HoldCause cause) {
  Work(v1::WORK_KIND_SHEET_MISSING, session, "", v1::HoldCause_Name(cause));
}

// `planned` is as it is now, and its end is looked for on the new day.
void MissionChange::Move(const v1::SessionMoved& moved) {
  auto& session = SessionOf(moved.session_id());
  auto& planned = *session.mutable_planned();
  rows_.Delete(EndingKey(planned));
  *planned.mutable_times() = moved.times();
  *planned.mutable_half_days() = moved.half_days();
  planned.set_place(moved.place());
  *session.add_moves() = moved;
  rows_.Put(EndingKey(planned), "");
}

// What was proposed is gone with its cause: of a session's fees with its sheet, of the coordination
// once no sheet lacks.
void MissionChange::Check(const v1::SheetChecked& checked) {
  *SessionOf(checked.session_id()).mutable_check() = checked;
  Done(v1::WORK_KIND_SHEET_TO_CHECK, checked.session_id());
  if (!checked.conforms()) return Miss(checked.session_id(), v1::HOLD_CAUSE_SHEET_NOT_CONFORMING);
  Done(v1::WORK_KIND_SHEET_MISSING, checked.session_id());
  const bool all_there = std::ranges::none_of(mission_.sessions(), LacksSheet);
  for (auto& record : *mission_.mutable_fees())
    if (record.fee().session_id() == checked.session_id() ||
        (all_there && record.fee().session_id().empty()))
      ForgetProposal(record);
}

bool MissionChange::TakeSession(const Event& event) {
  switch (event.kind_case()) {
    case Event::kSessionPlanned: Plan(event.session_planned()); return true;
    case Event::kSessionMoved: Move(event.session_moved()); return true;
    case Event::kSessionCancelled: Cancel(event.session_cancelled()); return true;
    case Event::kFacilitatorProposed:
      Enrol(event.facilitator_proposed(), v1::ENROLMENT_STATE_PROPOSED);
      return true;
    case Event::kFacilitatorConfirmed:
      Enrol(event.facilitator_confirmed(), v1::ENROLMENT_STATE_CONFIRMED);
      return true;
    case Event::kFacilitatorDeclined:
      Enrol(event.facilitator_declined(), v1::ENROLMENT_STATE_DECLINED);
      return true;
    case Event::kFacilitatorWithdrawn:
      Enrol(event.facilitator_withdrawn(), v1::ENROLMENT_STATE_WITHDRAWN);
      return true;
    case Event::kFacilitatorReplaced: {
      auto was = event.facilitator_replaced();
      was.set_facilitator_id(was.was());
      Enrol(was, v1::ENROLMENT_STATE_REPLACED);
      Enrol(event.facilitator_replaced(), v1::ENROLMENT_STATE_CONFIRMED);
      return true;
    }
    case Event::kSessionEnded: End(event.session_ended()); return true;
    case Event::kSheetDeposited: {
      const auto& deposited = event.sheet_deposited();
      auto& session = SessionOf(deposited.session_id());
      *session.add_sheets() = deposited;
      session.clear_check();
      Done(v1::WORK_KIND_SHEET_MISSING, deposited.session_id());
      Work(v1::WORK_KIND_SHEET_TO_CHECK, deposited.session_id(), "", deposited.digest());
      return true;
    }
    case Event::kSheetChecked: Check(event.sheet_checked()); return true;
    default: return false;
  }
}

}  // namespace aor::missions
