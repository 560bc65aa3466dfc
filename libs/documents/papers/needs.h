// Every text that a paper of this library needs, each paper's beside its code.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "libs/documents/texts/texts.h"

namespace aor::documents {
std::vector<TextNeed> CompanyNeeds();
std::vector<TextNeed> PayslipNeeds();
std::vector<TextNeed> PayLineNeeds();
std::vector<TextNeed> YearlyStatementNeeds();
std::vector<TextNeed> InvoiceNeeds();
std::vector<TextNeed> InvoiceLineNeeds();
std::vector<TextNeed> TrainingBillNeeds();
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

// "pay.ahv" of the table "pay." for the code AHV, if it is one of the keys.
std::string KeyIn(std::span<const char* const> keys, std::string_view table, std::string_view code);
}  // namespace aor::documents
