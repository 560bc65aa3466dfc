#include <stdexcept>

#include "services/missions/domain/decisions.h"

namespace aor::missions {
namespace {
struct Words {
  std::string_view name, sentence;
};

Words WordsOf(Refusal refusal) {
  switch (refusal) {
    case kMissionExists:
      return {"MISSION_EXISTS", "A mission of this id says something else: take a new id."};
    case kMissionUnknown:
      return {"MISSION_UNKNOWN", "You have no such mission: look at your list."};
    case kMissionClosed:
      return {"MISSION_CLOSED",
              "The mission is closed: nothing is planned or requested any more. The permanent team "
              "still takes evidence and corrections; more sessions are another order."};
    case kNothingOrdered:
      return {"NOTHING_ORDERED",
              "An order has at least one session: cancel the sessions with the client's agreement "
              "instead."};
    case kOfferUnknown:
      return {"OFFER_UNKNOWN", "This opportunity is not offered to you any more: ask for it."};
    case kAlreadyTaken:
      return {"ALREADY_TAKEN", "Somebody coordinates this mission already: replace them instead."};
    case kLevelTooLow:
      return {"LEVEL_TOO_LOW",
              "The credential level of that day does not open this role for this kind of client: "
              "choose somebody of a higher level, or record theirs."};
    case kReasonMissing: return {"REASON_MISSING", "Say why."};
    case kSessionExists:
      return {"SESSION_EXISTS", "A session of this id says something else: take a new id."};
    case kSessionUnknown: return {"SESSION_UNKNOWN", "You have no such session in this mission."};
    case kSessionBegan:
      return {"SESSION_BEGAN",
              "Sessions are planned before they take place: the permanent team can add one "
              "afterwards, with the reason."};
    case kBeyondOrder:
      return {"BEYOND_ORDER",
              "All that the client ordered is planned: have the order raised first."};
    case kSessionCancelled:
      return {"SESSION_CANCELLED", "The session was cancelled: plan another one."};
    case kSessionEnded:
      return {"SESSION_ENDED",
              "The session is over: the permanent team can correct it, with the reason."};
    case kSessionNotBegun:
      return {"SESSION_NOT_BEGUN", "The session has not begun: sheets are signed on the day."};
    case kSessionNotEnded:
      return {"SESSION_NOT_ENDED", "A fee is due once the session's end has passed: wait for it."};
    case kFacilitatorUnknown:
      return {"FACILITATOR_UNKNOWN", "That person is not enrolled on this session: enrol them."};
    case kSessionHasFacilitator:
      return {"SESSION_HAS_FACILITATOR",
              "One facilitator runs a session: replace them, or plan a session beside it."};
    case kFacilitatorElsewhere:
      return {"FACILITATOR_ELSEWHERE",
              "That person runs another session of this mission at the same time."};
    case kFeeRequested:
      return {"FEE_REQUESTED", "The fee of this session was requested already: leave it out."};
    case kSheetUnknown:
      return {"SHEET_UNKNOWN", "No attendance sheet of this session was deposited: deposit it."};
    case kSheetSuperseded:
      return {"SHEET_SUPERSEDED", "A newer sheet was deposited: work with the newest one."};
    case kSheetNotConforming:
      return {"SHEET_NOT_CONFORMING",
              "The attendance sheet is missing or does not conform: deposit and check a corrected "
              "one, then release."};
    case kParticipantsMissing:
      return {"PARTICIPANTS_MISSING",
              "Nobody is registered for this session, which this kind of client requires: register "
              "the participants, late ones too."};
    case kOneRequestAMonth:
      return {"ONE_REQUEST_A_MONTH",
              "Fees of this mission were requested this month: ask again next month, or with the "
              "last request before it closes."};
    case kPayeeUnknown:
      return {"PAYEE_UNKNOWN",
              "How this person is paid on that day is not recorded: record the payee first."};
    case kNoTariff:
      return {"NO_TARIFF", "No tariff fits this role, client and payee that day: add one."};
    case kTravelAboveLimit:
      return {"TRAVEL_ABOVE_LIMIT",
              "These travel costs are above what the tariff allows: lower them."};
    case kFeeUnknown: return {"FEE_UNKNOWN", "There is no such fee in this mission."};
    case kFeeHeld: return {"FEE_HELD", "The fee is held: release it instead."};
    case kFeeNotHeld: return {"FEE_NOT_HELD", "The fee is not held: there is nothing to release."};
    case kFeeSettled: return {"FEE_SETTLED", "The fee is settled already, and stays as it is."};
    case kFeeReleased:
      return {"FEE_RELEASED", "The fee was held and released once: it is not held again."};
    case kOwnFee: return {"OWN_FEE", "Nobody decides on their own fee: ask a colleague."};
    case kInvoiceNotNeeded:
      return {"INVOICE_NOT_NEEDED", "This fee is not paid on an invoice of the supplier's own."};
    case kInvoiceUsed: return {"INVOICE_USED", "The fee is payable on an earlier invoice already."};
  }
  throw std::logic_error("a refusal without words");
}
}  // namespace

std::string_view Name(Refusal refusal) { return WordsOf(refusal).name; }
std::string_view Sentence(Refusal refusal) { return WordsOf(refusal).sentence; }
}  // namespace aor::missions
