#include <algorithm>
#include <stdexcept>

#include "services/missions/domain/decisions.h"

namespace aor::missions {
namespace {
using Is = FeeState::Is;
Instant InstantOf(const google::protobuf::Timestamp& stamp) {
  return Instant(std::chrono::seconds(stamp.seconds()));
}

void Plan(Mission& mission, const v1::SessionPlanned& planned) {
  Session& session = mission.sessions[planned.session_id()];
  session.planned = planned;
  session.start = calendar::FromProto(planned.times(0)).start;
  session.end = session.start;
  for (const auto& time : planned.times())
    session.end = std::max(session.end, calendar::FromProto(time).end);
}

// The same session, with its own people and papers.
void Move(Mission& mission, const v1::SessionMoved& moved) {
  v1::SessionPlanned planned = mission.sessions[moved.session_id()].planned;
  *planned.mutable_times() = moved.times();
  *planned.mutable_half_days() = moved.half_days();
  planned.set_place(moved.place());
  Plan(mission, planned);
}

void Cancel(Mission& mission, const v1::SessionCancelled& cancelled) {
  Session& session = mission.sessions[cancelled.session_id()];
  session.cancelled = true;
  session.client_agreed = session.client_agreed || cancelled.client_agreed();
  session.gives_up |= cancelled.client_agreed() && !cancelled.beyond_order();
  session.late = cancelled.late();
  if (!cancelled.late() || cancelled.facilitator_id().empty()) return;
  session.active = cancelled.facilitator_id();  // who was let go just before is owed it, too
  session.facilitators[session.active] = Standing::kConfirmed;
}

void Stand(Mission& mission, const auto& fact, Standing standing) {
  Session& session = mission.sessions[fact.session_id()];
  session.facilitators[fact.facilitator_id()] = standing;
  const bool active = standing == Standing::kProposed || standing == Standing::kConfirmed;
  if (standing == Standing::kConfirmed) session.let_go.clear();
  if (active)
    session.active = fact.facilitator_id();
  else if (session.active == fact.facilitator_id())
    session.active.clear();
}

void Withdraw(Mission& mission, const v1::FacilitatorWithdrawn& withdrawn) {
  Stand(mission, withdrawn, Standing::kWithdrawn);
  if (withdrawn.late())
    mission.sessions[withdrawn.session_id()].let_go = withdrawn.facilitator_id();
}

void Replace(Mission& mission, const v1::FacilitatorReplaced& replaced) {
  Session& session = mission.sessions[replaced.session_id()];
  session.facilitators[replaced.was()] = Standing::kReplaced;
  session.facilitators[replaced.facilitator_id()] = Standing::kConfirmed;
  session.active = replaced.facilitator_id();
  session.let_go.clear();
}

void Deposit(Mission& mission, const v1::SheetDeposited& deposited) {
  Session& session = mission.sessions[deposited.session_id()];
  session.sheets.push_back(deposited.digest());
  session.checked = session.conforms = false;
}

// What was proposed is gone with its cause: of a session's fees with its sheet, of the coordination
// once no sheet lacks.
void ForgetProposals(Mission& mission, const std::string& session) {
  const bool all_there = std::ranges::all_of(mission.sessions, [](const auto& named) {
    return SheetGap(named.second) == v1::HOLD_CAUSE_UNSPECIFIED;
  });
  for (auto& [id, fee] : mission.fees)
    if (fee.fee.session_id() == session || (all_there && fee.fee.session_id().empty()))
      fee.proposed = v1::HOLD_CAUSE_UNSPECIFIED;
}

void Check(Mission& mission, const v1::SheetChecked& checked) {
  Session& session = mission.sessions[checked.session_id()];
  session.checked = true;
  session.conforms = checked.conforms();
  session.checked_by.insert(checked.by());
  if (checked.conforms()) ForgetProposals(mission, checked.session_id());
}

void Request(Mission& mission, const v1::FeesRequested& requested) {
  mission.requests.insert(requested.request_id());
  mission.months.insert(requested.month());
  for (const auto& fee : requested.fees()) mission.fees[fee.fee_id()].fee = fee;
}

void Hold(Mission& mission, const v1::FeeHeld& held) {
  FeeState& fee = mission.fees[held.fee_id()];
  fee.is = Is::kHeld;
  fee.held_for = held.cause();
  fee.proposed = v1::HOLD_CAUSE_UNSPECIFIED;
}

void Pay(Mission& mission, const v1::Fee& fee) {
  FeeState& state = mission.fees[fee.fee_id()];
  state.fee = fee;
  state.is = Is::kTransmitted;
}

// In logs of before a transmission decided on what was proposed, too.
void Transmit(Mission& mission, const v1::FeeTransmitted& transmitted) {
  Pay(mission, transmitted.fee());
  if (!transmitted.hold_open())
    mission.fees[transmitted.fee().fee_id()].proposed = v1::HOLD_CAUSE_UNSPECIFIED;
}

void Release(Mission& mission, const v1::Fee& fee) {
  Pay(mission, fee);
  FeeState& state = mission.fees[fee.fee_id()];
  state.proposed = v1::HOLD_CAUSE_UNSPECIFIED;
  state.released = true;
}

void Hand(Mission& mission, const v1::SupplierInvoiceDeposited& deposited) {
  FeeState& fee = mission.fees[deposited.fee_id()];
  fee.invoice = deposited;
}

// Given up or refused, perhaps before anybody asked for it.
void Settle(Mission& mission, const auto& fact, Is is) {
  FeeState& state = mission.fees[fact.fee_id()];
  state.fee.set_fee_id(fact.fee_id());
  state.fee.set_session_id(fact.session_id());
  state.fee.set_payee_id(fact.payee_id());
  state.is = is;
  state.proposed = v1::HOLD_CAUSE_UNSPECIFIED;
}

void Bill(Mission& mission, const v1::InstalmentDue& due) {
  mission.requests.insert(due.request_id());
  mission.instalments_due = due.number();
  mission.billed_on = due.due_on();
  for (const auto& line : due.delivered()) mission.billed[line.session_kind()] += line.sessions();
}

void Close(Mission& mission, const v1::MissionClosed& closed) {
  mission.closed = true;
  if (!closed.client_billable()) return;
  mission.billed.clear();
  if (closed.has_closed_on()) mission.billed_on = closed.closed_on();
  for (const auto& line : closed.delivered()) mission.billed[line.session_kind()] = line.sessions();
}

void Agree(Mission& mission, const v1::Funding& agreed) {
  const auto known = std::ranges::find_if(
      mission.fundings, [&](const FundingState& one) { return IsOf(one, agreed); });
  if (known != mission.fundings.end())
    *known = {agreed};
  else
    mission.fundings.push_back({agreed});
}

FundingState& FundingOf(Mission& mission, const auto& fact) {
  for (FundingState& known : mission.fundings)
    if (IsOf(known, fact)) return known;
  v1::Funding named;
  named.set_funder_id(fact.funder_id());
  named.set_agreement(fact.agreement());
  named.set_session_kind(fact.session_kind());
  return mission.fundings.emplace_back(FundingState{named});
}

void Refuse(Mission& mission, const v1::FundingRefused& refused) {
  mission.requests.insert(refused.refusal_id());
  FundingOf(mission, refused).refused += refused.amount().minor_units();
}

void Bear(Mission& mission, const v1::RefusedFundingDecided& decided) {
  FundingState& funding = FundingOf(mission, decided);
  const int64_t amount = decided.amount().minor_units();
  funding.refused -= amount;
  (decided.client_pays() ? funding.client_pays : funding.given_up) += amount;
  funding.decided = decided.client_pays();
}

// Of the order and who coordinates; false: another kind of event.
bool RememberOrder(Mission& mission, const Event& event) {
  switch (event.kind_case()) {
    case Event::kMissionOpened:
      mission.opened = event.mission_opened();
      for (const auto& line : mission.opened.order()) mission.order[line.session_kind()] = line;
      return true;
    case Event::kOrderRaised:
      mission.order[event.order_raised().line().session_kind()] = event.order_raised().line();
      return true;
    case Event::kOrderLowered:
      mission.order[event.order_lowered().line().session_kind()] = event.order_lowered().line();
      return true;
    case Event::kOpportunityOffered:
      mission.offers[event.opportunity_offered().coordinator_id()] = true;
      return true;
    case Event::kOpportunityAccepted:
      mission.coordinators.push_back({event.opportunity_accepted().coordinator_id(),
                                      InstantOf(event.opportunity_accepted().from())});
      return true;
    case Event::kOpportunityDeclined:
      mission.offers[event.opportunity_declined().coordinator_id()] = false;
      return true;
    case Event::kCoordinatorReplaced:
      mission.coordinators.push_back({event.coordinator_replaced().coordinator_id(),
                                      InstantOf(event.coordinator_replaced().from())});
      return true;
    case Event::kMissionClosed: Close(mission, event.mission_closed()); return true;
    case Event::kInstalmentDue: Bill(mission, event.instalment_due()); return true;
    case Event::kFunderClaimRecorded:
      mission.claims[event.funder_claim_recorded().claim_id()] = event.funder_claim_recorded();
      return true;
    case Event::kFundingAgreed: Agree(mission, event.funding_agreed().funding()); return true;
    case Event::kFundingRefused: Refuse(mission, event.funding_refused()); return true;
    case Event::kRefusedFundingDecided: Bear(mission, event.refused_funding_decided()); return true;
    default: return false;
  }
}

// Of sessions, who runs them and their sheets.
bool RememberSession(Mission& mission, const Event& event) {
  switch (event.kind_case()) {
    case Event::kSessionPlanned: Plan(mission, event.session_planned()); return true;
    case Event::kSessionMoved: Move(mission, event.session_moved()); return true;
    case Event::kSessionCancelled: Cancel(mission, event.session_cancelled()); return true;
    case Event::kFacilitatorProposed:
      Stand(mission, event.facilitator_proposed(), Standing::kProposed);
      return true;
    case Event::kFacilitatorConfirmed:
      Stand(mission, event.facilitator_confirmed(), Standing::kConfirmed);
      return true;
    case Event::kFacilitatorDeclined:
      Stand(mission, event.facilitator_declined(), Standing::kDeclined);
      return true;
    case Event::kFacilitatorWithdrawn:
      Withdraw(mission, event.facilitator_withdrawn());
      return true;
    case Event::kFacilitatorReplaced: Replace(mission, event.facilitator_replaced()); return true;
    case Event::kSessionEnded:
      mission.sessions[event.session_ended().session_id()].end_recorded = true;
      return true;
    case Event::kSheetDeposited: Deposit(mission, event.sheet_deposited()); return true;
    case Event::kSheetChecked: Check(mission, event.sheet_checked()); return true;
    default: return false;
  }
}

bool RememberFee(Mission& mission, const Event& event) {
  switch (event.kind_case()) {
    case Event::kFeesRequested: Request(mission, event.fees_requested()); return true;
    case Event::kFeeTransmitted: Transmit(mission, event.fee_transmitted()); return true;
    case Event::kHoldProposed:
      mission.fees[event.hold_proposed().fee_id()].proposed = event.hold_proposed().cause();
      return true;
    case Event::kFeeHeld: Hold(mission, event.fee_held()); return true;
    case Event::kHoldDismissed:
      mission.fees[event.hold_dismissed().fee_id()].proposed = v1::HOLD_CAUSE_UNSPECIFIED;
      return true;
    case Event::kFeeReleased: Release(mission, event.fee_released().fee()); return true;
    case Event::kFeeWaived: Settle(mission, event.fee_waived(), Is::kWaived); return true;
    case Event::kFeeRefused: Settle(mission, event.fee_refused(), Is::kRefused); return true;
    case Event::kSupplierInvoiceDeposited:
      Hand(mission, event.supplier_invoice_deposited());
      return true;
    case Event::kFeeBecamePayable:
      mission.fees[event.fee_became_payable().fee().fee_id()].payable = true;
      return true;
    case Event::kCoordinationFeeTriggered:
      for (const auto& fee : event.coordination_fee_triggered().shares())
        mission.fees[fee.fee_id()].fee = fee;
      return true;
    default: return false;
  }
}
}  // namespace

Mission Evolve(Mission mission, const Event& event) {
  if (RememberOrder(mission, event) || RememberSession(mission, event) ||
      RememberFee(mission, event))
    return mission;
  // A newer release wrote this stream: refuse to decide on half a history.
  throw std::runtime_error("mission: unknown event " + event.ShortDebugString());
}
}  // namespace aor::missions
