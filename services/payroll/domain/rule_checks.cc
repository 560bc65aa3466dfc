#include "services/payroll/domain/rule_checks.h"

#include <algorithm>
#include <set>

#include "libs/calendar/calendar.h"
#include "libs/money/money.h"
#include "services/payroll/domain/prefill.h"

namespace aor::payroll {
namespace {
using Place = std::vector<std::pair<std::string, int>>;

// Of what is proposed nothing is ever applied.
template <class Row>
bool Overlap(const Row& a, const Row& b) {
  if (a.status() == v1::STATUS_PROPOSED || b.status() == v1::STATUS_PROPOSED) return false;
  return Covers(a, calendar::FromProto(b.valid_from())) ||
         Covers(b, calendar::FromProto(a.valid_from()));
}

// Lines that no row makes: of time, its supplements with their percentage, and of missions.
bool IsLineOfWork(const std::string& code) {
  static const std::set<std::string> kLines = {"EARNINGS", "WORK",  "BASE",
                                               "DAY",      "MONTH", kMissionFee};
  static const std::set<std::string> kSupplements = {"OVERTIME", "NIGHT", "SUNDAY",
                                                     "PUBLIC_HOLIDAY", "EXTRA_WORK"};
  return kLines.contains(code) || kSupplements.contains(code.substr(0, code.rfind('_')));
}

class Checking {
 public:
  explicit Checking(const v1::PayRules& rules) : rules_(rules) {}

  std::vector<RuleProblem> Problems() {
    Demand(!rules_.loan_terms().empty(), {}, "loan_terms are missing");
    for (int i = 0; i < rules_.rules_size(); ++i) CheckRule({{"rules", i}}, rules_.rules(i));
    for (int i = 0; i < rules_.tariffs_size(); ++i)
      CheckTariff({{"tariffs", i}}, rules_.tariffs(i));
    for (int i = 0; i < rules_.pension_plans_size(); ++i)
      CheckPlan({{"pension_plans", i}}, rules_.pension_plans(i));
    for (int i = 0; i < rules_.loan_terms_size(); ++i)
      CheckLoans({{"loan_terms", i}}, rules_.loan_terms(i));
    for (int i = 0; i < rules_.minimum_wages_size(); ++i)
      CheckMinimumWage({{"minimum_wages", i}}, rules_.minimum_wages(i));
    for (int i = 0; i < rules_.ceilings_size(); ++i)
      CheckCeiling({{"ceilings", i}}, rules_.ceilings(i));
    for (int i = 0; i < rules_.net_social_size(); ++i)
      CheckHeld({{"net_social", i}}, rules_.net_social(i));
    for (int i = 0; i < rules_.policies_size(); ++i)
      CheckSource({{"policies", i}}, rules_.policies(i));
    CheckNoneIsHidden();
    return std::move(problems_);
  }

 private:
  void Demand(bool holds, const Place& place, const std::string& what) {
    if (!holds) problems_.push_back({place, what});
  }

  template <class Row>
  void CheckSource(const Place& place, const Row& row) {
    Demand(!row.source().empty(), place, "source is missing");
    Demand(row.status() != v1::STATUS_UNSPECIFIED, place, "status is missing");
  }
  template <class Row>
  void CheckHeld(const Place& place, const Row& row) {
    CheckSource(place, row);
    Demand(calendar::IsDate(row.valid_from()), place, "valid_from is no day");
    Demand(!row.has_valid_to() || calendar::IsDate(row.valid_to()), place, "valid_to is no day");
    Demand(!row.has_valid_to() || Covers(row, calendar::FromProto(row.valid_from())), place,
           "valid_to lies before valid_from");
    Demand(row.status() != v1::STATUS_REPEALED || row.has_valid_to(), place,
           "a repealed row needs valid_to");
  }

  void CheckRule(const Place& place, const v1::PayRule& rule) {
    Demand(!rule.rule_id().empty() && ids_.insert(rule.rule_id()).second, place,
           "rule_id is missing or stands twice");
    Demand(!rule.code().empty() && !rule.label().empty(), place, "code or label is missing");
    Demand(rule.line_kind() != v1::LINE_KIND_UNSPECIFIED, place, "line_kind is missing");
    Demand(rule.computation() != v1::COMPUTATION_UNSPECIFIED, place, "computation is missing");
    Demand(rule.due() != v1::DUE_UNSPECIFIED, place, "due is missing");
    Demand(rule.computation() != v1::COMPUTATION_PERCENT || rule.has_percent(), place,
           "percent is missing");
    Demand(calendar::IsDate(rule.recorded()), place, "recorded is no day");
    CheckHeld(place, rule);
    CheckBase(place, rule);
    codes_.insert(rule.code());
  }

