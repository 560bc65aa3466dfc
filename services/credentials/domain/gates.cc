#include "services/credentials/domain/gates.h"

#include <google/protobuf/util/time_util.h>

#include <algorithm>
#include <set>

#include "services/credentials/domain/asking.h"
#include "services/credentials/domain/determined.h"
#include "services/credentials/domain/standing.h"

namespace aor::credentials {
namespace {
using calendar::Date;
using calendar::FromProto;

Date LastDayOf(const v1::OverrideFact& fact, const When& when) {
  const bool ended = fact.has_ended_at() && when.Knows(fact.ended_at());
  return FromProto(ended ? fact.ended().last_day() : fact.granted().last_day());
}

// Of the subject's contract, or of all its worker's.
bool IsAbout(const v1::OverrideGranted& granted, v1::Gate gate, const v1::Subject& subject) {
  return granted.gate() == gate && granted.worker_id() == subject.worker_id() &&
         (granted.contract_id().empty() || granted.contract_id() == subject.contract_id());
}

// The one that lasts longest.
void HoldOpen(const v1::Subject& subject, const Facts& facts, const When& when,
              v1::GateAnswer& answer) {
  for (const auto& fact : facts.overrides) {
    const auto& granted = fact.granted();
    if (!fact.has_granted_at() || !when.Knows(fact.granted_at()) ||
        !IsAbout(granted, answer.gate(), subject))
      continue;
    const Date last = LastDayOf(fact, when);
    if (when.day < FromProto(granted.first_day()) || last < when.day) continue;
    if (answer.has_override_until() && last <= FromProto(answer.override_until())) continue;
    answer.set_open(true);
    answer.set_override_id(granted.override_id());
    answer.set_override_granted_by(granted.granted_by());
    answer.set_override_role(granted.role());
    *answer.mutable_override_until() = calendar::ToProto(last);
  }
}

// An adopted policy says the same of the same determination.
bool IsSaid(const google::protobuf::RepeatedPtrField<v1::Reason>& reasons,
            const v1::Reason& reason) {
  return std::ranges::any_of(reasons, [&](const v1::Reason& one) {
    return one.reason_code() == reason.reason_code() &&
           one.credential_id() == reason.credential_id();
  });
}

// Days on which an answer may change, within the two.
class Turns {
 public:
  Turns(Date first, Date last) : first_(first), last_(last) { days_.insert(first); }
  void Add(Date day) {
    if (first_ < day && day <= last_) days_.insert(day);
  }
  void AddAfter(Date day) {
    if (day < last_) Add(day + 1);
  }
  const std::set<Date>& days() const { return days_; }

 private:
  const Date first_, last_;
  std::set<Date> days_;
};

// Days of grace and of renewal that any adopted requirement counts from an end.
std::set<int> Distances(const Facts& facts) {
  std::set<int> distances{0};
  for (const auto& scope : facts.adoptions)
    for (const auto& fact : scope.facts())
      for (const auto& requirement : fact.adopted().policy().requirements()) {
        distances.insert(static_cast<int>(requirement.grace_days()));
        distances.insert(-static_cast<int>(requirement.lead_days()) - 1);
      }
  return distances;
}

void AddAdoptions(const Facts& facts, Turns& turns) {
  for (const auto& scope : facts.adoptions)
    for (const auto& fact : scope.facts()) {
      if (fact.has_ended()) turns.AddAfter(FromProto(fact.ended().last_day()));
      if (!fact.has_adopted()) continue;
      turns.Add(FromProto(fact.adopted().effective_from()));
      const auto to = calendar::ParseDate(fact.adopted().policy().provenance().valid_to());
      if (to) turns.AddAfter(*to);
    }
}

void AddCredentials(const Facts& facts, Turns& turns) {
  const auto distances = Distances(facts);
  for (const auto& fact : facts.credentials) {
    turns.Add(FromProto(fact.deposited().valid_from()));
    for (const auto& one : fact.revocations())
      for (const int days : distances) turns.Add(FromProto(one.revoked().effective_from()) + days);
    if (!fact.deposited().has_valid_to()) continue;
    for (const int days : distances) turns.AddAfter(FromProto(fact.deposited().valid_to()) + days);
  }
}

void AddOthers(const Facts& facts, Turns& turns) {
  for (const auto& fact : facts.determinations) {
    turns.Add(FromProto(fact.effective_from()));
    for (const auto& one : fact.withdrawals()) turns.Add(FromProto(one.effective_from()));
  }
  for (const auto& fact : facts.overrides) {
    if (!fact.has_granted()) continue;
    turns.Add(FromProto(fact.granted().first_day()));
    turns.AddAfter(FromProto(fact.granted().last_day()));
    if (fact.has_ended()) turns.AddAfter(FromProto(fact.ended().last_day()));
  }
}
}  // namespace

bool When::Knows(const google::protobuf::Timestamp& recorded) const {
  using google::protobuf::operator<=;
  return !known_by || recorded <= *known_by;
}

v1::GateAnswer Check(v1::Gate gate, const v1::Subject& subject, const Facts& facts,
                     const When& when) {
  v1::GateAnswer answer;
  answer.set_gate(gate);
  for (const Ask& ask : AsksOf(subject, facts, when)) {
    const auto& closes = ask.requirement->closes();
    if (std::ranges::find(closes, gate) == closes.end()) continue;
    auto missing = Missing(subject, ask, facts, when);
    if (!missing || (IsHouse(ask) && IsSaid(answer.reasons(), *missing))) continue;
    const bool warns = missing->reason_code() >= v1::REASON_CODE_IN_GRACE;
    *(warns ? answer.add_warnings() : answer.add_reasons()) = *std::move(missing);
  }
  answer.set_open(answer.reasons().empty());
  if (!answer.open()) HoldOpen(subject, facts, when, answer);
  return answer;
}

std::vector<v1::Stretch> Over(v1::Gate gate, const v1::Subject& subject, const Facts& facts,
                              const When& from, Date to) {
  Turns turns(from.day, to);
  AddAdoptions(facts, turns);
  AddCredentials(facts, turns);
  AddOthers(facts, turns);
  std::vector<v1::Stretch> stretches;
  std::string before;
  for (const Date day : turns.days()) {
    v1::GateAnswer answer = Check(gate, subject, facts, {day, from.known_by});
    std::string said = answer.SerializeAsString();
    if (!stretches.empty())
      *stretches.back().mutable_last_day() = calendar::ToProto(said == before ? to : day - 1);
    if (said == before) continue;
    auto& stretch = stretches.emplace_back();
    *stretch.mutable_first_day() = calendar::ToProto(day);
    *stretch.mutable_last_day() = calendar::ToProto(to);
    *stretch.mutable_answer() = std::move(answer);
    before = std::move(said);
  }
  return stretches;
}

std::optional<Date> EndOf(const v1::ContractFact& contract, const When& when) {
  std::optional<Date> end;
  for (const auto& one : contract.ends())
    if (when.Knows(one.recorded_at()))
      end = one.has_end() ? std::optional(FromProto(one.end())) : std::nullopt;
  return end;
}
}  // namespace aor::credentials
