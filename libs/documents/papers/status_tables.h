// Inside papers about a status: the tables that the record and the statement share.
#pragma once

#include <string>

#include "libs/documents/layout/table.h"
#include "libs/documents/papers/determination.h"

namespace aor::documents {
// So much room a heading needs, so that a row of a table stands below it.
constexpr double kHeadingAndRow = Mm(36);
std::string StatusText(const Desk& desk, WorkStatus status);
Table FactorTable(const Desk& desk, const StatusFinding& found);
Table AnswerTable(const Desk& desk, const StatusFinding& found);
// Throws Unprintable for a finding that rests on nothing.
void CheckFinding(const StatusFinding& found);
std::vector<TextNeed> StatusTableNeeds();
}  // namespace aor::documents
