#include <cstddef>
#include <iterator>

#include "services/missions/domain/decisions.h"

namespace aor::missions {
namespace {
struct Words {
  Refusal refusal;
  std::string_view name, sentence;
};

// In the order of the refusals.
constexpr Words kWords[] = {
    {kMissionExists, "MISSION_EXISTS", "A mission of this id says something else: take a new id."},
    {kMissionUnknown, "MISSION_UNKNOWN", "You have no such mission: look at your list."},
    {kMissionClosed, "MISSION_CLOSED",
     "The mission is closed: nothing is planned or requested any more. The permanent team "
     "still takes evidence and corrections; more sessions are another order."},
    {kNothingOrdered, "NOTHING_ORDERED",
     "An order has at least one session: cancel the sessions with the client's agreement "
     "instead."},
    {kPriceMissing, "PRICE_MISSING",
     "The organisation sells this kind of session, and what has no price is never billed: have "
     "the price of one said with the order, 0 where the client pays nothing."},
    {kPriceAgreed, "PRICE_AGREED",
     "The order has another price for this kind of session: leave the price out, or open another "
     "mission for what costs otherwise."},
    {kOfferUnknown, "OFFER_UNKNOWN",
     "This opportunity is not offered to you any more: ask for it."},
    {kAlreadyTaken, "ALREADY_TAKEN",
     "Somebody coordinates this mission already: replace them instead."},
    {kLevelTooLow, "LEVEL_TOO_LOW",
     "The credential level of that day does not open this role for this kind of client: "
     "choose somebody of a higher level, or record theirs."},
    {kReasonMissing, "REASON_MISSING", "Say why."},
    {kSessionExists, "SESSION_EXISTS", "A session of this id says something else: take a new id."},
    {kSessionUnknown, "SESSION_UNKNOWN", "You have no such session in this mission."},
    {kSessionBegan, "SESSION_BEGAN",
     "Sessions are planned, and moved, before they take place: the permanent team can do it "
     "afterwards, with the reason."},
    {kBeyondOrder, "BEYOND_ORDER",
     "All that the client ordered is planned: have the order raised first."},
    {kSessionCancelled, "SESSION_CANCELLED", "The session was cancelled: plan another one."},
    {kSessionEnded, "SESSION_ENDED",
     "The session is over: the permanent team can correct it, with the reason."},
    {kSessionTookPlace, "SESSION_TOOK_PLACE",
     "The session is over, its sheet is signed or somebody was present: what took place is neither "
     "moved nor cancelled. Plan another one; if nobody came, have the permanent team correct the "
     "marks or reject the sheet, and cancel this one."},
    {kHalfDayAttended, "HALF_DAY_ATTENDED",
     "Somebody was present on a half-day that is left out: keep the times of that one, and move "
     "the "
     "others."},
    {kSessionNotBegun, "SESSION_NOT_BEGUN",
     "The session has not begun: sheets are signed on the day."},
    {kSessionNotEnded, "SESSION_NOT_ENDED",
     "A fee is due once the session's end has passed: wait for it."},
    {kFacilitatorUnknown, "FACILITATOR_UNKNOWN",
     "That person is not enrolled on this session: enrol them."},
    {kSessionHasFacilitator, "SESSION_HAS_FACILITATOR",
     "One facilitator runs a session: replace them, or plan a session beside it."},
    {kFacilitatorElsewhere, "FACILITATOR_ELSEWHERE",
     "That person runs another session of this mission at the same time."},
    {kFeeRequested, "FEE_REQUESTED",
     "The fee of this session was requested already: leave it out."},
    {kSheetUnknown, "SHEET_UNKNOWN",
     "No attendance sheet of this session was deposited: deposit it."},
    {kSheetSuperseded, "SHEET_SUPERSEDED",
     "A newer sheet was deposited: work with the newest one."},
    {kSheetNotConforming, "SHEET_NOT_CONFORMING",
     "The attendance sheet is missing or does not conform: deposit and check a corrected "
     "one, then release."},
    {kOwnSheet, "OWN_SHEET",
     "Nobody checks the sheet that their own fee hangs on: ask a colleague."},
    {kParticipantsMissing, "PARTICIPANTS_MISSING",
     "Nobody is registered for this session, which this kind of client requires: register "
     "the participants, late ones too."},
    {kOneRequestAMonth, "ONE_REQUEST_A_MONTH",
     "Fees of this mission were requested this month: ask again next month, or with the "
     "last request before it closes."},
    {kPayeeUnknown, "PAYEE_UNKNOWN",
     "How this person is paid on that day is not recorded: record the payee first."},
    {kNoTariff, "NO_TARIFF", "No tariff fits this role, client and payee that day: add one."},
    {kTravelAboveLimit, "TRAVEL_ABOVE_LIMIT",
     "These travel costs are above what the tariff allows: lower them."},
    {kFeeUnknown, "FEE_UNKNOWN", "There is no such fee in this mission."},
    {kFeeHeld, "FEE_HELD", "The fee is held: release it instead."},
    {kFeeNotHeld, "FEE_NOT_HELD", "The fee is not held: there is nothing to release."},
    {kFeeSettled, "FEE_SETTLED", "The fee is settled already, and stays as it is."},
    {kFeeReleased, "FEE_RELEASED", "The fee was held and released once: it is not held again."},
    {kOwnFee, "OWN_FEE", "Nobody decides on their own fee: ask a colleague."},
    {kInvoiceNotNeeded, "INVOICE_NOT_NEEDED",
     "This fee is not paid on an invoice of the supplier's own."},
    {kInvoiceUsed, "INVOICE_USED", "The fee is payable on an earlier invoice already."},
    {kNotSold, "NOT_SOLD",
     "The organisation only introduced this mission: its client is not billed here."},
    {kInstalmentsOff, "INSTALMENTS_OFF",
     "Clients are billed when a mission closes: see what blocks the closing, or set instalments in "
     "the settings."},
    {kNothingDelivered, "NOTHING_DELIVERED",
     "Nothing that the client ordered took place since the last instalment: wait for a session's "
     "end."},
    {kClaimExists, "CLAIM_EXISTS",
     "A funder's claim of this id says something else: take a new id."},
    {kClaimUnknown, "CLAIM_UNKNOWN",
     "This funder has no such claim on the mission: record the claim first, or leave it out."},
    {kKindNotOrdered, "KIND_NOT_ORDERED",
     "The client ordered no session of this kind: fund another kind, or have it ordered first."},
    {kOtherCurrency, "OTHER_CURRENCY",
     "The order is in another currency: give the amount in the currency of its price."},
    {kFundedBeyondOrder, "FUNDED_BEYOND_ORDER",
     "Together the funders would pay more than these sessions cost: lower the amount, or have the "
     "order raised first."},
    {kTooManyFundings, "TOO_MANY_FUNDINGS",
     "A mission has 20 agreements at most: open another one for the rest of the order."},
    {kFundingUnknown, "FUNDING_UNKNOWN",
     "This funder has no such agreement on the mission: record what it agreed to first."},
    {kRefusedBeyondFunding, "REFUSED_BEYOND_FUNDING",
     "That is more than this agreement still pays: give what the funder takes off it."},
    {kNothingRefused, "NOTHING_REFUSED",
     "No refusal of this agreement waits for a decision: record the refusal first."},
};

constexpr bool EachHasWords() {
  for (size_t i = 0; i < std::size(kWords); ++i)
    if (static_cast<size_t>(kWords[i].refusal) != i) return false;
  return std::size(kWords) == static_cast<size_t>(kNothingRefused) + 1;
}
static_assert(EachHasWords(), "a refusal without words");
}  // namespace

std::string_view Name(Refusal refusal) { return kWords[static_cast<size_t>(refusal)].name; }
std::string_view Sentence(Refusal refusal) { return kWords[static_cast<size_t>(refusal)].sentence; }
}  // namespace aor::missions
