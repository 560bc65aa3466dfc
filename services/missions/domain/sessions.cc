#include <google/protobuf/util/message_differencer.h>

#include <algorithm>

#include "services/missions/domain/decisions.h"
#include "services/missions/domain/half_days.h"

namespace aor::missions {
namespace {
using google::protobuf::util::MessageDifferencer;

std::vector<calendar::Interval> TimesOf(const auto& planned) {
  std::vector<calendar::Interval> times;
  for (const auto& time : planned.times()) times.push_back(calendar::FromProto(time));
  return times;
}

// What the client ordered is called; empty: by its kind.
std::string TitleOf(const Mission& mission, v1::SessionKind kind) {
  const auto line = mission.order.find(kind);
  return line == mission.order.end() ? "" : line->second.title();
}

// What was wished, without what was decided about it.
bool SamePlan(v1::SessionPlanned a, v1::SessionPlanned b) {
  if (b.title().empty()) a.clear_title();
  for (auto* plan : {&a, &b}) {
    plan->clear_half_days();
    plan->clear_planned_by();
    plan->clear_beyond_order();
    plan->clear_after_the_fact();
    plan->clear_mission_id();
    plan->clear_roll();
    plan->clear_reason();
  }
  return MessageDifferencer::Equals(a, b);
}

bool IsBeyondOrder(const Mission& mission, const Command& command, v1::SessionKind kind) {
  const Counted counted = Count(mission, kind, command.now);
  return counted.planned + counted.cancelled_agreed >= counted.ordered;
}

// What else is planned, and what was given up before, is all that the client ordered.
bool IsCoveredWithout(const Mission& mission, const Command& command, const Session& session) {
  const Counted counted = Count(mission, session.planned.session_kind(), command.now);
  const uint32_t others = counted.planned - (session.cancelled ? 0 : 1);
  return others + counted.cancelled_agreed >= counted.ordered;
}

bool IsUnpriced(const Mission& mission, const Command& command, v1::SessionKind kind) {
  const auto known = mission.order.find(kind);
  v1::OrderLine line = known == mission.order.end() ? v1::OrderLine() : known->second;
  line.set_sessions(1);
  return LacksPrice(mission.opened, command, line);
}

// As it would be then.
Session MovedTo(Session session, const v1::SessionMoved& moved) {
  *session.planned.mutable_times() = moved.times();
  session.start = TimesOf(moved).front().start;
  return session;
}

// Evidence that the half-day took place stays.
bool DropsAttended(const MoveSession& wish, const std::vector<std::string>& half_days) {
  return std::ranges::any_of(wish.attended, [&](const auto& attended) {
    return std::ranges::find(half_days, attended) == half_days.end();
  });
}

// Nothing, or why it is not moved to then, by them.
std::optional<Refusal> RefuseMove(const Mission& mission, const Command& command,
                                  const Session& session, const Session& moved) {
  if (mission.closed) return kMissionClosed;
  if (session.cancelled) return kSessionCancelled;
  if (session.end <= command.now || !session.sheets.empty()) return kSessionTookPlace;
  const bool began = session.start <= command.now || moved.start <= command.now;
  if (began && !command.by.is_team) return kSessionBegan;
  return std::nullopt;
}

bool IsThereAlready(const Session& session, const v1::SessionMoved& wish) {
  return session.planned.place() == wish.place() && TimesOf(session.planned) == TimesOf(wish);
}

// Somebody was present, or the sheet is there and was not rejected.
bool HasEvidence(const Session& session, bool attended) {
  const bool rejected = session.checked && !session.conforms;
  return attended || (!session.sheets.empty() && !rejected);
}

// Nothing, or why what was planned is not given up now.
std::optional<Refusal> RefuseCancelling(const Mission& mission, const Command& command,
                                        const Session& session, bool attended) {
  if (session.end <= command.now && !command.by.is_team) return kSessionEnded;
  if (IsFeeKnown(mission, session.planned.session_id(), session.active)) return kFeeRequested;
  if (HasEvidence(session, attended)) return kSessionTookPlace;
  return std::nullopt;
}

// Who is owed a part of the fee because it is cancelled now; empty: nobody.
std::string OwedByCancelling(const Session& session, const Command& command) {
  if (!IsLate(session, command)) return "";
  return session.IsConfirmed() ? session.active : session.let_go;
}

}  // namespace

bool OwesFee(const Session& session, Instant now) {
  if (!session.IsConfirmed()) return false;
  return session.cancelled ? session.late : session.end <= now;
}

Decision On(const Mission& mission, const Command& command, const PlanSession& wish) {
  if (mission.opened.mission_id().empty() || !MayCoordinate(mission, command.by))
    return kMissionUnknown;
  if (const Session* known = FindSession(mission, wish.facts.session_id()))
    return SamePlan(known->planned, wish.facts) ? AlreadyTrue() : kSessionExists;
  if (mission.closed) return kMissionClosed;
  if (IsUnpriced(mission, command, wish.facts.session_kind())) return kPriceMissing;
  const auto times = TimesOf(wish.facts);
  const bool began = times.front().start <= command.now;
  if (began && !command.by.is_team) return kSessionBegan;
  const bool beyond = IsBeyondOrder(mission, command, wish.facts.session_kind());
  const bool refused = beyond && command.rules->settings().refuse_beyond_order();
  if (refused && !command.by.is_team) return kBeyondOrder;
  if ((began || refused) && wish.facts.reason().empty()) return kReasonMissing;
  Events events(1);
  auto& planned = *events[0].mutable_session_planned();
  planned = wish.facts;
  for (auto& half_day : HalfDaysOf(times)) planned.add_half_days(std::move(half_day));
  planned.set_planned_by(command.by.id);
  planned.set_beyond_order(beyond);
  planned.set_after_the_fact(began);
  planned.set_mission_id(mission.opened.mission_id());
  planned.set_roll(mission.opened.mission_id() + "~" + wish.facts.session_id());
  if (planned.title().empty()) planned.set_title(TitleOf(mission, wish.facts.session_kind()));
  return events;
}

Decision On(const Mission& mission, const Command& command, const MoveSession& wish) {
  const Session* session = FindSession(mission, wish.facts.session_id());
  if (!session || !MayCoordinate(mission, command.by)) return kSessionUnknown;
  if (IsThereAlready(*session, wish.facts)) return AlreadyTrue();
  const Session moved = MovedTo(*session, wish.facts);
  if (auto refusal = RefuseMove(mission, command, *session, moved)) return *refusal;
  const auto half_days = HalfDaysOf(TimesOf(wish.facts));
  if (DropsAttended(wish, half_days)) return kHalfDayAttended;
  if (wish.facts.reason().empty()) return kReasonMissing;
  if (!moved.active.empty())
    if (const Gate gate = PassGate(mission, command, moved, moved.active); gate.refusal)
      return *gate.refusal;
  Events events(1);
  auto& fact = *events[0].mutable_session_moved();
  fact = wish.facts;
  fact.mutable_half_days()->Assign(half_days.begin(), half_days.end());
  *fact.mutable_was_times() = session->planned.times();
  fact.set_was_place(session->planned.place());
  fact.set_by(command.by.id);
  fact.set_facilitator_id(session->active);
  fact.set_mission_id(mission.opened.mission_id());
  fact.set_after_the_fact(session->start <= command.now || moved.start <= command.now);
  return events;
}

Decision On(const Mission& mission, const Command& command, const CancelSession& wish) {
  const Session* session = FindSession(mission, wish.session);
  if (!session || !MayCoordinate(mission, command.by)) return kSessionUnknown;
  if (session->cancelled && (session->client_agreed || !wish.client_agreed)) return AlreadyTrue();
  if (mission.closed) return kMissionClosed;
  if (!session->cancelled)
    if (const auto refusal = RefuseCancelling(mission, command, *session, wish.attended))
      return *refusal;
  if (wish.reason.empty()) return kReasonMissing;
  const std::string owed = OwedByCancelling(*session, command);
  Events events(1);
  auto& cancelled = *events[0].mutable_session_cancelled();
  cancelled.set_session_id(wish.session);
  cancelled.set_by(command.by.id);
  cancelled.set_reason(wish.reason);
  cancelled.set_client_agreed(wish.client_agreed);
  cancelled.set_beyond_order(wish.client_agreed && IsCoveredWithout(mission, command, *session));
  cancelled.set_late(session->cancelled ? session->late : !owed.empty());
  cancelled.set_facilitator_id(session->cancelled || owed.empty() ? session->active : owed);
  return events;
}

Decision On(const Mission& mission, const Command& command, const ReachSessionEnd& wish) {
  const Session* session = FindSession(mission, wish.session);
  if (!session || session->end_recorded || session->cancelled || session->end > command.now)
    return AlreadyTrue();
  Events events(1);
  auto& ended = *events[0].mutable_session_ended();
  ended.set_session_id(wish.session);
  if (session->IsConfirmed()) ended.set_facilitator_id(session->active);
  ended.mutable_ended_at()->set_seconds(session->end.time_since_epoch().count());
  ended.set_sheet_missing(session->sheets.empty());
  return events;
}
}  // namespace aor::missions
