#include "services/invoicing/domain/totals.h"

#include <algorithm>
#include <map>

namespace aor::invoicing {
namespace {
using VatKey = std::pair<std::string, Decimal>;

Decimal Trim(Decimal value, uint32_t least_scale) {
  while (value.scale > least_scale && value.unscaled % 10 == 0) {
    value.unscaled /= 10;
    value.scale--;
  }
  return value;
}

// Of the first that is taxed so; nothing: S.
const Vat* Find(const VatKey& key, const std::vector<Vat>& vats) {
  const auto vat = std::ranges::find_if(vats, [&](const Vat& candidate) {
    return candidate.category == key.first && candidate.percent == key.second;
  });
  return vat == vats.end() ? nullptr : &*vat;
}

v1::VatBreakdown Breakdown(const VatKey& key, const Money& base, const std::vector<Vat>& vats) {
  v1::VatBreakdown row;
  row.set_category(key.first);
  *row.mutable_percent() = money::ToProto(key.second);
  *row.mutable_base() = money::ToProto(base);
  *row.mutable_vat() = money::ToProto(money::Percent(base, key.second));
  if (const Vat* vat = Find(key, vats)) {
    row.set_exemption_reason(vat->exemption_reason);
    row.set_exemption_code(vat->exemption_code);
  }
  return row;
}

void Turn(types::v1::Money& amount) { amount.set_minor_units(-amount.minor_units()); }

void SetTotals(v1::InvoiceIssued& document, const Totals& totals) {
  *document.mutable_vat() = {totals.vat.begin(), totals.vat.end()};
  *document.mutable_net() = money::ToProto(totals.net);
  *document.mutable_vat_total() = money::ToProto(totals.vat_total);
  document.clear_rounding();
  if (totals.rounding.minor != 0) *document.mutable_rounding() = money::ToProto(totals.rounding);
  *document.mutable_payable() = money::ToProto(totals.payable);
}
}  // namespace

Money LineNet(const std::string& currency, const Decimal& price, const Amount& amount) {
  if (amount.seconds != 0)
    return money::ForTime(currency, price, std::chrono::seconds(amount.seconds));
  return money::Times(currency, price, amount.quantity);
}

Decimal PrintedQuantity(const Amount& amount) {
  if (amount.seconds == 0) return amount.quantity;
  return Trim(money::Divide({amount.seconds, 0}, {3600, 0}, 6), 2);
}

bool CarriesFee(const v1::InvoiceLine& line) {
  return line.category() != kExpense && line.category() != "FEE" && line.category() != "MANUAL";
}

bool SameVat(const v1::InvoiceLine& a, const v1::InvoiceLine& b) {
  return a.vat_category() == b.vat_category() &&
         money::FromProto(a.vat_percent()) == money::FromProto(b.vat_percent());
}

Totals Total(const std::string& currency, const std::vector<v1::InvoiceLine>& lines,
             std::string_view rounding_policy, const std::vector<Vat>& vats) {
  Totals totals{{}, {currency, 0}, {currency, 0}, {currency, 0}, {currency, 0}};
  std::map<VatKey, Money> bases;
  for (const auto& line : lines) {
    const Money net = money::FromProto(line.net());
    totals.net = totals.net + net;
    const VatKey key{line.vat_category(), money::FromProto(line.vat_percent())};
    const auto [base, is_new] = bases.try_emplace(key, net);
    if (!is_new) base->second = base->second + net;
  }
  for (const auto& [key, base] : bases) {
    totals.vat.push_back(Breakdown(key, base, vats));
    totals.vat_total = totals.vat_total + money::FromProto(totals.vat.back().vat());
  }
  const Money gross = totals.net + totals.vat_total;
  totals.payable = rounding_policy == kCashRounding ? money::ToStep(gross, 5) : gross;
  totals.rounding = totals.payable - gross;
  return totals;
}

void Settle(v1::InvoiceIssued& document, const std::string& currency,
            const std::vector<Vat>& vats) {
  const std::vector<v1::InvoiceLine> lines(document.lines().begin(), document.lines().end());
  SetTotals(document, Total(currency, lines, document.rounding_policy(), vats));
}

void Settle(v1::InvoiceIssued& document, const Money& payable, const std::vector<Vat>& vats) {
  const std::vector<v1::InvoiceLine> lines(document.lines().begin(), document.lines().end());
  Totals totals = Total(payable.currency, lines, "", vats);
  totals.payable = payable;
  totals.rounding = payable - totals.net - totals.vat_total;
  SetTotals(document, totals);
}

void TurnSigns(std::vector<v1::InvoiceLine>& lines) {
  for (auto& line : lines) {
    line.mutable_quantity()->set_unscaled(-line.quantity().unscaled());
    line.set_seconds(-line.seconds());
    Turn(*line.mutable_net());
    if (line.has_cost()) Turn(*line.mutable_cost());
    if (line.has_fee_base()) Turn(*line.mutable_fee_base());
  }
}
}  // namespace aor::invoicing
