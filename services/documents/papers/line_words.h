// What a line of an invoice is for, in its reader's words.
#pragma once

#include <string>

#include "aor/invoicing/v1/invoicing_events.pb.h"
#include "libs/documents/papers/invoice.h"

namespace aor::documents {
// The record says it in English behind the contract's title; words of people stay as they are.
std::string LineWords(const invoicing::v1::InvoiceLine& line, const Reader& reader);
}  // namespace aor::documents
