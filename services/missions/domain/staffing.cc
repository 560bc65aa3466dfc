// Who runs a session: proposed, confirmed, declined, withdrawn, replaced.
#include <algorithm>

#include "services/missions/domain/decisions.h"

namespace aor::missions {
namespace {
// Nothing, or why nobody is enrolled on it or taken off it now.
std::optional<Refusal> RefuseStaffing(const Mission& mission, const Command& command,
                                      const Session* session, const std::string& reason) {
  if (mission.closed) return kMissionClosed;
  if (session->cancelled) return kSessionCancelled;
  if (session->end > command.now) return std::nullopt;
  if (!command.by.is_team) return kSessionEnded;
  if (reason.empty()) return kReasonMissing;
  return std::nullopt;
}

// The session's own people speak for themselves; whoever coordinates, for all.
bool MaySpeakFor(const Mission& mission, const Actor& actor, const std::string& facilitator) {
  return MayCoordinate(mission, actor) || actor.id == facilitator;
}

bool StandsAs(const Session& session, const std::string& facilitator, Standing standing) {
  const auto found = session.facilitators.find(facilitator);
  return found != session.facilitators.end() && found->second == standing;
}

bool Overlap(const Session& a, const Session& b) {
  for (const auto& mine : a.planned.times())
    for (const auto& other : b.planned.times())
      if (calendar::FromProto(mine).Overlaps(calendar::FromProto(other))) return true;
  return false;
}

bool IsElsewhere(const Mission& mission, const Session& here, const std::string& facilitator) {
  return std::ranges::any_of(mission.sessions, [&](const auto& named) {
    const Session& there = named.second;
    return there.planned.session_id() != here.planned.session_id() && !there.cancelled &&
           there.active == facilitator && Overlap(here, there);
  });
}

// Taken off by others, and not because somebody else ran it as is known afterwards.
bool IsLetGo(const Session& session, const Command& command) {
  return session.IsConfirmed() && command.by.id != session.active && IsLate(session, command) &&
         session.end > command.now;
}

template <class Fact>
void Say(Fact& fact, const Command& command, const auto& wish) {
  fact.set_session_id(wish.session);
  fact.set_facilitator_id(wish.facilitator);
  fact.set_by(command.by.id);
}
}  // namespace

Gate PassGate(const Mission& mission, const Command& command, const Session& session,
              const std::string& facilitator) {
  const auto& rules = *command.rules;
  const auto day = calendar::DayAt(session.start, session.planned.times(0).zone());
  Gate gate{LevelOn(command.people, facilitator, day, rules), std::nullopt};
  if (!rules.Admits(RoleIn(session.planned.session_kind()), mission.opened.client_type(),
                    gate.level))
    gate.refusal = kLevelTooLow;
  else if (IsElsewhere(mission, session, facilitator))
    gate.refusal = kFacilitatorElsewhere;
  return gate;
}

bool IsFeeKnown(const Mission& mission, const std::string& session, const std::string& person) {
  return mission.fees.contains(FeeIdOf(mission, session, person));
}

bool IsLate(const Session& session, const Command& command) {
  const std::chrono::hours notice(command.rules->settings().late_cancellation_hours());
  return command.now > session.start - notice;
}

Decision On(const Mission& mission, const Command& command, const ProposeFacilitator& wish) {
  const Session* session = FindSession(mission, wish.session);
  if (!session || !MayCoordinate(mission, command.by)) return kSessionUnknown;
  if (session->active == wish.facilitator) return AlreadyTrue();
  if (mission.closed) return kMissionClosed;
  if (session->cancelled) return kSessionCancelled;
  if (session->end <= command.now) return kSessionEnded;
  if (!session->active.empty()) return kSessionHasFacilitator;
  const Gate gate = PassGate(mission, command, *session, wish.facilitator);
  if (gate.refusal) return *gate.refusal;
  Events events(1);
  Say(*events[0].mutable_facilitator_proposed(), command, wish);
  events[0].mutable_facilitator_proposed()->set_level(gate.level);
  return events;
}

Decision On(const Mission& mission, const Command& command, const ConfirmFacilitator& wish) {
  const Session* session = FindSession(mission, wish.session);
  if (!session || !MaySpeakFor(mission, command.by, wish.facilitator)) return kSessionUnknown;
  if (!MayCoordinate(mission, command.by) && session->active != wish.facilitator)
    return kSessionUnknown;
  if (StandsAs(*session, wish.facilitator, Standing::kConfirmed)) return AlreadyTrue();
  if (auto refusal = RefuseStaffing(mission, command, session, wish.reason)) return *refusal;
  if (!session->active.empty() && session->active != wish.facilitator)
    return kSessionHasFacilitator;
  const Gate gate = PassGate(mission, command, *session, wish.facilitator);
  if (gate.refusal) return *gate.refusal;
  Events events(1);
  auto& confirmed = *events[0].mutable_facilitator_confirmed();
  Say(confirmed, command, wish);
  confirmed.set_level(gate.level);
  confirmed.set_reason(wish.reason);
  return events;
}

Decision On(const Mission& mission, const Command& command, const DeclineSession& wish) {
  const Session* session = FindSession(mission, wish.session);
  if (!session || !MaySpeakFor(mission, command.by, wish.facilitator)) return kSessionUnknown;
  if (StandsAs(*session, wish.facilitator, Standing::kDeclined)) return AlreadyTrue();
  if (!StandsAs(*session, wish.facilitator, Standing::kProposed)) return kFacilitatorUnknown;
  if (mission.closed) return kMissionClosed;
  Events events(1);
  Say(*events[0].mutable_facilitator_declined(), command, wish);
  events[0].mutable_facilitator_declined()->set_reason(wish.reason);
  return events;
}

Decision On(const Mission& mission, const Command& command, const WithdrawFacilitator& wish) {
  const Session* session = FindSession(mission, wish.session);
  if (!session || !MaySpeakFor(mission, command.by, wish.facilitator)) return kSessionUnknown;
  if (StandsAs(*session, wish.facilitator, Standing::kWithdrawn)) return AlreadyTrue();
  if (session->active != wish.facilitator) return kFacilitatorUnknown;
  if (auto refusal = RefuseStaffing(mission, command, session, wish.reason)) return *refusal;
  if (IsFeeKnown(mission, wish.session, wish.facilitator)) return kFeeRequested;
  Events events(1);
  Say(*events[0].mutable_facilitator_withdrawn(), command, wish);
  auto& withdrawn = *events[0].mutable_facilitator_withdrawn();
  withdrawn.set_reason(wish.reason);
  withdrawn.set_late(IsLetGo(*session, command));
  return events;
}

Decision On(const Mission& mission, const Command& command, const ReplaceFacilitator& wish) {
  const Session* session = FindSession(mission, wish.session);
  if (!session || !MayCoordinate(mission, command.by)) return kSessionUnknown;
  if (StandsAs(*session, wish.facilitator, Standing::kConfirmed) &&
      StandsAs(*session, wish.was, Standing::kReplaced))
    return AlreadyTrue();
  if (session->active != wish.was || wish.was == wish.facilitator) return kFacilitatorUnknown;
  if (auto refusal = RefuseStaffing(mission, command, session, wish.reason)) return *refusal;
  if (IsFeeKnown(mission, wish.session, wish.was)) return kFeeRequested;
  const Gate gate = PassGate(mission, command, *session, wish.facilitator);
  if (gate.refusal) return *gate.refusal;
  Events events(1);
  auto& replaced = *events[0].mutable_facilitator_replaced();
  Say(replaced, command, wish);
  replaced.set_was(wish.was);
  replaced.set_reason(wish.reason);
  replaced.set_level(gate.level);
  return events;
}
}  // namespace aor::missions
