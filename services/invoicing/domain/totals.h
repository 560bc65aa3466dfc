// The order of computation of EN 16931: each line's net is rounded once, then
// summed; VAT per category and rate on the sum; rounding of the payable only when
// declared.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "services/invoicing/domain/work.h"

namespace aor::invoicing {
// The only rounding there is: to 0.05, when the client pays cash.
inline constexpr std::string_view kCashRounding = "CASH-0.05";

struct Vat {
  std::string category = "S";  // UNCL 5305: S, E, AE, O
  Decimal percent;
  std::string exemption_reason;     // printed; empty for S
  std::string exemption_code = {};  // BT-121, where the list has one
  bool known() const { return !category.empty(); }
  friend bool operator==(const Vat&, const Vat&) = default;
};
inline const Vat kUnknownVat{"", {}, ""};

// Price × exact time, or × quantity, rounded half up to minor units: the only
// rounding of a line.
Money LineNet(const std::string& currency, const Decimal& price, const Amount& amount);
// What is printed: hours to six places, at least two.
Decimal PrintedQuantity(const Amount& amount);

// The agency's fee is a share of the contract's work, for each VAT of it: not of what was spent,
// nor of what is charged beside the work.
bool CarriesFee(const v1::InvoiceLine& line);
bool SameVat(const v1::InvoiceLine& a, const v1::InvoiceLine& b);

struct Totals {
  std::vector<v1::VatBreakdown> vat;
  Money net, vat_total, rounding, payable;
};
// `reasons` of exempt categories stand in the vats of the lines' makers.
Totals Total(const std::string& currency, const std::vector<v1::InvoiceLine>& lines,
             std::string_view rounding_policy, const std::vector<Vat>& vats = {});
// Fills sums and breakdown of a document from its lines.
void Settle(v1::InvoiceIssued& document, const std::string& currency,
            const std::vector<Vat>& vats = {});
// The same, to come to `payable`: what is missing is its rounding (BT-114).
void Settle(v1::InvoiceIssued& document, const Money& payable, const std::vector<Vat>& vats);
// A credit note states positive amounts: quantities, nets and costs turn, what was
// billed stays as it is, to be taken back.
void TurnSigns(std::vector<v1::InvoiceLine>& lines);
}  // namespace aor::invoicing
