// The rules of quotes and contracts that can stand in the way of a wish, by name.
#pragma once

#include <string>
#include <string_view>

namespace aor::engagements {
enum class Reason {
  // Of a price.
  kKindUnknown,
  kWageMissing,
  kNumberOutOfRange,
  kUnitNotForThisKind,
  kHoursPerUnitMissing,
  kAgreementUnknown,
  kAgreementMissing,
  kChargesUnknown,
  kMinimumWageNotLoaded,
  kCurrencyDiffers,
  kBelowMinimumWage,
  kFeeMissing,
  kHeldValueMissing,
  kMarginOfWholePrice,
  kNotForPlacement,
  kTariffNotPositive,
  kBelowCost,
  // Of a quote.
  kQuoteExists,
  kQuoteUnknown,
  kQuoteWithdrawn,
  kQuoteAccepted,
  kQuoteChanged,
  kQuoteExpired,
  kPartyMissing,
  kQuoteNotApproved,
  kNothingToApprove,
  kSamePerson,
  // Of a contract.
  kContractExists,
  kContractUnknown,
  kQuoteNotAccepted,
  kQuoteOfAnotherKind,
  kQuoteOfAnotherEntity,
  kQuoteOfAnotherPlace,
  kTermsNotOfQuote,
  kWorkerMissing,
  kWorkerUnknown,
  kSupplierMissing,
  kSiteUnknown,
  kZoneUnknown,
  kEmployerUnknown,
  kCostCentreUnknown,
  kLyonToGeneva,
  kGenevaToLyon,
  kEorInFrance,
  kReasonForUseMissing,
  kEndBeforeStart,
  kContractTooLong,
  kTooManyExtensions,
  kPaperUnknown,
  kSignerMissing,
  kContractEnded,
  kOpenEnded,
  kEndNotLater,
  kEndNotEarlier,
  kRateOutsideContract,
  kRateMissing,
  kPlacementHasNoRate,
  kNoRateProposed,
  kGateClosed,
  kStartOutsideContract,
  kNotYetStarted,
  kStartingGateClosed,
};

// A reason, and the figures of this case where they help: the minimum and its source.
struct Refusal {
  Reason reason;
  std::string detail;
  Refusal(Reason why, std::string figures = {})  // NOLINT: a bare reason is a refusal
      : reason(why), detail(std::move(figures)) {}
  friend bool operator==(const Refusal&, const Refusal&) = default;
};

std::string_view Name(Reason reason);      // such as BELOW_MINIMUM_WAGE: for ever
std::string_view Sentence(Reason reason);  // what a person can do
std::string_view Name(const Refusal& refusal);
std::string Sentence(const Refusal& refusal);  // with the figures
}  // namespace aor::engagements
