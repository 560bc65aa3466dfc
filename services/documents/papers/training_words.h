// What a line of an invoice bills of a training mission, in its reader's words.
#pragma once

#include <string>
#include <vector>

#include "aor/invoicing/v1/invoicing_events.pb.h"
#include "libs/documents/papers/invoice.h"
#include "services/documents/papers/paper.h"

namespace aor::documents {
// Names a training mission by itself: its contract is derived.
bool IsOfMission(const invoicing::v1::InvoiceLine& line);
std::string TrainingWords(const invoicing::v1::InvoiceLine& line, const Reader& reader);
// Who else pays what of the same sessions.
std::vector<std::string> TrainingDetails(const invoicing::v1::InvoiceLine& line,
                                         const Reader& reader);
// What took place on which half-days, a paragraph for each session.
std::vector<std::string> SessionsHeld(const invoicing::v1::TrainingBilled& training,
                                      const Reader& reader);
// The same, with who was there on how many of them: for a funder, that pays on it.
absl::StatusOr<std::vector<std::string>> SessionsAttended(
    Records& records, const std::string& tenant, const invoicing::v1::TrainingBilled& training,
    const Reader& reader);
}  // namespace aor::documents
