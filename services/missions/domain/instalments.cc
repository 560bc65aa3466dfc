#include "services/missions/domain/decisions.h"

namespace aor::missions {
namespace {
// What nobody was billed for yet, at the order's prices; and all that is billed by then.
Delivered AddDelivered(const Mission& mission, Instant now, v1::InstalmentDue& due) {
  Delivered billed = mission.billed;
  for (const auto& [kind, ordered] : mission.order) {
    const uint32_t before = billed[kind];
    const uint32_t delivered = DeliveredOf(mission, kind, now);
    if (delivered <= before) continue;
    auto& line = *due.add_delivered();
    line = ordered;
    line.set_sessions(delivered - before);
    billed[kind] = delivered;
  }
  return billed;
}
}  // namespace

Decision On(const Mission& mission, const Command& command, const BillInstalment& wish) {
  if (mission.opened.mission_id().empty()) return kMissionUnknown;
  if (mission.requests.contains(wish.request)) return AlreadyTrue();
  if (mission.closed) return kMissionClosed;
  const auto* kind = command.rules->KindOf(mission.opened.opportunity_kind());
  if (!kind || !kind->sells()) return kNotSold;
  if (!command.rules->settings().instalments()) return kInstalmentsOff;
  Events events(1);
  auto& due = *events[0].mutable_instalment_due();
  const Delivered billed = AddDelivered(mission, command.now, due);
  if (due.delivered().empty()) return kNothingDelivered;
  due.set_mission_id(mission.opened.mission_id());
  due.set_client_id(mission.opened.client_id());
  due.set_legal_entity_id(mission.opened.legal_entity_id());
  due.set_number(mission.instalments_due + 1);
  *due.mutable_due_on() = calendar::ToProto(command.rules->DayOf(command.now));
  due.set_by(command.by.id);
  due.set_request_id(wish.request);
  if (auto parts = Apportion(mission, command, billed)) {
    parts->set_instalment(due.number());
    *due.mutable_apportionment() = *std::move(parts);
  }
  return events;
}
}  // namespace aor::missions
