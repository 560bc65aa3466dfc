#include "services/invoicing/rules/vat.h"

#include <google/protobuf/text_format.h>

#include <algorithm>
#include <stdexcept>

#include "aor/invoicing/v1/invoicing_rows.pb.h"

namespace aor::invoicing {
namespace {
using Rules = std::map<std::string, v1::VatRules>;  // by the seller's country

Rules Load() {
  Rules countries;
  for (const char* const* file = kVatFiles; *file; file++) {
    v1::VatRules rules;
    if (!google::protobuf::TextFormat::ParseFromString(*file, &rules) || rules.rules().empty())
      throw std::logic_error("invoicing: rules/*/vat.textproto does not parse");
    countries[rules.rules(0).country_code()] = std::move(rules);
  }
  return countries;
}

const Rules& Shipped() {
  static const auto& countries = *new Rules(Load());
  return countries;
}

v1::VatCustomer CustomerOf(const Trade& trade, const v1::VatTerritory& territory) {
  const auto among = [&](const auto& codes) {
    return std::ranges::find(codes, trade.buyer_country) != codes.end();
  };
  if (trade.buyer_country.empty() || among(territory.domestic_country_codes()))
    return v1::VAT_CUSTOMER_UNSPECIFIED;
  if (!among(territory.union_country_codes())) return v1::VAT_CUSTOMER_ELSEWHERE;
  return trade.buyer_vat_number.empty() ? v1::VAT_CUSTOMER_UNSPECIFIED
                                        : v1::VAT_CUSTOMER_UNION_BUSINESS;
}
VatFrom FromRule(const v1::VatRule& rule) {
  return {calendar::FromProto(rule.valid_from()),
          {rule.category(), money::FromProto(rule.percent()), rule.exemption_reason(),
           rule.exemption_code()}};
}

// What an attestation of the kind makes of a tax at home; elsewhere the law of the place decides.
std::vector<VatFrom> ExemptionsOf(const Trade& trade, v1::ExemptionKind kind) {
  std::vector<VatFrom> exempt;
  const auto found = Shipped().find(trade.seller_country);
  if (found == Shipped().end() ||
      CustomerOf(trade, found->second.territory()) != v1::VAT_CUSTOMER_UNSPECIFIED)
    return exempt;
  for (const auto& rule : found->second.rules())
    if (rule.exemption_kind() == kind) exempt.push_back(FromRule(rule));
  std::ranges::sort(exempt, {}, &VatFrom::from);
  return exempt;
}

// Between these days the exemption stands in the place of the rates, which go on after them.
void Exempt(const ExemptDays& days, const std::vector<VatFrom>& exempt,
            std::vector<VatFrom>& rates) {
  std::optional<VatFrom> after;
  if (days.to) after = {*days.to + 1, VatOn(rates, *days.to + 1)};
  std::erase_if(rates, [&](const VatFrom& rate) {
    return days.from <= rate.from && (!after || rate.from <= after->from);
  });
  rates.push_back({days.from, VatOn(exempt, days.from)});
  if (after) rates.push_back(*after);
  std::ranges::stable_sort(rates, {}, &VatFrom::from);
}
}  // namespace

std::vector<VatFrom> VatRatesOf(const Trade& trade) {
  const auto found = Shipped().find(trade.seller_country);
  if (found == Shipped().end()) return {{Date(1900, 1, 1), kUnknownVat}};
  const v1::VatCustomer customer = CustomerOf(trade, found->second.territory());
  std::vector<VatFrom> rates;
  for (const auto& rule : found->second.rules())
    if (rule.customer() == customer && rule.exemption_kind() == v1::EXEMPTION_KIND_UNSPECIFIED)
      rates.push_back(FromRule(rule));
  std::ranges::sort(rates, {}, &VatFrom::from);
  return rates;
}

std::vector<VatFrom> ExemptRatesOf(const Trade& trade, v1::ExemptionKind kind,
                                   const std::vector<ExemptDays>& attested,
                                   std::vector<VatFrom> rates) {
  const auto exempt = ExemptionsOf(trade, kind);
  if (exempt.empty() || attested.empty()) return {};
  for (const ExemptDays& days : attested)
    if (days.kind == kind) Exempt(days, exempt, rates);
  return rates;
}
}  // namespace aor::invoicing
