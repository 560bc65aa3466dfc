#include "services/engagements/domain/refusal.h"

#include <stdexcept>

namespace aor::engagements {
namespace {
struct Words {
  Reason reason;
  std::string_view name, sentence;
};
using enum Reason;
constexpr Words kWords[] = {
    {kKindUnknown, "KIND_UNKNOWN",
     "Say what kind of engagement it is: temporary work, agent of record, employee of record or "
     "permanent placement."},
    {kWageMissing, "WAGE_MISSING",
     "Give the base wage, the supplier's price or the yearly salary: a number above zero."},
    {kNumberOutOfRange, "NUMBER_OUT_OF_RANGE",
     "Amounts lie below 100 million with at most 4 decimals, percentages and "
     "coefficients below 1000."},
    {kUnitNotForThisKind, "UNIT_NOT_FOR_THIS_KIND",
     "Wages are quoted per hour, day or month; a placement is one fixed fee."},
    {kHoursPerUnitMissing, "HOURS_PER_UNIT_MISSING",
     "Say how many hours a day or a month has, so that the minimum wage can be checked."},
    {kAgreementUnknown, "AGREEMENT_UNKNOWN",
     "No agreement of that name is loaded for this place and day: choose one from the list."},
    {kAgreementMissing, "AGREEMENT_MISSING",
     "Choose the collective agreement that the wage follows."},
    {kChargesUnknown, "CHARGES_UNKNOWN",
     "No charges of that name are loaded for this place and day: choose from ListChargeSets, or "
     "name none for what is usual there."},
    {kMinimumWageNotLoaded, "MINIMUM_WAGE_NOT_LOADED",
     "The agreement holds here but its wage table is not loaded: load it, or choose another."},
    {kCurrencyDiffers, "CURRENCY_DIFFERS",
     "Quote the wage in the currency in which it is paid at that place and by that employer."},
    {kBelowMinimumWage, "BELOW_MINIMUM_WAGE", "Raise the base wage to the minimum at least."},
    {kFeeMissing, "FEE_MISSING",
     "Give the fee: a percentage of the yearly salary or one fixed amount."},
    {kHeldValueMissing, "HELD_VALUE_MISSING",
     "Give one of margin percent, margin, coefficient or tariff: the others follow."},
    {kMarginOfWholePrice, "MARGIN_OF_WHOLE_PRICE",
     "A margin is a share of the tariff and stays below 100 percent."},
    {kNotForPlacement, "NOT_FOR_PLACEMENT",
     "A placement has no cost per unit: change its fee instead."},
    {kTariffNotPositive, "TARIFF_NOT_POSITIVE", "The tariff must be above zero."},
    {kBelowCost, "BELOW_COST",
     "The tariff lies below the cost: raise it, or give the reason to sell at a loss; a second "
     "person then approves it."},
    {kQuoteExists, "QUOTE_EXISTS", "A quote of this id says something else: take a new id."},
    {kQuoteUnknown, "QUOTE_UNKNOWN", "There is no such quote of this client."},
    {kQuoteWithdrawn, "QUOTE_WITHDRAWN", "The quote was withdrawn: draw up a new one."},
    {kQuoteAccepted, "QUOTE_ACCEPTED",
     "The quote was accepted and its price stands: draw up a new one, or agree another rate in "
     "the contract."},
    {kQuoteExpired, "QUOTE_EXPIRED",
     "The days for which it was offered are over: reprice it, which offers it anew."},
    {kQuoteChanged, "QUOTE_CHANGED",
     "The quote was repriced since you read it: read it again, then decide."},
    {kPartyMissing, "PARTY_MISSING", "Name the client, the legal entity and who accepts."},
    {kQuoteNotApproved, "QUOTE_NOT_APPROVED",
     "A second person of the agency has not approved this price yet: have finance look at it."},
    {kNothingToApprove, "NOTHING_TO_APPROVE",
     "The quote does not lie below its cost: the client may accept it as it is."},
    {kSamePerson, "SAME_PERSON",
     "A second person approves what lies below cost: ask somebody of finance who did not ask for "
     "this price."},
    {kContractExists, "CONTRACT_EXISTS",
     "A contract of this id says something else: take a new id."},
    {kContractUnknown, "CONTRACT_UNKNOWN", "There is no such contract of this client."},
    {kQuoteNotAccepted, "QUOTE_NOT_ACCEPTED", "Have the client accept the quote first."},
    {kQuoteOfAnotherKind, "QUOTE_OF_ANOTHER_KIND",
     "The quote is for another kind of engagement: choose one of the same kind."},
    {kQuoteOfAnotherEntity, "QUOTE_OF_ANOTHER_ENTITY",
     "The quote was made by another legal entity: choose one of its own."},
    {kQuoteOfAnotherPlace, "QUOTE_OF_ANOTHER_PLACE",
     "The quote was priced by the rules of another country: draw one up for the site's."},
    {kTermsNotOfQuote, "TERMS_NOT_OF_QUOTE",
     "The contract states another price than its quote: leave it empty, or have a quote drawn up."},
    {kWorkerMissing, "WORKER_MISSING", "Name the worker."},
    {kWorkerUnknown, "WORKER_UNKNOWN",
     "Name a person that the directory knows; send its consistency_token along if they are new."},
    {kSupplierMissing, "SUPPLIER_MISSING",
     "A contractor under agent of record is paid as a supplier: name the supplier."},
    {kSiteUnknown, "SITE_UNKNOWN",
     "Name a site that the directory knows; send its consistency_token along if it is new."},
    {kZoneUnknown, "ZONE_UNKNOWN",
     "Give the site's time zone by its IANA name, such as Europe/Zurich."},
    {kEmployerUnknown, "EMPLOYER_UNKNOWN",
     "The legal entity's country is not known: register the entity in the directory."},
    {kCostCentreUnknown, "COST_CENTRE_UNKNOWN",
     "The client does not have this cost centre on that purchase order: give its own, or have the "
     "client place an order with it."},
    {kLyonToGeneva, "LYON_TO_GENEVA",
     "Workers employed abroad may not be hired out to a site in Switzerland: employ through the "
     "Swiss entity."},
    {kGenevaToLyon, "GENEVA_TO_LYON",
     "Workers employed in Switzerland are not hired out to a site in France from here: employ "
     "through the French entity."},
    {kEorInFrance, "EOR_IN_FRANCE",
     "An employee of record in France exists only as portage or through temporary work: choose "
     "one of these."},
    {kReasonForUseMissing, "REASON_FOR_USE_MISSING",
     "French temporary work needs the legal reason for use (motif de recours): state it."},
    {kEndBeforeStart, "END_BEFORE_START", "The last day cannot lie before the first."},
    {kContractTooLong, "CONTRACT_TOO_LONG", "The contract would last longer than the law allows."},
    {kTooManyExtensions, "TOO_MANY_EXTENSIONS",
     "The contract was extended as often as the law allows: conclude a new one."},
    {kPaperUnknown, "PAPER_UNKNOWN", "The contract has no such paper: choose one of its own."},
    {kSignerMissing, "SIGNER_MISSING", "Say who signed and how."},
    {kContractEnded, "CONTRACT_ENDED",
     "The contract was ended: end it again on a later day that was agreed before, or conclude a "
     "new one."},
    {kOpenEnded, "OPEN_ENDED", "The contract has no end that could be extended."},
    {kEndNotLater, "END_NOT_LATER", "An extension ends later than the contract does today."},
    {kEndNotEarlier, "END_NOT_EARLIER",
     "It was never agreed to last so long: end it by the day agreed last, or extend it before it "
     "is ended."},
    {kRateOutsideContract, "RATE_OUTSIDE_CONTRACT",
     "A rate holds from a day on which the contract runs."},
    {kRateMissing, "RATE_MISSING", "Give a new base wage, a new tariff or both, above zero."},
    {kPlacementHasNoRate, "PLACEMENT_HAS_NO_RATE",
     "A placement is paid by the fee of its quote: have another quote accepted, and conclude a "
     "contract on it."},
    {kNoRateProposed, "NO_RATE_PROPOSED",
     "No such rate waits for approval: read what is proposed in the contract, or propose it "
     "again."},
    {kGateClosed, "CONTRACTING_GATE_CLOSED",
     "Something is missing before this work may be contracted: have it brought, or let compliance "
     "grant an override that somebody else asked for."},
    {kStartOutsideContract, "START_OUTSIDE_CONTRACT",
     "Work begins on a day on which the contract runs: give the day, or extend the contract "
     "first."},
    {kNotYetStarted, "NOT_YET_STARTED",
     "That day is still to come at the site: record the start once the worker is there."},
    {kStartingGateClosed, "STARTING_GATE_CLOSED",
     "Something is missing before work may begin on that day: have it brought, or let compliance "
     "grant an override that somebody else asked for. Hours of before are kept and owed all the "
     "same."},
};

const Words& WordsOf(Reason reason) {
  for (const Words& words : kWords)
    if (words.reason == reason) return words;
  throw std::logic_error("a refusal without words");
}
}  // namespace

std::string_view Name(Reason reason) { return WordsOf(reason).name; }
std::string_view Sentence(Reason reason) { return WordsOf(reason).sentence; }
std::string_view Name(const Refusal& refusal) { return Name(refusal.reason); }

std::string Sentence(const Refusal& refusal) {
  std::string sentence(Sentence(refusal.reason));
  return refusal.detail.empty() ? sentence : sentence + " " + refusal.detail;
}
}  // namespace aor::engagements
