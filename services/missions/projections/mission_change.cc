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
  if (!TakeOrder(event) && !TakeSession(event) && !TakeFee(event))
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

// Every list that it stands in, it now stands in as closed.
void MissionChange::Close(const v1::MissionClosed& closed) {
  mission_.set_closed(true);
  *mission_.mutable_closing() = closed;
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
    case Event::kOrderRaised: Change(event.order_raised().line()); return true;
    case Event::kOrderLowered: Change(event.order_lowered().line()); return true;
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
    case Event::kFunderClaimRecorded:
      *mission_.add_claims() = event.funder_claim_recorded();
      return true;
    default: return false;
  }
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
  if (!checked.conforms()) return;
  const bool all_there = std::ranges::none_of(mission_.sessions(), LacksSheet);
  for (auto& record : *mission_.mutable_fees())
    if (record.fee().session_id() == checked.session_id() ||
        (all_there && record.fee().session_id().empty()))
      ForgetProposal(record);
}

void MissionChange::ForgetProposal(v1::FeeRecord& record) {
  record.clear_proposal();
  Done(v1::WORK_KIND_HOLD_TO_DECIDE, record.fee().fee_id());
}

bool MissionChange::TakeSession(const Event& event) {
  switch (event.kind_case()) {
    case Event::kSessionPlanned: Plan(event.session_planned()); return true;
    case Event::kSessionMoved: Move(event.session_moved()); return true;
    case Event::kSessionCancelled: {
      auto& session = SessionOf(event.session_cancelled().session_id());
      *session.mutable_cancelled() = event.session_cancelled();
      rows_.Delete(EndingKey(session.planned()));
      return true;
    }
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
    case Event::kSessionEnded: {
      auto& session = SessionOf(event.session_ended().session_id());
      session.set_over(true);
      rows_.Delete(EndingKey(session.planned()));
      return true;
    }
    case Event::kSheetDeposited: {
      const auto& deposited = event.sheet_deposited();
      auto& session = SessionOf(deposited.session_id());
      *session.add_sheets() = deposited;
      session.clear_check();
      Work(v1::WORK_KIND_SHEET_TO_CHECK, deposited.session_id(), "", deposited.digest());
      return true;
    }
    case Event::kSheetChecked: Check(event.sheet_checked()); return true;
    default: return false;
  }
}

v1::FeeRecord& MissionChange::FeeOf(const std::string& fee) {
  for (auto& record : *mission_.mutable_fees())
    if (record.fee().fee_id() == fee) return record;
  auto& record = *mission_.add_fees();
  record.mutable_fee()->set_fee_id(fee);
  return record;
}

void MissionChange::Add(const v1::Fee& fee) {
  auto& record = FeeOf(fee.fee_id());
  *record.mutable_fee() = fee;
  record.set_status(v1::FEE_STATUS_REQUESTED);
  if (!fee.session_id().empty()) SessionOf(fee.session_id()).set_fee_id(fee.fee_id());
  Work(v1::WORK_KIND_FEE_TO_TRANSMIT, fee.session_id(), fee.fee_id(), fee.payee_id());
}

void MissionChange::Pay(const v1::Fee& fee) {
  auto& record = FeeOf(fee.fee_id());
  *record.mutable_fee() = fee;
  record.set_status(v1::FEE_STATUS_TRANSMITTED);
  ForgetProposal(record);
  Done(v1::WORK_KIND_FEE_TO_TRANSMIT, fee.fee_id());
  Done(v1::WORK_KIND_FEE_HELD, fee.fee_id());
}

void MissionChange::Settle(const auto& fact, v1::FeeStatus status) {
  auto& record = FeeOf(fact.fee_id());
  record.mutable_fee()->set_session_id(fact.session_id());
  record.mutable_fee()->set_payee_id(fact.payee_id());
  record.set_status(status);
  record.set_reason(fact.reason());
  record.clear_proposal();
  if (!fact.session_id().empty()) SessionOf(fact.session_id()).set_fee_id(fact.fee_id());
  for (const auto kind :
       {v1::WORK_KIND_FEE_TO_TRANSMIT, v1::WORK_KIND_FEE_HELD, v1::WORK_KIND_HOLD_TO_DECIDE})
    Done(kind, fact.fee_id());
}

bool MissionChange::TakeFee(const Event& event) {
  switch (event.kind_case()) {
    case Event::kFeesRequested:
      for (const auto& fee : event.fees_requested().fees()) Add(fee);
      return true;
    case Event::kCoordinationFeeTriggered:
      for (const auto& fee : event.coordination_fee_triggered().shares()) Add(fee);
      return true;
    case Event::kFeeTransmitted: Pay(event.fee_transmitted().fee()); return true;
    case Event::kHoldProposed: {
      const auto& proposed = event.hold_proposed();
      *FeeOf(proposed.fee_id()).mutable_proposal() = proposed;
      Work(v1::WORK_KIND_HOLD_TO_DECIDE, proposed.session_id(), proposed.fee_id(),
           v1::HoldCause_Name(proposed.cause()));
      return true;
    }
    case Event::kFeeHeld: {
      const auto& held = event.fee_held();
      auto& record = FeeOf(held.fee_id());
      *record.mutable_held() = held;
      record.set_status(v1::FEE_STATUS_HELD);
      record.set_reason(held.reason());
      record.clear_proposal();
      Done(v1::WORK_KIND_HOLD_TO_DECIDE, held.fee_id());
      Done(v1::WORK_KIND_FEE_TO_TRANSMIT, held.fee_id());
      Work(v1::WORK_KIND_FEE_HELD, record.fee().session_id(), held.fee_id(), held.reason());
      return true;
    }
    case Event::kHoldDismissed:
      FeeOf(event.hold_dismissed().fee_id()).clear_proposal();
      FeeOf(event.hold_dismissed().fee_id()).set_reason(event.hold_dismissed().reason());
      Done(v1::WORK_KIND_HOLD_TO_DECIDE, event.hold_dismissed().fee_id());
      return true;
    case Event::kFeeReleased:
      Pay(event.fee_released().fee());
      FeeOf(event.fee_released().fee().fee_id()).set_released(true);
      return true;
    case Event::kFeeWaived: Settle(event.fee_waived(), v1::FEE_STATUS_WAIVED); return true;
    case Event::kFeeRefused: Settle(event.fee_refused(), v1::FEE_STATUS_REFUSED); return true;
    case Event::kSupplierInvoiceDeposited:
      *FeeOf(event.supplier_invoice_deposited().fee_id()).mutable_invoice() =
          event.supplier_invoice_deposited();
      return true;
    case Event::kFeeBecamePayable:
      FeeOf(event.fee_became_payable().fee().fee_id()).set_payable(true);
      return true;
    default: return false;
  }
}

void MissionChange::Work(v1::WorkKind kind, const std::string& session, const std::string& fee,
                         const std::string& what) {
  v1::WorkItem item;
  item.set_work_kind(kind);
  item.set_mission_id(id_);
  item.set_session_id(session);
  item.set_fee_id(fee);
  item.set_what(what);
  *item.mutable_since() = happened_.commit.recorded_at();
  rows_.Store(WorkPrefix(tenant_, kind) + id_ + "/" + (fee.empty() ? session : fee), item);
}

void MissionChange::Done(v1::WorkKind kind, const std::string& item) {
  rows_.Delete(WorkPrefix(tenant_, kind) + id_ + "/" + item);
}
}  // namespace aor::missions
