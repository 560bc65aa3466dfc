#include "services/credentials/domain/adoption.h"

#include <stdexcept>

namespace aor::credentials::adoption {
namespace {
using calendar::Date;
using calendar::FromProto;
std::vector<Event> AlreadyTrue() { return {}; }

bool HoldsOn(const v1::RuleProvenance& provenance, Date day) {
  const auto from = calendar::ParseDate(provenance.valid_from());
  const auto to = calendar::ParseDate(provenance.valid_to());
  return from && *from <= day && (!to || day <= *to);
}

bool NeverBegan(const Standing& standing) { return standing.last_day < standing.from; }

// Days that lie behind keep what was adopted for them: a newer version begins later.
Decision On(const Adoptions& adoptions, const Adopt& command) {
  const auto& facts = command.facts;
  const Date from = FromProto(facts.effective_from());
  const auto known = adoptions.policies.find(facts.policy().policy_id());
  const bool stands = known != adoptions.policies.end() && known->second.last_day == Date::max();
  if (stands && known->second.version == facts.policy_version() && known->second.from <= from)
    return AlreadyTrue();
  if (facts.policy().provenance().status() == v1::RULE_STATUS_PROPOSED)
    return Refusal::kProposedOnly;
  if (!HoldsOn(facts.policy().provenance(), from)) return Refusal::kNotInForce;
  if (known != adoptions.policies.end() && !NeverBegan(known->second) && from < known->second.from)
    return Refusal::kAdoptedLater;

  std::vector<Event> events(1);
  *events[0].mutable_policy_adopted() = facts;
  return events;
}

Decision On(const Adoptions& adoptions, const End& command) {
  const Date last = FromProto(command.facts.last_day());
  const auto known = adoptions.policies.find(command.facts.policy_id());
  if (known == adoptions.policies.end()) return Refusal::kNotAdopted;
  if (known->second.last_day == last) return AlreadyTrue();
  if (last < known->second.from - 1) return Refusal::kEndsBeforeItBegins;

  std::vector<Event> events(1);
  *events[0].mutable_adoption_ended() = command.facts;
  return events;
}
}  // namespace

Decision Decide(const Adoptions& adoptions, const Command& command) {
  return std::visit([&](const auto& one) { return On(adoptions, one); }, command);
}

Adoptions Evolve(Adoptions adoptions, const Event& event) {
  switch (event.kind_case()) {
    case Event::kPolicyAdopted: {
      const auto& facts = event.policy_adopted();
      adoptions.policies[facts.policy().policy_id()] = {facts.policy_version(),
                                                        FromProto(facts.effective_from())};
      return adoptions;
    }
    case Event::kAdoptionEnded:
      adoptions.policies[event.adoption_ended().policy_id()].last_day =
          FromProto(event.adoption_ended().last_day());
      return adoptions;
    case Event::KIND_NOT_SET: break;
  }
  throw std::runtime_error("adoption: unknown event " + event.ShortDebugString());
}

std::string_view Name(Refusal refusal) {
  switch (refusal) {
    case Refusal::kProposedOnly: return "PROPOSED_ONLY";
    case Refusal::kNotInForce: return "NOT_IN_FORCE";
    case Refusal::kAdoptedLater: return "ADOPTED_LATER";
    case Refusal::kNotAdopted: return "NOT_ADOPTED";
    case Refusal::kEndsBeforeItBegins: return "ENDS_BEFORE_IT_BEGINS";
  }
  throw std::logic_error("adoption: no such refusal");
}

std::string_view Sentence(Refusal refusal) {
  switch (refusal) {
    case Refusal::kProposedOnly:
      return "This policy is only proposed: it can be adopted once it is in force.";
    case Refusal::kNotInForce:
      return "This policy is not in force on that day: give an effective_from within its validity.";
    case Refusal::kAdoptedLater:
      return "A version that begins later was adopted: give that day or a later one, or end that "
             "one on the day before it begins.";
    case Refusal::kNotAdopted: return "This policy was not adopted here, so that nothing ends.";
    case Refusal::kEndsBeforeItBegins:
      return "It begins later: end it on the day before its first one at the earliest.";
  }
  throw std::logic_error("adoption: no such refusal");
}
}  // namespace aor::credentials::adoption
