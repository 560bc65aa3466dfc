#include "services/credentials/domain/onboarding.h"

#include <algorithm>

#include "services/credentials/domain/asking.h"
#include "services/credentials/domain/determined.h"
#include "services/credentials/domain/standing.h"

namespace aor::credentials {
namespace {
using calendar::Date;
using calendar::FromProto;

v1::StepState StateOf(const std::optional<v1::Reason>& reason) {
  if (!reason || reason->reason_code() == v1::REASON_CODE_ENDS_SOON) return v1::STEP_STATE_DONE;
  return reason->reason_code() == v1::REASON_CODE_AWAITING_REVIEW ? v1::STEP_STATE_AWAITING_REVIEW
                                                                  : v1::STEP_STATE_TO_DO;
}

// What lapsed was due on the first day without it; what ends soon is due on its last one.
Date DueOn(const v1::OnboardingStep& step, Date start) {
  if (step.reason().has_since()) return FromProto(step.reason().since());
  if (step.reason().reason_code() == v1::REASON_CODE_ENDS_SOON)
    return FromProto(step.reason().last_day());
  return std::max(start, FromProto(step.asked().adopted_from()));
}
}  // namespace

std::vector<v1::OnboardingStep> StepsOf(const v1::Subject& subject, const Facts& facts,
                                        const When& when, Date start) {
  std::vector<v1::OnboardingStep> steps;
  for (const Ask& ask : AsksOf(subject, facts, when)) {
    const auto reason = Missing(subject, ask, facts, when);
    const bool said = std::ranges::any_of(steps, [&](const auto& step) {
      return reason && step.reason().reason_code() == reason->reason_code() &&
             step.reason().credential_id() == reason->credential_id();
    });
    if (IsHouse(ask) && said) continue;
    auto& step = steps.emplace_back();
    *step.mutable_asked() = Described(subject, ask);
    step.set_step_state(StateOf(reason));
    step.set_owner(reason ? reason->fixed_by() : "");
    if (reason) *step.mutable_reason() = *reason;
    *step.mutable_due_on() = calendar::ToProto(DueOn(step, start));
  }
  return steps;
}

bool IsComplete(const v1::Subject& subject, const Facts& facts, const When& when) {
  return std::ranges::all_of(
      kGates, [&](v1::Gate gate) { return Check(gate, subject, facts, when).open(); });
}
}  // namespace aor::credentials
