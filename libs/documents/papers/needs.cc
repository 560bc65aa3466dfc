#include "libs/documents/papers/needs.h"

#include "libs/documents/swiss/qr_bill.h"
#include "libs/documents/texts/figures.h"

namespace aor::documents {
std::vector<TextNeed> AllNeeds() {
  std::vector<TextNeed> needs;
  for (const auto& of_one :
       {Figures::Needs(), QrBillNeeds(), PayslipNeeds(), PayLineNeeds(), YearlyStatementNeeds(),
        InvoiceNeeds(), QuoteNeeds(), TimesheetNeeds(), PaymentListNeeds(), AssignmentNeeds(),
        ServiceAgreementNeeds(), AmendmentNeeds(), TrainingNeeds(), DeterminationNeeds(),
        StatusStatementNeeds()})
    needs.insert(needs.end(), of_one.begin(), of_one.end());
  return needs;
}
}  // namespace aor::documents
