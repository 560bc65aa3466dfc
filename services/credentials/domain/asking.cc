#include "services/credentials/domain/asking.h"

#include <algorithm>
#include <map>

#include "services/credentials/domain/determined.h"

namespace aor::credentials {
namespace {
using calendar::Date;
using calendar::FromProto;

template <class List>
bool Fits(const List& wanted, const std::string& is) {
  return wanted.empty() || std::ranges::find(wanted, is) != wanted.end();
}

bool IsAbout(const v1::Policy& policy, const v1::Subject& subject) {
  const auto& conditions = policy.conditions();
  return LiesIn(subject.jurisdiction(), policy.jurisdiction()) &&
         Fits(conditions.engagement_kinds(), subject.engagement_kind()) &&
         Fits(conditions.client_ids(), subject.client_id()) &&
         Fits(conditions.programme_ids(), subject.programme_id()) &&
         Fits(conditions.roles(), subject.role());
}

bool IsWithin(const v1::Scope& scope, const v1::Subject& subject) {
  switch (scope.scope_kind()) {
    case v1::SCOPE_KIND_AGENCY: return true;
    case v1::SCOPE_KIND_CLIENT: return scope.scope_id() == subject.client_id();
    case v1::SCOPE_KIND_PROGRAMME: return scope.scope_id() == subject.programme_id();
    default: return false;
  }
}

bool HoldsOn(const v1::RuleProvenance& provenance, Date day) {
  const auto to = calendar::ParseDate(provenance.valid_to());
  return !to || day <= *to;  // its first day was checked when it was adopted
}

struct Adoption {
  const v1::PolicyAdopted* words = nullptr;
  Date last_day = Date::max();

  const std::string& policy_id() const { return words->policy().policy_id(); }
};

// All that are known, as they were recorded. An end is of the adoption before it, and of several
// the last one counts.
std::vector<Adoption> KnownOf(const v1::AdoptionFacts& scope, const When& when) {
  std::vector<Adoption> known;
  for (const auto& fact : scope.facts()) {
    if (!when.Knows(fact.recorded_at())) continue;
    if (fact.has_adopted()) known.push_back({&fact.adopted()});
    if (!fact.has_ended()) continue;
    const auto ended = std::find_if(known.rbegin(), known.rend(), [&](const Adoption& one) {
      return one.policy_id() == fact.ended().policy_id();
    });
    if (ended != known.rend()) ended->last_day = FromProto(fact.ended().last_day());
  }
  return known;
}

// The version of each policy that holds on the day: of those begun, the one that begins last.
std::vector<const v1::PolicyAdopted*> AdoptedOn(const v1::AdoptionFacts& scope, const When& when) {
  std::vector<Adoption> begun;
  for (const Adoption& one : KnownOf(scope, when)) {
    if (when.day < FromProto(one.words->effective_from())) continue;
    const auto place = std::ranges::find(begun, one.policy_id(), &Adoption::policy_id);
    if (place == begun.end())
      begun.push_back(one);
    else
      *place = one;
  }
  std::vector<const v1::PolicyAdopted*> adopted;
  for (const Adoption& one : begun)
    if (when.day <= one.last_day) adopted.push_back(one.words);
  return adopted;
}
}  // namespace

bool LiesIn(const std::string& jurisdiction, const std::string& wanted) {
  return wanted.empty() || jurisdiction == wanted || jurisdiction.starts_with(wanted + "-");
}

std::vector<Ask> AsksOf(const v1::Subject& subject, const Facts& facts, const When& when) {
  std::vector<Ask> asks;
  for (const auto& scope : facts.adoptions)
    for (const auto* adopted : AdoptedOn(scope, when)) {
      const v1::Policy& policy = adopted->policy();
      if (!IsWithin(adopted->scope(), subject) || !IsAbout(policy, subject) ||
          !HoldsOn(policy.provenance(), when.day))
        continue;
      for (const auto& requirement : policy.requirements()) asks.push_back({adopted, &requirement});
    }
  if (const auto house = HouseAsk(subject, facts, when)) asks.push_back(*house);
  return asks;
}

const std::string& HolderOf(const v1::Subject& subject, v1::Holder holder) {
  const bool organisation = holder == v1::HOLDER_SUPPLIER && !subject.supplier_id().empty();
  return organisation ? subject.supplier_id() : subject.worker_id();
}

const v1::CredentialKind* KindOf(const v1::PolicyAdopted& adopted, const std::string& kind_id) {
  for (const auto& kind : adopted.kinds())
    if (kind.kind_id() == kind_id) return &kind;
  return nullptr;
}

v1::Reason ReasonOf(const v1::Subject& subject, const Ask& ask, v1::ReasonCode code) {
  const auto& policy = ask.adopted->policy();
  v1::Reason reason;
  reason.set_reason_code(code);
  reason.set_policy_id(policy.policy_id());
  reason.set_policy_version(ask.adopted->policy_version());
  reason.set_requirement_id(ask.requirement->requirement_id());
  reason.set_title(ask.requirement->title());
  reason.set_source(policy.provenance().source());
  reason.set_rule_status(policy.provenance().status());
  reason.set_holder_id(HolderOf(subject, ask.requirement->holder()));
  *reason.mutable_any_of() = ask.requirement->any_of();
  reason.set_fix(ask.requirement->fix());
  reason.set_fixed_by(ask.requirement->fixed_by());
  return reason;
}

v1::AskedRequirement Described(const v1::Subject& subject, const Ask& ask) {
  const auto& policy = ask.adopted->policy();
  v1::AskedRequirement described;
  *described.mutable_scope() = ask.adopted->scope();
  described.set_policy_id(policy.policy_id());
  described.set_policy_version(ask.adopted->policy_version());
  described.set_policy_title(policy.title());
  described.set_source(policy.provenance().source());
  described.set_rule_status(policy.provenance().status());
  *described.mutable_adopted_from() = ask.adopted->effective_from();
  *described.mutable_requirement() = *ask.requirement;
  described.set_holder_id(HolderOf(subject, ask.requirement->holder()));
  return described;
}

std::vector<v1::AskedRequirement> Asked(const v1::Subject& subject, const Facts& facts,
                                        const When& when) {
  std::vector<v1::AskedRequirement> asked;
  for (const Ask& ask : AsksOf(subject, facts, when)) asked.push_back(Described(subject, ask));
  return asked;
}
}  // namespace aor::credentials