  // Rows are applied in their order: a base that comes later would count nothing.
  void CheckBase(const Place& rule_place, const v1::PayRule& rule) {
    Demand(!rule.base().empty(), rule_place, "base is missing");
    for (int i = 0; i < rule.base_size(); ++i) {
      Place place = rule_place;
      place.emplace_back("base", i);
      Demand(codes_.contains(rule.base(i)) || IsLineOfWork(rule.base(i)), place,
             "no row above has the code " + rule.base(i));
    }
  }

  void CheckTariff(const Place& place, const v1::TaxTariff& tariff) {
    Demand(!tariff.canton().empty() && !tariff.code().empty(), place, "canton or code is missing");
    Demand(!tariff.brackets().empty(), place, "brackets are missing");
    Demand(std::ranges::is_sorted(tariff.brackets(), {},
                                  [](const auto& one) { return one.income_from().minor_units(); }),
           place, "brackets begin with the lowest income");
    CheckHeld(place, tariff);
  }

  void CheckPlan(const Place& place, const v1::PensionPlan& plan) {
    Demand(!plan.plan_id().empty(), place, "plan_id is missing");
    Demand(!plan.credits().empty(), place, "credits are missing");
    const bool limits =
        plan.has_entry_threshold() || plan.has_insured_at_least() || plan.has_insured_at_most();
    Demand(!limits || money::FromProto(plan.hours_per_year()) > money::Decimal{}, place,
           "yearly figures need hours_per_year");
    CheckHeld(place, plan);
  }

  void CheckLoans(const Place& place, const v1::LoanTerms& terms) {
    const auto cap = money::FromProto(terms.cap_percent());
    Demand(terms.alone_up_to().currency_code() == rules_.currency_code(), place,
           "alone_up_to is in the money of the rules");
    Demand(cap > money::Decimal{} && cap <= money::Decimal{100, 0}, place,
           "cap_percent is above 0 and up to 100");
    CheckHeld(place, terms);
  }

  void CheckMinimumWage(const Place& place, const v1::MinimumWage& wage) {
    Demand(money::FromProto(wage.per_hour()) > money::Decimal{}, place, "per_hour is above 0");
    CheckHeld(place, wage);
  }

  void CheckCeiling(const Place& place, const v1::Ceiling& ceiling) {
    Demand(ceiling.monthly().currency_code() == rules_.currency_code() &&
               ceiling.monthly().minor_units() > 0,
           place, "monthly is above 0, in the money of the rules");
    CheckHeld(place, ceiling);
  }

  // Of rows for the same the first applies, so that a later one never would.
  void CheckNoneIsHidden() {
    CheckApart(rules_.rules(), "rules", [](const v1::PayRule& rule) {
      return rule.code() + "/" + rule.fits().SerializeAsString();
    });
    CheckApart(rules_.tariffs(), "tariffs",
               [](const v1::TaxTariff& tariff) { return tariff.canton() + " " + tariff.code(); });
    CheckApart(rules_.pension_plans(), "pension_plans",
               [](const v1::PensionPlan& plan) { return "the plan of " + plan.legal_entity_id(); });
    CheckApart(rules_.loan_terms(), "loan_terms", [](const auto&) { return "loan terms"; });
    CheckApart(rules_.minimum_wages(), "minimum_wages", [](const auto&) { return "wage"; });
    CheckApart(rules_.ceilings(), "ceilings", [](const auto&) { return "ceiling"; });
    CheckApart(rules_.net_social(), "net_social", [](const auto&) { return "figure"; });
  }
  void CheckApart(const auto& rows, const char* field, const auto& key_of) {
    for (int i = 0; i < rows.size(); ++i)
      for (int before = 0; before < i; ++before)
        if (key_of(rows[i]) == key_of(rows[before]) && Overlap(rows[i], rows[before])) {
          problems_.push_back(
              {{{field, i}}, "another row holds on the same days: give that one a valid_to"});
          break;
        }
  }

  const v1::PayRules& rules_;
  std::set<std::string> ids_, codes_;
  std::vector<RuleProblem> problems_;
};
}  // namespace

std::vector<RuleProblem> ProblemsIn(const v1::PayRules& rules) {
  return Checking(rules).Problems();
}
}  // namespace aor::payroll
