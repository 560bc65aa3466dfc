#include "services/credentials/domain/determined.h"

#include <google/protobuf/util/time_util.h>

#include <algorithm>

namespace aor::credentials {
namespace {
using calendar::Date;
using calendar::FromProto;

// Taken back, as far as is known: what was found to stand after all stands on every day.
bool Withdraws(const v1::Withdrawal& one, const When& when) {
  if (!when.Knows(one.recorded_at()) || when.day < FromProto(one.effective_from())) return false;
  return !one.has_ended_at() || !when.Knows(one.ended_at());
}

bool IsWithdrawn(const v1::DeterminationFact& fact, const When& when) {
  return std::ranges::any_of(fact.withdrawals(),
                             [&](const auto& one) { return Withdraws(one, when); });
}
// By then somebody had taken responsibility for it, whatever became of it.
bool WasApproved(const v1::DeterminationFact& fact, const When& when) {
  return fact.has_approved_at() && when.Knows(fact.approved_at()) &&
         FromProto(fact.effective_from()) <= when.day;
}
bool HoldsOn(const v1::DeterminationFact& fact, const When& when) {
  return WasApproved(fact, when) && !IsWithdrawn(fact, when);
}

// What was said later counts, for days that lie behind too: a court's word, from the first day on
// (E25). Where nothing says which was, the one that begins later.
bool IsLater(const v1::DeterminationFact& a, const v1::DeterminationFact& b) {
  using google::protobuf::operator<;
  if (a.place() != b.place()) return b.place() < a.place();
  const Date of_a = FromProto(a.effective_from()), of_b = FromProto(b.effective_from());
  return of_a != of_b ? of_b < of_a : b.approved_at() < a.approved_at();
}

// Of the same work, under the rules of where it is done: P8. One that names no jurisdiction is of
// any.
bool IsAbout(const v1::DeterminationFact& fact, const v1::Subject& subject) {
  return fact.worker_id() == subject.worker_id() && fact.client_id() == subject.client_id() &&
         (fact.engagement_id().empty() || subject.contract_id().empty() ||
          fact.engagement_id() == subject.contract_id()) &&
         LiesIn(subject.jurisdiction(), fact.jurisdiction());
}

bool Admits(const v1::DeterminationFact& fact, const std::string& kind) {
  return std::ranges::find(fact.engagement_kinds(), kind) != fact.engagement_kinds().end();
}

v1::PolicyAdopted MakeHouseRule() {
  v1::PolicyAdopted adopted;
  adopted.mutable_scope()->set_scope_kind(v1::SCOPE_KIND_AGENCY);
  adopted.mutable_scope()->set_scope_id("agency");
  adopted.set_policy_version("S0.3");
  *adopted.mutable_effective_from() = calendar::ToProto(Date(1970, 1, 1));
  auto& policy = *adopted.mutable_policy();
  policy.set_policy_id("house.determination");
  policy.set_title("An approved determination is kept to");
  policy.mutable_provenance()->set_source(
      "house rule S0.3: the outcome decides which engagements may exist");
  policy.mutable_provenance()->set_status(v1::RULE_STATUS_IN_FORCE);
  auto& requirement = *policy.add_requirements();
  requirement.set_requirement_id("determination");
  requirement.set_title("What was approved of the work's status admits such an engagement");
  requirement.set_holder(v1::HOLDER_WORKER);
  requirement.set_determination(true);
  for (const v1::Gate gate : {v1::GATE_CONTRACTING, v1::GATE_STARTING, v1::GATE_FEE})
    requirement.add_closes(gate);
  requirement.set_fix("Engage the worker as the determination admits.");
  requirement.set_fixed_by("consultant");
  return adopted;
}
const v1::PolicyAdopted& HouseRule() {
  static const v1::PolicyAdopted kRule = MakeHouseRule();
  return kRule;
}
}  // namespace

std::vector<const v1::DeterminationFact*> DeterminedFor(const v1::Subject& subject,
                                                        const Facts& facts, const When& when) {
  std::vector<const v1::DeterminationFact*> latest;
  for (const auto& fact : facts.determinations) {
    if (!IsAbout(fact, subject) || !HoldsOn(fact, when)) continue;
    const auto same = std::ranges::find_if(
        latest, [&](const auto* one) { return one->selection_id() == fact.selection_id(); });
    if (same == latest.end())
      latest.push_back(&fact);
    else if (IsLater(fact, **same))
      *same = &fact;
  }
  return latest;
}

const v1::DeterminationFact* NotAdmitting(
    const v1::Subject& subject, const std::vector<const v1::DeterminationFact*>& determined) {
  const v1::DeterminationFact* against = nullptr;
  for (const auto* fact : determined)
    if (!Admits(*fact, subject.engagement_kind()) && (!against || IsLater(*fact, *against)))
      against = fact;
  return against;
}

const v1::DeterminationFact* Fallen(const v1::Subject& subject, const Facts& facts,
                                    const When& when) {
  if (!DeterminedFor(subject, facts, when).empty()) return nullptr;
  const v1::DeterminationFact* fallen = nullptr;
  for (const auto& fact : facts.determinations)
    if (IsAbout(fact, subject) && WasApproved(fact, when) && IsWithdrawn(fact, when) &&
        Admits(fact, subject.engagement_kind()) && (!fallen || IsLater(fact, *fallen)))
      fallen = &fact;
  return fallen;
}

Date FellOn(const v1::DeterminationFact& fallen, const When& when) {
  Date first = Date::max();
  for (const auto& one : fallen.withdrawals())
    if (Withdraws(one, when)) first = std::min(first, FromProto(one.effective_from()));
  return first;
}

// Nobody is kept from hiring somebody out or placing them as an employee because they may also work
// as a contractor: it is the contractor, and the employer of record where the law knows none, that
// an outcome stands against.
std::optional<Ask> HouseAsk(const v1::Subject& subject, const Facts& facts, const When& when) {
  const std::string& kind = subject.engagement_kind();
  if (kind != "AOR" && kind != "EOR") return std::nullopt;
  auto determined = DeterminedFor(subject, facts, when);
  if (kind == "EOR") std::erase_if(determined, [](const auto* one) { return Admits(*one, "AOR"); });
  const bool fell = kind == "AOR" && Fallen(subject, facts, when);
  if (!fell && !NotAdmitting(subject, determined)) return std::nullopt;
  return Ask{&HouseRule(), &HouseRule().policy().requirements(0)};
}

bool IsHouse(const Ask& ask) { return ask.adopted == &HouseRule(); }
}  // namespace aor::credentials
