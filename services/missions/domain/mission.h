// One training mission, from the client's order to the coordination fee. It closes by itself, in
// the decision that fulfils its last condition.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "aor/missions/v1/missions_events.pb.h"
#include "services/missions/domain/people.h"
#include "services/missions/domain/rules.h"

namespace aor::missions {
using Event = v1::MissionEvent;
using calendar::Instant;

// ---- wishes ---------------------------------------------------------------------------------
struct OpenMission {
  v1::MissionOpened facts;
  std::vector<v1::Funding> fundings = {};  // agreed by then
};
struct ChangeOrder {
  v1::SessionKind kind;
  uint32_t sessions;
  std::string reason;
  std::optional<types::v1::Money> price = {};  // of one session, where none is agreed yet
};
struct OfferOpportunity {
  std::string coordinator;
};
struct AcceptOpportunity {
  std::string coordinator;
};
struct DeclineOpportunity {
  std::string coordinator, reason;
};
struct ReplaceCoordinator {
  std::string coordinator, reason;
};
struct PlanSession {
  v1::SessionPlanned facts;  // what is to happen where and when; the rest is decided
};
struct MoveSession {
  v1::SessionMoved facts;          // to when and where, and why; the rest is decided
  std::set<std::string> attended;  // half-days of its roll on which somebody was present
};
struct CancelSession {
  std::string session, reason;
  bool client_agreed = false;
  bool attended = false;  // somebody of its roll was present
};
struct ProposeFacilitator {
  std::string session, facilitator;
};
struct ConfirmFacilitator {
  std::string session, facilitator, reason;
};
struct DeclineSession {
  std::string session, facilitator, reason;
};
struct WithdrawFacilitator {
  std::string session, facilitator, reason;
};
struct ReplaceFacilitator {
  std::string session, facilitator, was, reason;
};
struct ReachSessionEnd {
  std::string session;
};
struct DepositSheet {
  std::string session, document, digest;
};
struct CheckSheet {
  std::string session, digest;
  bool conforms = false, by_attestation = false;
  std::string reason = {};
};
struct RequestFees {
  struct Item {
    std::string session;
    types::v1::Money travel;    // unset: none
    uint32_t participants = 0;  // of its roll, or heads that were counted
  };
  std::string request;
  std::vector<Item> items;
};
struct TransmitFees {
  std::vector<std::string> fees;
};
struct HoldFee {
  std::string fee, reason;
  v1::HoldCause cause = v1::HOLD_CAUSE_OTHER;
};
struct DismissHold {
  std::string fee, reason;
};
struct ReleaseFee {
  std::string fee, reason;
};
struct WaiveFee {
  std::string fee, reason;
};
struct RefuseFee {
  std::string fee, reason;
};
struct DepositSupplierInvoice {
  v1::SupplierInvoiceDeposited facts;
};
struct BillInstalment {
  std::string request;
};
struct RecordFunderClaim {
  v1::FunderClaimRecorded facts;
};
struct AgreeFunding {
  v1::Funding facts;  // an amount, or a share of what is ordered
  std::string reason = {};
};
struct RecordFundingRefusal {
  v1::FundingRefused facts;
};
struct DecideRefusedFunding {
  v1::RefusedFundingDecided facts;  // of which agreement, who bears it, and why
};
using Wish =
    std::variant<OpenMission, ChangeOrder, OfferOpportunity, AcceptOpportunity, DeclineOpportunity,
                 ReplaceCoordinator, PlanSession, MoveSession, CancelSession, ProposeFacilitator,
                 ConfirmFacilitator, DeclineSession, WithdrawFacilitator, ReplaceFacilitator,
                 ReachSessionEnd, DepositSheet, CheckSheet, RequestFees, TransmitFees, HoldFee,
                 DismissHold, ReleaseFee, WaiveFee, RefuseFee, DepositSupplierInvoice,
                 BillInstalment, RecordFunderClaim, AgreeFunding, RecordFundingRefusal,
                 DecideRefusedFunding>;
struct Actor {
  std::string id;
  bool is_team = false;  // of the permanent team, or the clock
};
struct Command {
  Actor by;
  Instant now;
  std::shared_ptr<const Rules> rules;
  People people;  // whoever the wish or the mission names
  Wish wish;
};

enum class Refusal {
  kMissionExists,
  kMissionUnknown,
  kMissionClosed,
  kNothingOrdered,
  kPriceMissing,
  kPriceAgreed,
  kOfferUnknown,
  kAlreadyTaken,
  kLevelTooLow,
  kReasonMissing,
  kSessionExists,
  kSessionUnknown,
  kSessionBegan,
  kBeyondOrder,
  kSessionCancelled,
  kSessionEnded,
  kSessionTookPlace,
  kHalfDayAttended,
  kSessionNotBegun,
  kSessionNotEnded,
  kFacilitatorUnknown,
  kSessionHasFacilitator,
  kFacilitatorElsewhere,
  kFeeRequested,
  kSheetUnknown,
  kSheetSuperseded,
  kSheetNotConforming,
  kOwnSheet,
  kParticipantsMissing,
  kOneRequestAMonth,
  kPayeeUnknown,
  kNoTariff,
  kTravelAboveLimit,
  kFeeUnknown,
  kFeeHeld,
  kFeeNotHeld,
  kFeeSettled,
  kFeeReleased,
  kOwnFee,
  kInvoiceNotNeeded,
  kInvoiceUsed,
  kNotSold,
  kInstalmentsOff,
  kNothingDelivered,
  kClaimExists,
  kClaimUnknown,
  kKindNotOrdered,
  kOtherCurrency,
  kFundedBeyondOrder,
  kTooManyFundings,
  kFundingUnknown,
  kRefusedBeyondFunding,
  kNothingRefused,
};
std::string_view Name(Refusal refusal);
std::string_view Sentence(Refusal refusal);

// ---- state ----------------------------------------------------------------------------------
enum class Standing { kProposed, kConfirmed, kDeclined, kWithdrawn, kReplaced };
struct Session {
  v1::SessionPlanned planned;
  Instant start, end;
  std::map<std::string, Standing> facilitators;
  std::string active;  // proposed or confirmed: one at most
  std::string let_go;  // was confirmed, and taken off by others when it was late; nobody came since
  bool cancelled = false, client_agreed = false;
  bool gives_up = false;  // the order is fulfilled without it
  bool late = false;      // cancelled so late that `active` is owed a fee, let go or not
  bool end_recorded = false;
  std::vector<std::string> sheets;         // digests, the newest last
  bool checked = false, conforms = false;  // the newest
  std::set<std::string> checked_by;        // any of them

