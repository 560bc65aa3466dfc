#include "services/credentials/domain/rule_book.h"

#include <algorithm>
#include <regex>
#include <set>

namespace aor::credentials {
namespace {
using calendar::Date;
using Place = std::vector<std::pair<std::string, int>>;
constexpr uint32_t kMostDays = 3660, kMostMonths = 1200;  // ten years, a century: more is a slip

bool IsBlank(const std::string& text) { return text.find_first_not_of(" \t\n") == text.npos; }

bool HoldsOn(const v1::RuleProvenance& provenance, Date day) {
  const auto from = calendar::ParseDate(provenance.valid_from());
  const auto to = calendar::ParseDate(provenance.valid_to());
  return from && *from <= day && (!to || day <= *to);
}

// Of anywhere, or spelt as places are: no work lies in one that is not.
bool IsPlace(const std::string& jurisdiction) {
  static const std::regex kPlace("([A-Z]{2}(-[A-Z0-9]{1,3})?)?");
  return std::regex_match(jurisdiction, kPlace);
}

bool Overlap(const v1::RuleProvenance& a, const v1::RuleProvenance& b) {
  const auto begins_in = [](const v1::RuleProvenance& one, const v1::RuleProvenance& other) {
    const auto from = calendar::ParseDate(one.valid_from());
    return from && HoldsOn(other, *from);
  };
  return begins_in(a, b) || begins_in(b, a);
}

template <class Rows>
auto OnDay(const Rows& rows, Date day, const auto& is_it) -> decltype(&rows.Get(0)) {
  for (const auto& row : rows)
    if (is_it(row) && HoldsOn(row.provenance(), day)) return &row;
  return nullptr;
}

// What is wrong with all rules together.
class Checking {
 public:
  explicit Checking(const v1::RuleFile& rules) : rules_(rules) {}
  std::vector<Problem> Problems() {
    for (int i = 0; i < rules_.kinds_size(); ++i) CheckKind({{"kinds", i}}, rules_.kinds(i));
    for (int i = 0; i < rules_.policies_size(); ++i)
      CheckPolicy({{"policies", i}}, rules_.policies(i));
    CheckApart(rules_.kinds(), "kinds", [](const auto& kind) { return kind.kind_id(); });
    CheckApart(rules_.policies(), "policies", [](const auto& one) { return one.policy_id(); });
    return std::move(problems_);
  }

 private:
  void Demand(bool holds, const Place& place, const std::string& what) {
    if (!holds) problems_.push_back({place, what});
  }
  static Place In(Place place, const char* field, int index = -1) {
    place.emplace_back(field, index);
    return place;
  }

  void CheckProvenance(const Place& rule, const v1::RuleProvenance& from) {
    const Place place = In(rule, "provenance");
    const auto valid_from = calendar::ParseDate(from.valid_from());
    const auto valid_to = calendar::ParseDate(from.valid_to());
    Demand(valid_from.has_value(), place, "valid_from is no day");
    Demand(from.valid_to().empty() || valid_to, place, "valid_to is no day");
    Demand(!valid_from || !valid_to || *valid_from <= *valid_to, place,
           "valid_to lies before valid_from");
    Demand(calendar::ParseDate(from.recorded()).has_value(), place, "recorded is no day");
    Demand(!IsBlank(from.source()), place, "source is missing");
    Demand(from.status() != v1::RULE_STATUS_UNSPECIFIED, place, "status is missing");
    Demand(from.status() != v1::RULE_STATUS_REPEALED || valid_to, place,
           "a repealed rule needs valid_to");
  }

  void CheckKind(const Place& place, const v1::CredentialKind& kind) {
    const std::string& id = kind.kind_id();
    Demand(!id.empty() && id.find_first_of("-/ ") == std::string::npos, place,
           "kind_id is missing, or has a hyphen, slash or space");
    Demand(!kind.title().empty(), place, "title is missing");
    Demand(kind.holder() != v1::HOLDER_UNSPECIFIED, place, "holder is missing");
    const auto& horizons = kind.horizon_days();
    Demand(std::ranges::is_sorted(horizons, std::ranges::greater()), place,
           "horizon_days begin with the longest");
    Demand(horizons.empty() || horizons[0] <= kMostDays, place, "horizon_days are 3660 at most");
    Demand(kind.valid_months() <= kMostMonths, place, "valid_months are 1200 at most");
    CheckProvenance(place, kind.provenance());
  }

