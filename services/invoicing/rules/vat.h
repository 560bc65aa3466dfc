// Value added tax as data: rows with a source, a validity and a status, compiled in.
#pragma once

#include <string>
#include <vector>

#include "services/invoicing/domain/draft.h"

namespace aor::invoicing {
extern const char* const kVatFiles[];  // text protos; null ends them

// Whose tax falls due depends on where both are at home; ISO 3166 country codes.
struct Trade {
  std::string seller_country;
  std::string buyer_country;     // empty: the seller's
  std::string buyer_vat_number;  // as on file; empty: none
};

// What a seller charges on services, by first day: at least one. For a seller's country without
// rules that is not known (Vat::known): its draft is held, nothing is billed at a guessed rate.
std::vector<VatFrom> VatRatesOf(const Trade& trade);

// Days on which an attestation exempts what is taxed at home otherwise: both ends included.
struct ExemptDays {
  v1::ExemptionKind kind;
  Date from;
  std::optional<Date> to;
};
// What is of that kind is taxed at, of a seller who charges these rates otherwise. Empty: nothing
// was attested, or his country knows none.
std::vector<VatFrom> ExemptRatesOf(const Trade& trade, v1::ExemptionKind kind,
                                   const std::vector<ExemptDays>& attested,
                                   std::vector<VatFrom> rates);
}  // namespace aor::invoicing
