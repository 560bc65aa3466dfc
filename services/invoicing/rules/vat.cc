#include "services/invoicing/rules/vat.h"

#include <google/protobuf/text_format.h>

#include <algorithm>
#include <stdexcept>

#include "aor/invoicing/v1/invoicing_rows.pb.h"

namespace aor::invoicing {
namespace {
std::map<std::string, std::vector<VatFrom>> Load() {
  std::map<std::string, std::vector<VatFrom>> rates;
  for (const char* const* file = kVatFiles; *file; file++) {
    v1::VatRules rules;
    if (!google::protobuf::TextFormat::ParseFromString(*file, &rules))
      throw std::logic_error("invoicing: rules/*/vat.textproto does not parse");
    for (const auto& rule : rules.rules())
      rates[rule.country_code()].push_back(
          {calendar::FromProto(rule.valid_from()),
           {rule.category(), money::FromProto(rule.percent()), ""}});
  }
  for (auto& country : rates) std::ranges::sort(country.second, {}, &VatFrom::from);
  return rates;
}
}  // namespace

std::vector<VatFrom> VatRatesOf(const std::string& country_code) {
  static const auto& rates = *new std::map<std::string, std::vector<VatFrom>>(Load());
  const auto found = rates.find(country_code);
  if (found == rates.end())
    throw std::invalid_argument("invoicing: no VAT rules for country '" + country_code + "'");
  return found->second;
}
}  // namespace aor::invoicing