  bool IsConfirmed() const {
    return !active.empty() && facilitators.at(active) == Standing::kConfirmed;
  }
};
struct FeeState {
  enum class Is { kRequested, kTransmitted, kHeld, kWaived, kRefused };
  v1::Fee fee;
  Is is = Is::kRequested;
  v1::HoldCause proposed = v1::HOLD_CAUSE_UNSPECIFIED;  // waits for a person
  v1::HoldCause held_for = v1::HOLD_CAUSE_UNSPECIFIED;
  bool released = false, payable = false;
  v1::SupplierInvoiceDeposited invoice;  // the supplier's own; without a digest: none
};
struct Coordinator {
  std::string person;
  Instant from;
};
struct FundingState {
  v1::Funding agreed;
  // Of its amount, in minor units: refused and undecided, refused and the client's, or nobody's.
  int64_t refused = 0, client_pays = 0, given_up = 0;
  std::optional<bool> decided = {};  // last: the client pays
};
struct Mission {
  v1::MissionOpened opened;  // unset: there is none
  std::map<v1::SessionKind, v1::OrderLine> order;
  std::map<std::string, bool> offers;     // by person: open
  std::vector<Coordinator> coordinators;  // the last one coordinates
  std::map<std::string, Session> sessions;
  std::map<std::string, FeeState> fees;
  std::set<std::string> requests, months;
  std::map<std::string, v1::FunderClaimRecorded> claims;
  std::vector<FundingState> fundings;          // in the order in which they were agreed
  std::map<v1::SessionKind, uint32_t> billed;  // sessions, by instalments and the closing
  std::optional<types::v1::Date> billed_on;    // last
  uint32_t instalments_due = 0;
  bool closed = false;

  const std::string& coordinator() const;  // empty: nobody yet
};

// ---- rules ----------------------------------------------------------------------------------
using Decision = std::variant<std::vector<Event>, Refusal>;
Decision Decide(const Mission& mission, const Command& command);
Mission Evolve(Mission mission, const Event& event);

// Works on the session's sheet and roll: whoever coordinates, and who is confirmed to run it. Who
// was only asked to sees nobody's name.
bool MayAttend(const Mission& mission, const std::string& session, const Actor& actor);
// Names the stream of its participants: sessions of different missions may have one id.
const std::string& RollOf(const v1::SessionPlanned& planned);
// The fee of one facilitator for one session, requested or not.
std::string FeeIdOf(const Mission& mission, const std::string& session, const std::string& payee);
// By what happened so far, in this state.
struct Counted {
  uint32_t ordered = 0, planned = 0, enrolled = 0, confirmed = 0, over = 0, cancelled_agreed = 0;
};
Counted Count(const Mission& mission, v1::SessionKind kind, Instant now);

// Who pays what of so many sessions of a kind: the funders in the order of their agreements, then
// the client. Empty: no funder pays any of it.
std::vector<v1::PayersPart> PartsOf(const Mission& mission, v1::SessionKind kind,
                                    uint32_t delivered);

// What the mission waits for before it closes: all of it, each by name. Empty: nothing.
struct Blocker {
  enum class Is {
    kSessionsMissing,  // ordered, neither planned nor given up by the client
    kSessionNotOver,
    kNoFacilitator,  // over, and nobody is confirmed to have run it
    kFeeNotRequested,
    kFeeNotTransmitted,
  };
  Is is;
  v1::SessionKind kind = v1::SESSION_KIND_UNSPECIFIED;
  uint32_t sessions = 0;
  std::string session = {}, person = {}, fee = {};
};
std::vector<Blocker> Blockers(const Mission& mission, Instant now);
}  // namespace aor::missions
