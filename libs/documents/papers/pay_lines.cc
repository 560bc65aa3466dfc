#include "libs/documents/papers/pay_lines.h"

#include <absl/strings/ascii.h>
#include <absl/strings/str_cat.h>

#include <algorithm>
#include <iterator>

#include "libs/documents/papers/needs.h"

namespace aor::documents {
namespace {
constexpr std::string_view kEmployers = "_EMPLOYER";
// As in the rules of payroll (services/payroll/rules), which give the codes, and its prefill.
constexpr const char* kNamed[] = {"pay.base",
                                  "pay.day",
                                  "pay.month",
                                  "pay.expenses",
                                  "pay.rounding",
                                  "pay.loan",
                                  "pay.part_payment",
                                  "pay.public_holidays",
                                  "pay.holiday_pay",
                                  "pay.thirteenth",
                                  "pay.ahv",
                                  "pay.alv",
                                  "pay.nbu",
                                  "pay.bu",
                                  "pay.ktg",
                                  "pay.gav",
                                  "pay.bvg",
                                  "pay.fak",
                                  "pay.source_tax",
                                  "pay.ifm",
                                  "pay.iccp",
                                  "pay.old_age",
                                  "pay.old_age_capped",
                                  "pay.agirc_arrco_t1",
                                  "pay.agirc_arrco_t2",
                                  "pay.ceg_t1",
                                  "pay.ceg_t2",
                                  "pay.csg",
                                  "pay.csg_deductible",
                                  "pay.crds",
                                  "pay.ags",
                                  "pay.csa",
                                  "pay.family",
                                  "pay.sickness",
                                  "pay.unemployment",
                                  "pay.pas"};

std::string KeyOf(std::string_view code) {
  std::string key = "pay.";
  std::ranges::transform(code, std::back_inserter(key),
                         [](unsigned char c) { return absl::ascii_tolower(c); });
  return std::ranges::find(kNamed, key) == std::end(kNamed) ? "" : key;
}

// Of NIGHT_12.5: 12.5.
std::optional<money::Decimal> PercentIn(std::string_view code) {
  const size_t at = code.rfind('_');
  return at == code.npos ? std::nullopt : money::ParseDecimal(code.substr(at + 1));
}
}  // namespace

std::string PayLineText(const Desk& desk, std::string_view code, const std::string& label) {
  if (const std::string key = KeyOf(code); !key.empty()) return desk.Say(key);
  if (code.ends_with(kEmployers))
    if (const std::string key = KeyOf(code.substr(0, code.size() - kEmployers.size()));
        !key.empty())
      return desk.Say("pay.by_employer", {{"what", desk.Say(key)}});
  if (const auto percent = PercentIn(code))
    return desk.Say("pay.supplement", {{"percent", desk.figures.Number(*percent)}});
  return label;
}

std::vector<TextNeed> PayLineNeeds() {
  std::vector<TextNeed> needs = {{"pay.by_employer", "what"}, {"pay.supplement", "percent"}};
  for (const char* key : kNamed) needs.push_back({key});
  return needs;
}
}  // namespace aor::documents
