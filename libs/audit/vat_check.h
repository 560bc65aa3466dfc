// Value added tax of an invoice, recomputed from its lines by the order of EN 16931.
#pragma once

#include <string>

#include "aor/invoicing/v1/invoicing_events.pb.h"

namespace aor::audit {
// What is wrong with it in words, or nothing. Per category and rate the base is the sum of the
// lines' nets (BT-116), the tax is base × rate, rounded once to two places, half away from zero
// (BT-117); only standard-rated lines carry a rate above zero.
std::string WrongVat(const invoicing::v1::InvoiceIssued& invoice);
}  // namespace aor::audit
