// What a line bills: as data, from which a paper says it in its reader's language, and in English.
#pragma once

#include "services/invoicing/domain/draft.h"

namespace aor::invoicing {
// Description, category, unit and what else names work of a contract.
void NameWork(const Contract& contract, const WorkKey& key, v1::InvoiceLine& line);
// The same of the agency's fee on `base`.
void NameFee(const Contract& contract, const Money& base, v1::InvoiceLine& line);
}  // namespace aor::invoicing
