#include <google/protobuf/util/message_differencer.h>

#include <algorithm>

#include "libs/money/money.h"
#include "services/missions/domain/decisions.h"

namespace aor::missions {
namespace {
using google::protobuf::util::MessageDifferencer;
using Is = FeeState::Is;

calendar::Date WorkedOn(const Session& session) {
  return calendar::DayAt(session.start, session.planned.times(0).zone());
}

bool IsMore(const types::v1::Money& asked, const types::v1::Money& at_most) {
  if (asked.minor_units() <= 0) return false;
  return asked.currency_code() != at_most.currency_code() ||
         asked.minor_units() > at_most.minor_units();
}

// Nothing, or why there is nothing to pay for this session, or not yet.
std::optional<Refusal> RefuseItem(const Mission& mission, const Command& command,
                                  const RequestFees::Item& item) {
  const Session* session = FindSession(mission, item.session);
  if (!session) return kSessionUnknown;
  if (!session->IsConfirmed()) return kFacilitatorUnknown;
  if (mission.fees.contains(FeeIdOf(mission, item.session, session->active))) return kFeeRequested;
  if (session->cancelled) return session->late ? std::nullopt : std::optional(kSessionCancelled);
  if (session->end > command.now) return kSessionNotEnded;
  if (item.participants == 0 && command.rules->NeedsParticipants(mission.opened.client_type()))
    return kParticipantsMissing;
  return std::nullopt;
}

// The tariff of the day on which the work was done, for the payee of that day.
std::variant<v1::Fee, Refusal> ComputeFee(const Mission& mission, const Command& command,
                                          const RequestFees::Item& item) {
  if (const auto refusal = RefuseItem(mission, command, item)) return *refusal;
  const auto& rules = *command.rules;
  const Session& session = *FindSession(mission, item.session);
  const auto day = WorkedOn(session);
  const auto payee = PayeeOn(command.people, session.active, day);
  if (!payee) return kPayeeUnknown;
  const auto role = RoleIn(session.planned.session_kind());
  const auto* tariff = rules.TariffOn(day, role, session.planned.session_kind(),
                                      mission.opened.client_type(), payee->kind);
  if (!tariff) return kNoTariff;
  if (IsMore(item.travel, tariff->travel_at_most())) return kTravelAboveLimit;
  v1::Fee fee;
  fee.set_fee_id(FeeIdOf(mission, item.session, session.active));
  fee.set_session_id(item.session);
  fee.set_payee_id(session.active);
  fee.set_supplier_id(payee->supplier_id);
  fee.set_role(role);
  fee.set_supplier_kind(payee->kind);
  fee.set_country(payee->country);
  *fee.mutable_tariff() = tariff->amount();
  fee.set_percent(PercentFor(
      payee->kind, session.cancelled ? rules.settings().late_cancellation_percent() : 100));
  auto amount = money::Percent(money::FromProto(tariff->amount()), {fee.percent(), 0});
  if (item.travel.minor_units() > 0) {
    *fee.mutable_travel() = item.travel;
    amount = amount + money::FromProto(item.travel);
  }
  *fee.mutable_amount() = money::ToProto(amount);
  fee.set_paper(rules.PaperFor(mission.opened.opportunity_kind(), *payee));
  *fee.mutable_pay_on() = calendar::ToProto(rules.PaidBy(command.now));
  fee.set_tariff_source(tariff->source());
  fee.set_tariff_status(tariff->status());
  *fee.mutable_worked_on() = calendar::ToProto(day);
  return fee;
}

// Once these are transmitted nothing is left that the mission waits for.
bool IsLast(Mission mission, const Event& requested, Instant now) {
  mission = Evolve(std::move(mission), requested);
  return std::ranges::all_of(Blockers(mission, now), [](const Blocker& blocker) {
    return blocker.is == Blocker::Is::kFeeNotTransmitted;
  });
}

Events ProposeHoldsFor(const Mission& mission, const v1::FeesRequested& requested) {
  Events events;
  for (const auto& fee : requested.fees()) {
    const auto cause = SheetGap(mission.sessions.at(fee.session_id()));
    if (cause == v1::HOLD_CAUSE_UNSPECIFIED) continue;
    auto& proposed = *events.emplace_back().mutable_hold_proposed();
    proposed.set_fee_id(fee.fee_id());
    proposed.set_session_id(fee.session_id());
    proposed.set_cause(cause);
  }
  return events;
}

bool HasProposal(const FeeState& state) { return state.proposed != v1::HOLD_CAUSE_UNSPECIFIED; }

// Payable once there is a transmission or a release, and the paper that this fee needs, and nobody
// has to decide whether it is held: a transmission settles for closing, and decides nothing.
void SayIfPayable(const Mission& mission, const v1::Fee& fee, const FeeState& state,
                  Events& events) {
  if (state.payable || HasProposal(state)) return;
  const bool on_own_invoice = fee.paper() == v1::FEE_PAPER_OWN_INVOICE;
  if (on_own_invoice && state.invoice.digest().empty()) return;
  auto& payable = *events.emplace_back().mutable_fee_became_payable();
  *payable.mutable_fee() = fee;
  payable.set_mission_id(mission.opened.mission_id());
  payable.set_client_id(mission.opened.client_id());
  payable.set_legal_entity_id(mission.opened.legal_entity_id());
  payable.set_opportunity_kind(mission.opened.opportunity_kind());
  if (on_own_invoice) *payable.mutable_invoice() = state.invoice;
}

// The fee as it is paid: a share whose payee was not known at closing is completed now. Nothing:
// still not known.
std::optional<v1::Fee> Completed(const Mission& mission, const Command& command, v1::Fee fee) {
  if (fee.paper() != v1::FEE_PAPER_UNSPECIFIED) return fee;
  const auto payee = PayeeOn(command.people, fee.payee_id(), calendar::FromProto(fee.worked_on()));
  if (!payee) return std::nullopt;
  fee.set_supplier_id(payee->supplier_id);
  fee.set_supplier_kind(payee->kind);
  fee.set_country(payee->country);
  fee.set_paper(command.rules->PaperFor(mission.opened.opportunity_kind(), *payee));
  if (payee->kind == v1::SUPPLIER_KIND_VOLUNTEER) {
    fee.set_percent(0);
    fee.mutable_amount()->set_minor_units(0);
  }
  return fee;
}

std::optional<Refusal> Transmit(const Mission& mission, const Command& command,
                                const std::string& id, Events& events) {
  const FeeState* state = FindFee(mission, id);
  if (!state) return kFeeUnknown;
  if (state->is == Is::kTransmitted) return std::nullopt;
  if (state->is == Is::kHeld) return kFeeHeld;
  if (state->is != Is::kRequested) return kFeeSettled;
  if (state->fee.payee_id() == command.by.id) return kOwnFee;
  if (!state->fee.has_amount()) return kNoTariff;
  const auto fee = Completed(mission, command, state->fee);
  if (!fee) return kPayeeUnknown;
  auto& transmitted = *events.emplace_back().mutable_fee_transmitted();
  *transmitted.mutable_fee() = *fee;
  transmitted.set_by(command.by.id);
  transmitted.set_hold_open(HasProposal(*state));
  SayIfPayable(mission, *fee, *state, events);
  return std::nullopt;
}

// The sheets that a fee hangs on: its session's, or for the coordination all of them.
bool SheetsConform(const Mission& mission, const v1::Fee& fee) {
  return std::ranges::all_of(mission.sessions, [&](const auto& named) {
    const Session& session = named.second;
    if (session.cancelled || (!fee.session_id().empty() && named.first != fee.session_id()))
      return true;
    return session.checked && session.conforms;
  });
}

bool IsSameInvoice(v1::SupplierInvoiceDeposited known, const v1::SupplierInvoiceDeposited& wish) {
  known.clear_by();
  return MessageDifferencer::Equals(known, wish);
}

// Whose fee it is, requested or not yet; nothing: nobody is owed it.
struct Owed {
  std::string session, payee;
  bool is_due = false;
};
std::optional<Owed> FindOwed(const Mission& mission, const std::string& fee, Instant now) {
  if (const FeeState* known = FindFee(mission, fee))
    return Owed{known->fee.session_id(), known->fee.payee_id(), true};
  for (const auto& [id, session] : mission.sessions)
    if (session.IsConfirmed() && FeeIdOf(mission, id, session.active) == fee)
      return Owed{id, session.active, OwesFee(session, now)};
  return std::nullopt;
}

template <class Fact>
void Settle(Fact& fact, const Command& command, const auto& wish, const Owed& owed) {
  fact.set_fee_id(wish.fee);
  fact.set_session_id(owed.session);
  fact.set_payee_id(owed.payee);
  fact.set_by(command.by.id);
  fact.set_reason(wish.reason);
}

// Nothing, or why a fee is not given up or refused now.
std::optional<Refusal> RefuseSettling(const FeeState* state, const Owed& owed) {
  if (state && state->is != Is::kRequested && state->is != Is::kHeld) return kFeeSettled;
  if (!owed.is_due) return kSessionNotEnded;
  return std::nullopt;
}
}  // namespace

uint32_t PercentFor(v1::SupplierKind payee, uint32_t percent) {
  return payee == v1::SUPPLIER_KIND_VOLUNTEER ? 0 : percent;
}

Events SayWhatBecamePayable(const Mission& before, const Mission& after) {
  Events events;
  for (const auto& [id, state] : after.fees)
    if (state.is == Is::kTransmitted && !HasProposal(state) && HasProposal(before.fees.at(id)))
      SayIfPayable(after, state.fee, state, events);
  return events;
}

const FeeState* FindFee(const Mission& mission, const std::string& fee) {
  const auto found = mission.fees.find(fee);
  return found == mission.fees.end() ? nullptr : &found->second;
}

Decision On(const Mission& mission, const Command& command, const RequestFees& wish) {
  if (mission.requests.contains(wish.request)) return AlreadyTrue();
  if (const auto refusal = RefusePlanning(mission, command.by)) return *refusal;
  Events events(1);
  auto& requested = *events[0].mutable_fees_requested();
  requested.set_request_id(wish.request);
  requested.set_month(command.rules->MonthOf(command.now));
  requested.set_by(command.by.id);
  for (const auto& item : wish.items) {
    auto fee = ComputeFee(mission, command, item);
    if (const auto* refusal = std::get_if<Refusal>(&fee)) return *refusal;
    for (const auto& other : requested.fees())
      if (other.session_id() == item.session) return kFeeRequested;
    *requested.add_fees() = std::get<v1::Fee>(std::move(fee));
  }
  requested.set_last_before_closing(IsLast(mission, events[0], command.now));
  const bool one_a_month = command.rules->settings().one_request_a_month();
  if (one_a_month && mission.months.contains(requested.month()) && !requested.last_before_closing())
    return kOneRequestAMonth;
  for (Event& proposal : ProposeHoldsFor(mission, events[0].fees_requested()))
    events.push_back(std::move(proposal));
  return events;
}

Decision On(const Mission& mission, const Command& command, const TransmitFees& wish) {
  Events events;
  std::set<std::string> done;
  for (const auto& fee : wish.fees) {
    if (!done.insert(fee).second) continue;
    if (const auto refusal = Transmit(mission, command, fee, events)) return *refusal;
  }
  return events;
}

// To hold is a right of a named person; the rules only propose it.
Decision On(const Mission& mission, const Command& command, const HoldFee& wish) {
  const FeeState* state = FindFee(mission, wish.fee);
  if (!state) return kFeeUnknown;
  if (state->is == Is::kHeld) return AlreadyTrue();
  if (state->released) return kFeeReleased;
  if (state->is != Is::kRequested && state->is != Is::kTransmitted) return kFeeSettled;
  if (state->fee.payee_id() == command.by.id) return kOwnFee;
  if (wish.reason.empty()) return kReasonMissing;
  Events events(1);
  auto& held = *events[0].mutable_fee_held();
  held.set_fee_id(wish.fee);
  held.set_by(command.by.id);
  held.set_reason(wish.reason);
  held.set_cause(state->proposed == v1::HOLD_CAUSE_UNSPECIFIED ? wish.cause : state->proposed);
  held.set_after_transmission(state->is == Is::kTransmitted);
  return events;
}

Decision On(const Mission& mission, const Command& command, const DismissHold& wish) {
  const FeeState* state = FindFee(mission, wish.fee);
  if (!state) return kFeeUnknown;
  if (!HasProposal(*state)) return AlreadyTrue();
  if (state->fee.payee_id() == command.by.id) return kOwnFee;
  if (wish.reason.empty()) return kReasonMissing;
  Events events(1);
  auto& dismissed = *events[0].mutable_hold_dismissed();
  dismissed.set_fee_id(wish.fee);
  dismissed.set_by(command.by.id);
  dismissed.set_reason(wish.reason);
  FeeState after = *state;
  after.proposed = v1::HOLD_CAUSE_UNSPECIFIED;
  if (after.is == Is::kTransmitted) SayIfPayable(mission, after.fee, after, events);
  return events;
}

Decision On(const Mission& mission, const Command& command, const ReleaseFee& wish) {
  const FeeState* state = FindFee(mission, wish.fee);
  if (!state) return kFeeUnknown;
  if (state->released) return AlreadyTrue();
  if (state->is != Is::kHeld) return kFeeNotHeld;
  if (state->fee.payee_id() == command.by.id) return kOwnFee;
  if (wish.reason.empty()) return kReasonMissing;
  if (state->held_for != v1::HOLD_CAUSE_OTHER && !SheetsConform(mission, state->fee))
    return kSheetNotConforming;
  if (!state->fee.has_amount()) return kNoTariff;
  const auto fee = Completed(mission, command, state->fee);
  if (!fee) return kPayeeUnknown;
  Events events(1);
  auto& released = *events[0].mutable_fee_released();
  *released.mutable_fee() = *fee;
  released.set_by(command.by.id);
  released.set_reason(wish.reason);
  released.set_after_closing(mission.closed);
  SayIfPayable(mission, *fee, *state, events);
  return events;
}

// The payee gives it up, or the permanent team records that they did.
Decision On(const Mission& mission, const Command& command, const WaiveFee& wish) {
  const auto owed = FindOwed(mission, wish.fee, command.now);
  if (!owed || (!command.by.is_team && command.by.id != owed->payee)) return kFeeUnknown;
  const FeeState* state = FindFee(mission, wish.fee);
  if (state && state->is == Is::kWaived) return AlreadyTrue();
  if (const auto refusal = RefuseSettling(state, *owed)) return *refusal;
  if (command.by.id != owed->payee && wish.reason.empty()) return kReasonMissing;
  Events events(1);
  Settle(*events[0].mutable_fee_waived(), command, wish, *owed);
  return events;
}

Decision On(const Mission& mission, const Command& command, const RefuseFee& wish) {
  const auto owed = FindOwed(mission, wish.fee, command.now);
  if (!owed) return kFeeUnknown;
  const FeeState* state = FindFee(mission, wish.fee);
  if (state && state->is == Is::kRefused) return AlreadyTrue();
  if (const auto refusal = RefuseSettling(state, *owed)) return *refusal;
  if (owed->payee == command.by.id) return kOwnFee;
  if (wish.reason.empty()) return kReasonMissing;
  Events events(1);
  Settle(*events[0].mutable_fee_refused(), command, wish, *owed);
  return events;
}

Decision On(const Mission& mission, const Command& command, const DepositSupplierInvoice& wish) {
  const FeeState* state = FindFee(mission, wish.facts.fee_id());
  if (!state || (!command.by.is_team && command.by.id != state->fee.payee_id())) return kFeeUnknown;
  if (IsSameInvoice(state->invoice, wish.facts)) return AlreadyTrue();
  if (state->fee.paper() != v1::FEE_PAPER_OWN_INVOICE) return kInvoiceNotNeeded;
  if (state->payable) return kInvoiceUsed;
  if (state->is == Is::kWaived || state->is == Is::kRefused) return kFeeSettled;
  Events events(1);
  auto& deposited = *events[0].mutable_supplier_invoice_deposited();
  deposited = wish.facts;
  deposited.set_by(command.by.id);
  FeeState after = *state;
  after.invoice = deposited;
  if (state->is == Is::kTransmitted) SayIfPayable(mission, after.fee, after, events);
  return events;
}
}  // namespace aor::missions