  void CheckPolicy(const Place& place, const v1::Policy& policy) {
    Demand(!policy.policy_id().empty() && !policy.title().empty(), place,
           "policy_id or title is missing");
    Demand(IsPlace(policy.jurisdiction()), place,
           "jurisdiction is a country in capitals, with its part if any, such as CH-GE");
    Demand(!policy.requirements().empty(), place, "requirements are missing");
    for (const auto& kind : policy.conditions().engagement_kinds())
      Demand(IsEngagementKind(kind), place, "no engagement kind " + kind);
    std::set<std::string> ids;
    for (int i = 0; i < policy.requirements_size(); ++i) {
      const auto& requirement = policy.requirements(i);
      const Place inside = In(place, "requirements", i);
      Demand(
          !requirement.requirement_id().empty() && ids.insert(requirement.requirement_id()).second,
          inside, "requirement_id is missing or stands twice");
      CheckRequirement(inside, policy, requirement);
    }
    CheckProvenance(place, policy.provenance());
  }

  void CheckRequirement(const Place& place, const v1::Policy& policy,
                        const v1::Requirement& requirement) {
    Demand(!requirement.title().empty(), place, "title is missing");
    Demand(requirement.holder() != v1::HOLDER_UNSPECIFIED, place, "holder is missing");
    Demand(requirement.determination() == requirement.any_of().empty(), place,
           "any_of names kinds, or determination is true: one of the two");
    Demand(!requirement.closes().empty(), place, "closes names no gate");
    for (const int gate : requirement.closes())
      Demand(gate != v1::GATE_UNSPECIFIED, place, "closes names no gate");
    Demand(requirement.lead_days() <= kMostDays && requirement.grace_days() <= kMostDays, place,
           "lead_days and grace_days are 3660 at most");
    Demand(!IsBlank(requirement.fix()), place, "fix is missing: say what to do");
    const std::set<std::string> roles = {"worker", "supplier", "client", "consultant",
                                         "compliance"};
    Demand(roles.contains(requirement.fixed_by()), place,
           "fixed_by is worker, supplier, client, consultant or compliance");
    for (const auto& kind_id : requirement.any_of())
      CheckNamed(place, policy, requirement, kind_id);
  }

  // A kind that is there whenever the policy is, and is held by whom it is asked of.
  void CheckNamed(const Place& place, const v1::Policy& policy, const v1::Requirement& requirement,
                  const std::string& kind_id) {
    const auto from = calendar::ParseDate(policy.provenance().valid_from());
    const auto last = calendar::ParseDate(policy.provenance().valid_to()).value_or(Date::max());
    for (auto day = from; day && *day <= last;) {
      const auto* kind =
          OnDay(rules_.kinds(), *day, [&](const auto& one) { return one.kind_id() == kind_id; });
      Demand(kind, place,
             "no kind " + kind_id + " that holds on " + calendar::ToString(*day) +
                 ", when the policy does");
      if (!kind) return;
      Demand(kind->holder() == requirement.holder(), place, kind_id + " is held by somebody else");
      const auto ends = calendar::ParseDate(kind->provenance().valid_to());
      day = ends && *ends != Date::max() ? std::optional(*ends + 1) : std::nullopt;
    }
  }

  void CheckApart(const auto& rows, const char* field, const auto& id_of) {
    for (int i = 0; i < rows.size(); ++i)
      for (int before = 0; before < i; ++before)
        if (id_of(rows[i]) == id_of(rows[before]) &&
            Overlap(rows[i].provenance(), rows[before].provenance())) {
          problems_.push_back(
              {{{field, i}}, "another version of " + id_of(rows[i]) + " holds on the same days"});
          break;
        }
  }

  const v1::RuleFile& rules_;
  std::vector<Problem> problems_;
};
}  // namespace

bool IsEngagementKind(const std::string& kind) {
  return kind == "TEMP" || kind == "AOR" || kind == "EOR" || kind == "PERMANENT";
}

const v1::CredentialKind* RuleBook::KindOn(const std::string& kind_id, Date day) const {
  return OnDay(rules_.kinds(), day, [&](const auto& one) { return one.kind_id() == kind_id; });
}

const v1::Policy* RuleBook::PolicyOn(const std::string& policy_id, Date day) const {
  return OnDay(rules_.policies(), day,
               [&](const auto& one) { return one.policy_id() == policy_id; });
}

const v1::Policy* RuleBook::PolicyNamed(const std::string& policy_id) const {
  const v1::Policy* last = nullptr;
  for (const auto& policy : rules_.policies())
    if (policy.policy_id() == policy_id) last = &policy;
  return last;
}

std::vector<v1::CredentialKind> RuleBook::KindsOf(const v1::Policy& policy, Date day) const {
  std::set<std::string> named;
  for (const auto& requirement : policy.requirements())
    named.insert(requirement.any_of().begin(), requirement.any_of().end());
  std::vector<v1::CredentialKind> kinds;
  for (const auto& id : named)
    if (const auto* kind = KindOn(id, day)) kinds.push_back(*kind);
  return kinds;
}

std::vector<Problem> ProblemsIn(const v1::RuleFile& rules) { return Checking(rules).Problems(); }
}  // namespace aor::credentials
