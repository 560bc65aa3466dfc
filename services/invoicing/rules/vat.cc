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
}  // namespace

std::vector<VatFrom> VatRatesOf(const Trade& trade) {
  const auto found = Shipped().find(trade.seller_country);
  if (found == Shipped().end()) return {{Date(1900, 1, 1), kUnknownVat}};
  const v1::VatCustomer customer = CustomerOf(trade, found->second.territory());
  std::vector<VatFrom> rates;
  for (const auto& rule : found->second.rules())
    if (rule.customer() == customer)
      rates.push_back(
          {calendar::FromProto(rule.valid_from()),
           {rule.category(), money::FromProto(rule.percent()), rule.exemption_reason()}});
  std::ranges::sort(rates, {}, &VatFrom::from);
  return rates;
}
}  // namespace aor::invoicing
