#include "libs/documents/papers/needs.h"

#include <absl/strings/ascii.h>
#include <absl/strings/str_cat.h>

#include <algorithm>

#include "libs/documents/swiss/qr_bill.h"
#include "libs/documents/texts/figures.h"

namespace aor::documents {
std::vector<TextNeed> AllNeeds() {
  std::vector<TextNeed> needs;
  for (const auto& of_one :
       {Figures::Needs(), QrBillNeeds(), CompanyNeeds(), PayslipNeeds(), PayLineNeeds(),
        YearlyStatementNeeds(), InvoiceNeeds(), InvoiceLineNeeds(), TrainingBillNeeds(),
        QuoteNeeds(), TimesheetNeeds(), PaymentListNeeds(), AssignmentNeeds(),
        ServiceAgreementNeeds(), AmendmentNeeds(), TrainingNeeds(), DeterminationNeeds(),
        StatusStatementNeeds()})
    needs.insert(needs.end(), of_one.begin(), of_one.end());
  return needs;
}

std::string KeyIn(std::span<const char* const> keys, std::string_view table,
                  std::string_view code) {
  const std::string key =
      absl::StrCat(std::string(table), absl::AsciiStrToLower(std::string(code)));
  return std::ranges::find(keys, key) == keys.end() ? "" : key;
}
}  // namespace aor::documents
