#include <stdexcept>

#include "services/payroll/domain/batch.h"

namespace aor::payroll::batch {
using enum Refusal;

std::string_view Name(Refusal refusal) {
  switch (refusal) {
    case kOtherBatch: return "OTHER_BATCH";
    case kNothingToPay: return "NOTHING_TO_PAY";
    case kTooManyItems: return "TOO_MANY_ITEMS";
    case kNotPositive: return "NOT_POSITIVE";
    case kMixedCurrencies: return "MIXED_CURRENCIES";
    case kDatePassed: return "DATE_PASSED";
    case kDateTooFar: return "DATE_TOO_FAR";
    case kNoBankingDay: return "NO_BANKING_DAY";
    case kNotProposed: return "NOT_PROPOSED";
    case kSamePerson: return "SAME_PERSON";
    case kNotReleased: return "NOT_RELEASED";
    case kUnknownPayee: return "UNKNOWN_PAYEE";
    case kAnswersMissing: return "ANSWERS_MISSING";
    case kAllHeld: return "ALL_HELD";
    case kWrongTotal: return "WRONG_TOTAL";
    case kWithdrawn: return "WITHDRAWN";
    case kFileStored: return "FILE_STORED";
  }
  throw std::logic_error("batch: unnamed refusal");
}

std::string_view Sentence(Refusal refusal) {
  switch (refusal) {
    case kOtherBatch: return "This id is another batch's; choose a new one.";
    case kNothingToPay: return "Nothing of this kind and currency is open; verify slips first.";
    case kTooManyItems: return "A file takes 500 payments; propose the rest as a second batch.";
    case kNotPositive: return "A payment is more than nothing; leave this payable out.";
    case kMixedCurrencies: return "One batch pays in one currency; propose one for each.";
    case kDatePassed:
      return "The execution date has passed; withdraw the batch if it is proposed, then propose "
             "one "
             "for a later day.";
    case kDateTooFar:
      return "The execution date lies more than 60 days ahead; choose an earlier one, or propose "
             "the payment later.";
    case kNoBankingDay: return "Banks are closed on that day; choose a banking day.";
    case kNotProposed: return "There is no such batch; propose it first.";
    case kSamePerson: return "A second person releases it; ask somebody who did not propose it.";
    case kNotReleased: return "The batch is not released; a second person must release it first.";
    case kUnknownPayee: return "This payee is not in the batch; read the batch again.";
    case kAnswersMissing:
      return "The directory has not answered for every payee yet; try again shortly.";
    case kAllHeld:
      return "Every payee is held, so there is no file; see why, then propose the payables again.";
    case kWrongTotal: return "The file does not pay what the batch says; nothing was stored.";
    case kWithdrawn: return "This batch was withdrawn; propose its payables as another batch.";
    case kFileStored:
      return "The payment file is stored and may be at the bank; ask the bank to recall it.";
  }
  throw std::logic_error("batch: unexplained refusal");
}
}  // namespace aor::payroll::batch
