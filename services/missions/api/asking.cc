#include "services/missions/api/asking.h"

#include "libs/ids/uuid.h"
#include "services/missions/domain/quality.h"

namespace aor::missions {
namespace {
using eventsourcing::Refused;
using eventsourcing::Transaction;

std::optional<Refused> AskOn(Transaction& transaction, const v1::Questionnaire& questionnaire,
                             const Mission& mission, const roll::SessionFacts& session) {
  const Instant now = ToInstant(transaction.now());
  const auto& planned = mission.sessions.at(session.id).planned;
  const auto& roll = transaction.Fold<roll::Roll, roll::Event>(RollStream(planned));
  quality::Ask wish;
  for (const auto& participant : quality::WhoIsAsked(roll, session, questionnaire, now)) {
    auto& asking = *wish.facts.add_askings();
    asking.set_participant_id(participant);
    asking.set_asking_id(
        DerivedId(transaction.tenant(), participant, v1::Occasion_Name(questionnaire.occasion())));
  }
  if (wish.facts.askings().empty()) return std::nullopt;
  wish.facts.set_session_id(session.id);
  wish.facts.set_mission_id(mission.opened.mission_id());
  wish.facts.set_questionnaire_id(questionnaire.questionnaire_id());
  wish.facts.set_version(questionnaire.version());
  wish.facts.set_occasion(questionnaire.occasion());
  wish.facts.mutable_open_until()->set_seconds(
      quality::OpenUntil(session, questionnaire, now).time_since_epoch().count());
  return eventsourcing::DecideOn<quality::Quality, quality::Event>(
      transaction, QualityStream(planned), quality::Command{now, false, std::move(wish)});
}
}  // namespace

std::string QualityStream(const v1::SessionPlanned& session) {
  return "quality-" + RollOf(session);
}

std::optional<Refused> AskParticipants(Transaction& transaction, const QualityBook& book,
                                       const Mission& mission, const roll::SessionFacts& session) {
  const auto kind = mission.sessions.at(session.id).planned.session_kind();
  for (const auto occasion : {v1::OCCASION_POSITIONING, v1::OCCASION_SATISFACTION})
    if (const auto* questionnaire = book.For(occasion, kind))
      if (auto refused = AskOn(transaction, *questionnaire, mission, session)) return refused;
  return std::nullopt;
}

std::optional<Refused> TakeBack(Transaction& transaction, const quality::TakeBack& wish) {
  const auto& sessions = transaction.Fold<Mission, Event>(MissionStream(wish.mission)).sessions;
  return eventsourcing::DecideOn<quality::Quality, quality::Event>(
      transaction, QualityStream(sessions.at(wish.session).planned),
      quality::Command{ToInstant(transaction.now()), false, wish});
}

std::optional<Refused> FollowSession(Transaction& transaction, const std::string& mission,
                                     const std::string& session) {
  const auto& known = transaction.Fold<Mission, Event>(MissionStream(mission)).sessions.at(session);
  quality::Command command{ToInstant(transaction.now()), false,
                           quality::TakeBack{session, mission}};
  if (!known.cancelled) command.wish = quality::Reschedule{session, mission, known.start};
  return eventsourcing::DecideOn<quality::Quality, quality::Event>(
      transaction, QualityStream(known.planned), command);
}
}  // namespace aor::missions
