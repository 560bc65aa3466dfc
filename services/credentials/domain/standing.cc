#include "services/credentials/domain/standing.h"

#include <algorithm>

#include "services/credentials/domain/determined.h"

namespace aor::credentials {
namespace {
using calendar::Date;
using calendar::FromProto;
using Code = v1::ReasonCode;
constexpr char kCompliance[] = "compliance";

// How one credential stands on the day.
struct Shown {
  Code code = v1::REASON_CODE_UNSPECIFIED;  // it holds
  const v1::CredentialDeposited* facts = nullptr;
  Date last_day = Date::max();
};

Date EndOf(const v1::CredentialDeposited& facts) {
  return facts.has_valid_to() ? FromProto(facts.valid_to()) : Date::max();
}

// The day before the earliest one from which it is known not to hold.
Date LastBeforeRevocation(const v1::CredentialFact& fact, const When& when) {
  Date last = Date::max();
  for (const auto& one : fact.revocations())
    if (when.Knows(one.recorded_at()))
      last = std::min(last, FromProto(one.revoked().effective_from()) - 1);
  return last;
}

Shown ShownBy(const v1::CredentialFact& fact, int grace_days, const When& when) {
  const auto& facts = fact.deposited();
  Shown shown{v1::REASON_CODE_UNSPECIFIED, &facts, EndOf(facts)};
  const bool accepted = fact.has_accepted() && when.Knows(fact.accepted_at());
  const bool rejected = fact.has_rejected() && when.Knows(fact.rejected_at());
  if (rejected) {
    shown.code = v1::REASON_CODE_REJECTED;
  } else if (LastBeforeRevocation(fact, when) < when.day) {
    shown.code = v1::REASON_CODE_REVOKED;
    shown.last_day = LastBeforeRevocation(fact, when);
  } else if (shown.last_day < when.day) {
    const bool in_grace = accepted && when.day - shown.last_day <= grace_days;
    shown.code = in_grace ? v1::REASON_CODE_IN_GRACE : v1::REASON_CODE_EXPIRED;
  } else if (!accepted) {
    shown.code = v1::REASON_CODE_AWAITING_REVIEW;
  } else if (when.day < FromProto(facts.valid_from())) {
    shown.code = v1::REASON_CODE_NOT_YET_VALID;
  } else {
    shown.last_day = std::min(shown.last_day, LastBeforeRevocation(fact, when));
  }
  return shown;
}

// What brings somebody nearest to the fix comes first.
int RankOf(Code code) {
  constexpr Code kOrder[] = {v1::REASON_CODE_UNSPECIFIED,     v1::REASON_CODE_IN_GRACE,
                             v1::REASON_CODE_AWAITING_REVIEW, v1::REASON_CODE_NOT_YET_VALID,
                             v1::REASON_CODE_REVOKED,         v1::REASON_CODE_EXPIRED,
                             v1::REASON_CODE_REJECTED,        v1::REASON_CODE_MISSING};
  return static_cast<int>(std::ranges::find(kOrder, code) - std::begin(kOrder));
}

// Of two of one rank, the one that lasts longer.
bool IsBetter(const Shown& a, const Shown& b) {
  if (RankOf(a.code) != RankOf(b.code)) return RankOf(a.code) < RankOf(b.code);
  return a.last_day > b.last_day;
}

Shown BestShown(const v1::Subject& subject, const Ask& ask, const Facts& facts, const When& when) {
  const std::string& holder = HolderOf(subject, ask.requirement->holder());
  const auto& any_of = ask.requirement->any_of();
  Shown best{v1::REASON_CODE_MISSING};
  for (const auto& fact : facts.credentials) {
    const auto& shown = fact.deposited();
    if (shown.holder_id() != holder || !when.Knows(fact.deposited_at()) ||
        std::ranges::find(any_of, shown.kind_id()) == any_of.end())
      continue;
    const auto* kind = KindOf(*ask.adopted, shown.kind_id());
    if (kind && kind->for_one_client() && shown.client_id() != subject.client_id()) continue;
    const bool hard = kind && kind->ends_hard();
    const int grace = hard ? 0 : static_cast<int>(ask.requirement->grace_days());
    if (const Shown one = ShownBy(fact, grace, when); IsBetter(one, best)) best = one;
  }
  return best;
}

bool EndsWithin(const Shown& shown, int days, Date day) {
  return shown.code == v1::REASON_CODE_UNSPECIFIED && shown.last_day != Date::max() &&
         shown.last_day - day <= days;
}

// A renewal that begins when it ends takes its place, without a day between: of them all the last.
Shown Renewed(Shown shown, int days, const v1::Subject& subject, const Ask& ask, const Facts& facts,
              const When& when) {
  while (EndsWithin(shown, days, when.day)) {
    const Shown next = BestShown(subject, ask, facts, {shown.last_day + 1, when.known_by});
    if (next.code != v1::REASON_CODE_UNSPECIFIED) break;
    shown = next;
  }
  return shown;
}

v1::Reason Explained(v1::Reason reason, const Shown& shown) {
  if (!shown.facts) return reason;
  reason.set_credential_id(shown.facts->credential_id());
  const bool lapsed = shown.code == v1::REASON_CODE_EXPIRED ||
                      shown.code == v1::REASON_CODE_REVOKED ||
                      shown.code == v1::REASON_CODE_IN_GRACE;
  if (lapsed) *reason.mutable_since() = calendar::ToProto(shown.last_day + 1);
  if (shown.last_day != Date::max()) *reason.mutable_last_day() = calendar::ToProto(shown.last_day);
  if (shown.code == v1::REASON_CODE_AWAITING_REVIEW) {
    reason.set_fix("Accept or reject what was handed in.");
    reason.set_fixed_by(kCompliance);
  }
  return reason;
}

std::optional<v1::Reason> MissingCredential(const v1::Subject& subject, const Ask& ask,
                                            const Facts& facts, const When& when) {
  const int lead = static_cast<int>(ask.requirement->lead_days());
  Shown best = Renewed(BestShown(subject, ask, facts, when), lead, subject, ask, facts, when);
  if (EndsWithin(best, lead, when.day)) best.code = v1::REASON_CODE_ENDS_SOON;
  if (best.code == v1::REASON_CODE_UNSPECIFIED) return std::nullopt;
  return Explained(ReasonOf(subject, ask, best.code), best);
}

// What may be done instead, by name.
std::string InsteadOf(const v1::DeterminationFact& fact) {
  if (!fact.offered_path().empty()) return "Offer instead: " + fact.offered_path() + ".";
  std::string kinds;
  for (const auto& kind : fact.engagement_kinds()) kinds += (kinds.empty() ? "" : ", ") + kind;
  return kinds.empty() ? "" : "Offer instead what the determination admits: " + kinds + ".";
}

// What there was, if anything.
v1::Reason NotDetermined(const v1::Subject& subject, const Ask& ask, const Facts& facts,
                         const When& when) {
  v1::Reason reason = ReasonOf(subject, ask, v1::REASON_CODE_NOT_DETERMINED);
  const auto* fallen = Fallen(subject, facts, when);
  if (!fallen) return reason;
  reason.set_credential_id(fallen->determination_id());
  *reason.mutable_since() = calendar::ToProto(FellOn(*fallen, when));
  reason.set_fix("Determine the work anew: what was approved of it was taken back.");
  return reason;
}

std::optional<v1::Reason> MissingDetermination(const v1::Subject& subject, const Ask& ask,
                                               const Facts& facts, const When& when) {
  const auto determined = DeterminedFor(subject, facts, when);
  if (determined.empty()) return NotDetermined(subject, ask, facts, when);
  const auto* against = NotAdmitting(subject, determined);
  if (!against) return std::nullopt;
  v1::Reason reason = ReasonOf(subject, ask, v1::REASON_CODE_NOT_ADMITTED);
  reason.set_credential_id(against->determination_id());
  if (std::string instead = InsteadOf(*against); !instead.empty()) reason.set_fix(instead);
  return reason;
}
}  // namespace

std::optional<v1::Reason> Missing(const v1::Subject& subject, const Ask& ask, const Facts& facts,
                                  const When& when) {
  return ask.requirement->determination() ? MissingDetermination(subject, ask, facts, when)
                                          : MissingCredential(subject, ask, facts, when);
}
}  // namespace aor::credentials
