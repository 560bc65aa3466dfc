// Every text that a paper of this library needs, each paper's beside its code.
#pragma once

#include <vector>

#include "libs/documents/texts/texts.h"

namespace aor::documents {
std::vector<TextNeed> PayslipNeeds();
std::vector<TextNeed> PayLineNeeds();
std::vector<TextNeed> YearlyStatementNeeds();
std::vector<TextNeed> InvoiceNeeds();
std::vector<TextNeed> QuoteNeeds();
std::vector<TextNeed> TimesheetNeeds();
std::vector<TextNeed> PaymentListNeeds();
std::vector<TextNeed> AssignmentNeeds();
std::vector<TextNeed> ServiceAgreementNeeds();
std::vector<TextNeed> AmendmentNeeds();
std::vector<TextNeed> TrainingNeeds();
std::vector<TextNeed> DeterminationNeeds();
std::vector<TextNeed> StatusStatementNeeds();
std::vector<TextNeed> AllNeeds();
}  // namespace aor::documents
