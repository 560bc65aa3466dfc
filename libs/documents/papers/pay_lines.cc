#include "libs/documents/papers/pay_lines.h"

#include <algorithm>
#include <utility>

#include "libs/documents/papers/invoice_lines.h"
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
                                  "pay.pas",
                                  "pay.holiday_paid",
                                  "pay.cet",
                                  "pay.apprenticeship",
                                  "pay.housing",
                                  "pay.training",
                                  "pay.training_fixed_term"};
// On hours of a kind, at a percentage; of another kind: a supplement.
constexpr const char* kSupplements[] = {"pay.supplement_overtime", "pay.supplement_night",
                                        "pay.supplement_sunday", "pay.supplement_public_holiday"};
constexpr const char* kOfMissions[] = {"pay.mission_fee", "pay.mission_travel"};

constexpr const char* kRisks[] = {"payslip.risk_health", "payslip.risk_retirement",
                                  "payslip.risk_family", "payslip.risk_unemployment",
                                  "payslip.risk_others", "payslip.risk_csg"};
constexpr std::pair<std::string_view, std::string_view> kRiskOf[] = {
    {"SICKNESS", "payslip.risk_health"},
    {"OLD_AGE_CAPPED", "payslip.risk_retirement"},
    {"OLD_AGE", "payslip.risk_retirement"},
    {"AGIRC_ARRCO_T1", "payslip.risk_retirement"},
    {"AGIRC_ARRCO_T2", "payslip.risk_retirement"},
    {"CEG_T1", "payslip.risk_retirement"},
    {"CEG_T2", "payslip.risk_retirement"},
    {"CET", "payslip.risk_retirement"},
    {"FAMILY", "payslip.risk_family"},
    {"UNEMPLOYMENT", "payslip.risk_unemployment"},
    {"AGS", "payslip.risk_unemployment"},
    {"CSG_DEDUCTIBLE", "payslip.risk_csg"},
    {"CSG", "payslip.risk_csg"},
    {"CRDS", "payslip.risk_csg"}};

// Of NIGHT_12.5: 12.5.
std::optional<money::Decimal> PercentIn(std::string_view code) {
  const size_t at = code.rfind('_');
  return at == code.npos ? std::nullopt : money::ParseDecimal(code.substr(at + 1));
}
}  // namespace

std::string PayLineText(const Desk& desk, std::string_view code, const std::string& label,
                        const std::optional<types::v1::TrainingWork>& training) {
  if (const std::string key = KeyIn(kNamed, "pay.", code); !key.empty()) return desk.Say(key);
  if (const std::string key = KeyIn(kOfMissions, "pay.", code); training && !key.empty())
    return desk.Say(key, {{"work", TrainingText(desk, *training)}});
  if (code.ends_with(kEmployers))
    if (const std::string key =
            KeyIn(kNamed, "pay.", code.substr(0, code.size() - kEmployers.size()));
        !key.empty())
      return desk.Say("pay.by_employer", {{"what", desk.Say(key)}});
  const auto percent = PercentIn(code);
  if (!percent) return label;
  const std::string key = KeyIn(kSupplements, "pay.supplement_", code.substr(0, code.rfind('_')));
  return desk.Say(key.empty() ? "pay.supplement" : key,
                  {{"percent", desk.figures.Number(*percent)}});
}

std::span<const char* const> Risks() { return kRisks; }

std::string_view RiskOf(std::string_view code) {
  const auto* known = std::ranges::find(kRiskOf, code, [](const auto& one) { return one.first; });
  return known == std::end(kRiskOf) ? "payslip.risk_others" : known->second;
}

std::vector<TextNeed> PayLineNeeds() {
  std::vector<TextNeed> needs = {{"pay.by_employer", "what"}, {"pay.supplement", "percent"}};
  for (const char* key : kNamed) needs.push_back({key});
  for (const char* key : kRisks) needs.push_back({key});
  for (const char* key : kSupplements) needs.push_back({key, "percent"});
  for (const char* key : kOfMissions) needs.push_back({key, "work"});
  return needs;
}
}  // namespace aor::documents
