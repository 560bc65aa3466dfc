#include "libs/audit/vat_check.h"

#include <absl/strings/str_cat.h>

#include <map>
#include <utility>

namespace aor::audit {
namespace {
using types::v1::Decimal;
struct Rate {  // 8.1 and 8.10 are one
  int64_t unscaled = 0;
  uint32_t scale = 0;
  friend auto operator<=>(const Rate&, const Rate&) = default;
};
using Group = std::pair<std::string, Rate>;  // category and rate

Rate RateOf(const Decimal& percent) {
  Rate rate{percent.unscaled(), percent.scale()};
  for (; rate.scale > 0 && rate.unscaled % 10 == 0; --rate.scale) rate.unscaled /= 10;
  return rate;
}

std::string Words(const Group& group) {
  std::string digits = absl::StrCat(group.second.unscaled);
  if (const size_t scale = group.second.scale; scale > 0) {
    if (digits.size() <= scale) digits.insert(0, scale + 1 - digits.size(), '0');
    digits.insert(digits.size() - scale, ".");
  }
  return absl::StrCat(group.first, " ", digits, " %");
}

int64_t TaxOn(int64_t base, const Rate& rate) {
  __int128 divisor = 100;
  for (uint32_t i = 0; i < rate.scale; ++i) divisor *= 10;
  const __int128 product = static_cast<__int128>(base) * rate.unscaled;
  const __int128 half = product < 0 ? -divisor / 2 : divisor / 2;
  return static_cast<int64_t>((product + half) / divisor);
}
}  // namespace

std::string WrongVat(const invoicing::v1::InvoiceIssued& invoice) {
  std::map<Group, int64_t> bases;
  for (const auto& line : invoice.lines()) {
    const Group group{line.vat_category(), RateOf(line.vat_percent())};
    if (group.first != "S" && group.second.unscaled != 0)
      return absl::StrCat("line ", line.line_number(), " carries ", Words(group));
    bases[group] += line.net().minor_units();
  }
  for (const auto& part : invoice.vat()) {
    const Group group{part.category(), RateOf(part.percent())};
    const auto base = bases.extract(group);
    if (base.empty()) return absl::StrCat("it taxes ", Words(group), " twice, or without a line");
    if (base.mapped() != part.base().minor_units())
      return absl::StrCat("its lines at ", Words(group), " come to ", base.mapped(), ", not ",
                          part.base().minor_units());
    if (const int64_t tax = TaxOn(base.mapped(), group.second); tax != part.vat().minor_units())
      return absl::StrCat("VAT at ", Words(group), " on ", base.mapped(), " is ", tax, ", not ",
                          part.vat().minor_units());
  }
  return bases.empty() ? "" : absl::StrCat("it leaves out VAT at ", Words(bases.begin()->first));
}
}  // namespace aor::audit
