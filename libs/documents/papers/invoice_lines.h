// What a line of an invoice is for, in its reader's words.
#pragma once

#include <string>

#include "libs/documents/papers/invoice.h"

namespace aor::documents {
// "Mason: overtime supplement 25 %"
std::string LineText(const Desk& desk, const InvoiceLine& line);
// "Training mission m9, workshop s1 of 12.10.2026"
std::string TrainingText(const Desk& desk, const types::v1::TrainingWork& work);
}  // namespace aor::documents
