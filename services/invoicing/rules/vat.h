// Value added tax as data: rows with a source, a validity and a status, compiled in.
#pragma once

#include <string>
#include <vector>

#include "services/invoicing/domain/draft.h"

namespace aor::invoicing {
extern const char* const kVatFiles[];  // text protos; null ends them

// The rates of a country, by first day. Throws std::invalid_argument for a country
// without rules: nothing is billed at a guessed rate.
std::vector<VatFrom> VatRatesOf(const std::string& country_code);
}  // namespace aor::invoicing
