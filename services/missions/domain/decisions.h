// What the rules of a mission share; its wishes are decided in mission.cc (order, opportunity),
// sessions.cc, staffing.cc, sheets.cc, fees.cc and funding.cc, and closing.cc adds what follows.
#pragma once

#include <optional>

#include "services/missions/domain/mission.h"

namespace aor::missions {
using Events = std::vector<Event>;
using enum Refusal;

inline Decision AlreadyTrue() { return Events{}; }

bool MayCoordinate(const Mission& mission, const Actor& actor);
// Why nothing is planned or asked for any more: there is no such mission for this caller, or it
// is closed.
std::optional<Refusal> RefusePlanning(const Mission& mission, const Actor& actor);
const Session* FindSession(const Mission& mission, const std::string& session);
const FeeState* FindFee(const Mission& mission, const std::string& fee);
// Of the same funder, agreement and kind of session.
bool IsOf(const FundingState& funding, const auto& fact) {
  return funding.agreed.funder_id() == fact.funder_id() &&
         funding.agreed.agreement() == fact.agreement() &&
         funding.agreed.session_kind() == fact.session_kind();
}
// Sold without a price it would be delivered and never billed; 0 is a price.
bool LacksPrice(const v1::MissionOpened& opened, const Command& command, const v1::OrderLine& line);
// The share of a tariff that such a payee is owed: volunteers have their travel costs only.
uint32_t PercentFor(v1::SupplierKind payee, uint32_t percent);
// Somebody is owed a fee for it: it is over, or was cancelled too late.
bool OwesFee(const Session& session, Instant now);
// The level with which the gate is passed on the session's own day; or who stands in the way.
struct Gate {
  std::string level;
  std::optional<Refusal> refusal;
};
Gate PassGate(const Mission& mission, const Command& command, const Session& session,
              const std::string& facilitator);
// Who runs the session changes: not after the fee was asked for.
bool IsFeeKnown(const Mission& mission, const std::string& session, const std::string& person);
// So near to its start that whoever was to run it keeps a claim.
bool IsLate(const Session& session, const Command& command);

Decision On(const Mission&, const Command&, const OpenMission&);
Decision On(const Mission&, const Command&, const ChangeOrder&);
Decision On(const Mission&, const Command&, const OfferOpportunity&);
Decision On(const Mission&, const Command&, const AcceptOpportunity&);
Decision On(const Mission&, const Command&, const DeclineOpportunity&);
Decision On(const Mission&, const Command&, const ReplaceCoordinator&);
Decision On(const Mission&, const Command&, const PlanSession&);
Decision On(const Mission&, const Command&, const MoveSession&);
Decision On(const Mission&, const Command&, const CancelSession&);
Decision On(const Mission&, const Command&, const ProposeFacilitator&);
Decision On(const Mission&, const Command&, const ConfirmFacilitator&);
Decision On(const Mission&, const Command&, const DeclineSession&);
Decision On(const Mission&, const Command&, const WithdrawFacilitator&);
Decision On(const Mission&, const Command&, const ReplaceFacilitator&);
Decision On(const Mission&, const Command&, const ReachSessionEnd&);
Decision On(const Mission&, const Command&, const DepositSheet&);
Decision On(const Mission&, const Command&, const CheckSheet&);
Decision On(const Mission&, const Command&, const RequestFees&);
Decision On(const Mission&, const Command&, const TransmitFees&);
Decision On(const Mission&, const Command&, const HoldFee&);
Decision On(const Mission&, const Command&, const DismissHold&);
Decision On(const Mission&, const Command&, const ReleaseFee&);
Decision On(const Mission&, const Command&, const WaiveFee&);
Decision On(const Mission&, const Command&, const RefuseFee&);
Decision On(const Mission&, const Command&, const DepositSupplierInvoice&);
Decision On(const Mission&, const Command&, const RecordFunderClaim&);
Decision On(const Mission&, const Command&, const BillInstalment&);
Decision On(const Mission&, const Command&, const AgreeFunding&);
Decision On(const Mission&, const Command&, const RecordFundingRefusal&);
Decision On(const Mission&, const Command&, const DecideRefusedFunding&);

// Over, not cancelled, and somebody is confirmed to have run it.
bool TookPlace(const Session& session, Instant now);
// Who pays what of these sessions, for the kinds that a funder pays a part of; unset: of none.
using Delivered = std::map<v1::SessionKind, uint32_t>;
std::optional<v1::Apportionment> Apportion(const Mission& mission, const Command& command,
                                           const Delivered& delivered);

// What took place of one kind as far as the client ordered it: more needs an agreement, which is an
// order that was raised (E75).
uint32_t DeliveredOf(const Mission& mission, v1::SessionKind kind, Instant now);

// Why a fee that hangs on the session's sheet is proposed to be held: unspecified, for nothing. A
// sheet that nobody has checked yet is there.
v1::HoldCause SheetGap(const Session& session);
// The proposals to hold those fees of a session, and of the coordination, that can still be held.
Events ProposeHolds(const Mission& mission, const std::string& session, v1::HoldCause cause);
// Transmitted fees whose hold is not proposed any more, as they are payable by that.
Events SayWhatBecamePayable(const Mission& before, const Mission& after);
// Closing and the coordination fee, where nothing blocks it any more; with the proposals to hold
// that fee.
Events Close(const Mission& mission, const Command& command);
}  // namespace aor::missions
