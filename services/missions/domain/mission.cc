#include "services/missions/domain/mission.h"

#include <google/protobuf/util/message_differencer.h>

#include "services/missions/domain/decisions.h"

namespace aor::missions {
namespace {
using google::protobuf::util::MessageDifferencer;

google::protobuf::Timestamp Stamp(Instant instant) {
  google::protobuf::Timestamp stamp;
  stamp.set_seconds(instant.time_since_epoch().count());
  return stamp;
}

bool Orders(const v1::MissionOpened& facts) {
  for (const auto& line : facts.order())
    if (line.sessions() > 0) return true;
  return false;
}

uint32_t SessionsOrdered(const Mission& mission) {
  uint32_t sessions = 0;
  for (const auto& [kind, line] : mission.order) sessions += line.sessions();
  return sessions;
}

bool AsksAnotherPrice(const ChangeOrder& wish, const v1::OrderLine& line) {
  return wish.price && line.has_price() && !MessageDifferencer::Equals(*wish.price, line.price());
}

// Nothing, or why the line cannot have the price of the wish, or needs one.
std::optional<Refusal> TakePrice(const Mission& mission, const Command& command,
                                 const ChangeOrder& wish, v1::OrderLine& line) {
  if (AsksAnotherPrice(wish, line)) return kPriceAgreed;
  if (wish.price) *line.mutable_price() = *wish.price;
  if (LacksPrice(mission.opened, command, line)) return kPriceMissing;
  return std::nullopt;
}

// Today's level, where it opens the coordination; nothing: it does not.
std::optional<std::string> PassGate(const Mission& mission, const Command& command,
                                    const std::string& person) {
  const auto& rules = *command.rules;
  auto level = LevelOn(command.people, person, rules.DayOf(command.now), rules);
  if (!rules.Admits(v1::MISSION_ROLE_COORDINATOR, mission.opened.client_type(), level))
    return std::nullopt;
  return level;
}
}  // namespace

const std::string& Mission::coordinator() const {
  static const std::string kNobody;
  return coordinators.empty() ? kNobody : coordinators.back().person;
}

bool MayCoordinate(const Mission& mission, const Actor& actor) {
  return actor.is_team || (!actor.id.empty() && mission.coordinator() == actor.id);
}

std::optional<Refusal> RefusePlanning(const Mission& mission, const Actor& actor) {
  if (mission.opened.mission_id().empty() || !MayCoordinate(mission, actor)) return kMissionUnknown;
  if (mission.closed) return kMissionClosed;
  return std::nullopt;
}

bool MayAttend(const Mission& mission, const std::string& session, const Actor& actor) {
  const Session* known = FindSession(mission, session);
  return known && (MayCoordinate(mission, actor) ||
                   (!actor.id.empty() && known->active == actor.id && known->IsConfirmed()));
}

const std::string& RollOf(const v1::SessionPlanned& planned) {
  return planned.roll().empty() ? planned.session_id() : planned.roll();
}

const Session* FindSession(const Mission& mission, const std::string& session) {
  const auto found = mission.sessions.find(session);
  return found == mission.sessions.end() ? nullptr : &found->second;
}

bool LacksPrice(const v1::MissionOpened& opened, const Command& command,
                const v1::OrderLine& line) {
  const auto* kind = command.rules->KindOf(opened.opportunity_kind());
  return kind && kind->sells() && line.sessions() > 0 && !line.has_price();
}

Decision On(const Mission& mission, const Command& command, const OpenMission& wish) {
  if (!mission.opened.mission_id().empty())
    return MessageDifferencer::Equals(mission.opened, wish.facts) ? AlreadyTrue() : kMissionExists;
  if (!Orders(wish.facts)) return kNothingOrdered;
  for (const auto& line : wish.facts.order())
    if (LacksPrice(wish.facts, command, line)) return kPriceMissing;
  Events events(1);
  *events[0].mutable_mission_opened() = wish.facts;
  Mission opened = Evolve(mission, events[0]);
  for (const auto& funding : wish.fundings) {
    auto agreed = On(opened, command, AgreeFunding{funding});
    if (const auto* refusal = std::get_if<Refusal>(&agreed)) return *refusal;
    for (Event& event : std::get<Events>(agreed)) {
      opened = Evolve(std::move(opened), event);
      events.push_back(std::move(event));
    }
  }
  return events;
}

Decision On(const Mission& mission, const Command& command, const ChangeOrder& wish) {
  if (mission.opened.mission_id().empty()) return kMissionUnknown;
  const auto known = mission.order.find(wish.kind);
  v1::OrderLine line = known == mission.order.end() ? v1::OrderLine() : known->second;
  const uint32_t was = line.sessions();
  if (was == wish.sessions)
    return AsksAnotherPrice(wish, line) ? Decision(kPriceAgreed) : AlreadyTrue();
  if (mission.closed) return kMissionClosed;
  if (SessionsOrdered(mission) - was + wish.sessions == 0) return kNothingOrdered;
  if (wish.reason.empty()) return kReasonMissing;
  line.set_session_kind(wish.kind);
  line.set_sessions(wish.sessions);
  if (const auto refusal = TakePrice(mission, command, wish, line)) return *refusal;
  const auto change = [&](auto& changed) {
    *changed.mutable_line() = line;
    changed.set_was(was);
    changed.set_by(command.by.id);
    changed.set_reason(wish.reason);
  };
  Events events(1);
  if (wish.sessions > was)
    change(*events[0].mutable_order_raised());
  else
    change(*events[0].mutable_order_lowered());
  return events;
}

Decision On(const Mission& mission, const Command& command, const OfferOpportunity& wish) {
  if (mission.opened.mission_id().empty()) return kMissionUnknown;
  const auto offer = mission.offers.find(wish.coordinator);
  if (mission.coordinator() == wish.coordinator || (offer != mission.offers.end() && offer->second))
    return AlreadyTrue();
  if (mission.closed) return kMissionClosed;
  if (!mission.coordinators.empty()) return kAlreadyTaken;
  Events events(1);
  auto& offered = *events[0].mutable_opportunity_offered();
  offered.set_coordinator_id(wish.coordinator);
  offered.set_offered_by(command.by.id);
  offered.set_mission_id(mission.opened.mission_id());
  return events;
}

Decision On(const Mission& mission, const Command& command, const AcceptOpportunity& wish) {
  const auto offer = mission.offers.find(wish.coordinator);
  if (offer == mission.offers.end()) return kMissionUnknown;
  if (mission.coordinator() == wish.coordinator) return AlreadyTrue();
  if (mission.closed) return kMissionClosed;
  if (!mission.coordinators.empty()) return kAlreadyTaken;
  if (!offer->second) return kOfferUnknown;
  const auto level = PassGate(mission, command, wish.coordinator);
  if (!level) return kLevelTooLow;
  Events events(1);
  auto& accepted = *events[0].mutable_opportunity_accepted();
  accepted.set_coordinator_id(wish.coordinator);
  *accepted.mutable_from() = Stamp(command.now);
  accepted.set_level(*level);
  return events;
}

Decision On(const Mission& mission, const Command&, const DeclineOpportunity& wish) {
  const auto offer = mission.offers.find(wish.coordinator);
  if (offer == mission.offers.end()) return kMissionUnknown;
  if (mission.coordinator() == wish.coordinator) return kOfferUnknown;
  if (!offer->second) return AlreadyTrue();
  Events events(1);
  auto& declined = *events[0].mutable_opportunity_declined();
  declined.set_coordinator_id(wish.coordinator);
  declined.set_reason(wish.reason);
  return events;
}

Decision On(const Mission& mission, const Command& command, const ReplaceCoordinator& wish) {
  if (mission.opened.mission_id().empty()) return kMissionUnknown;
  if (mission.coordinator() == wish.coordinator) return AlreadyTrue();
  if (mission.closed) return kMissionClosed;
  if (wish.reason.empty()) return kReasonMissing;
  const auto level = PassGate(mission, command, wish.coordinator);
  if (!level) return kLevelTooLow;
  Events events(1);
  auto& replaced = *events[0].mutable_coordinator_replaced();
  replaced.set_coordinator_id(wish.coordinator);
  replaced.set_was(mission.coordinator());
  *replaced.mutable_from() = Stamp(command.now);
  replaced.set_by(command.by.id);
  replaced.set_reason(wish.reason);
  replaced.set_level(*level);
  return events;
}

// A mission closes in the decision that fulfils its last condition, whichever that is.
Decision Decide(const Mission& mission, const Command& command) {
  auto decision =
      std::visit([&](const auto& wish) { return On(mission, command, wish); }, command.wish);
  auto* events = std::get_if<Events>(&decision);
  if (!events) return decision;
  if (events->empty() && !std::holds_alternative<ReachSessionEnd>(command.wish)) return decision;
  Mission after = mission;
  for (const Event& event : *events) after = Evolve(std::move(after), event);
  for (Event& event : Close(after, command)) events->push_back(std::move(event));
  return decision;
}
}  // namespace aor::missions
