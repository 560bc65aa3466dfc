#include <algorithm>
#include <numeric>

#include "libs/ids/uuid.h"
#include "libs/money/money.h"
#include "services/missions/domain/decisions.h"

namespace aor::missions {
namespace {
using Is = Blocker::Is;

void AddFee(const Mission& mission, const std::string& id, const Session& session,
            std::vector<Blocker>& blockers) {
  const std::string fee = FeeIdOf(mission, id, session.active);
  const FeeState* known = FindFee(mission, fee);
  if (known && known->is != FeeState::Is::kRequested) return;
  blockers.push_back({.is = known ? Is::kFeeNotTransmitted : Is::kFeeNotRequested,
                      .kind = session.planned.session_kind(),
                      .session = id,
                      .person = session.active,
                      .fee = fee});
}

// The sessions that took place in each coordinator's time, in the order of the coordinators: none
// where the permanent team alone carried it out.
std::vector<uint32_t> SessionsByCoordinator(const Mission& mission, Instant now) {
  std::vector<uint32_t> counts(mission.coordinators.size());
  if (counts.empty()) return counts;
  for (const auto& [id, session] : mission.sessions) {
    if (!TookPlace(session, now)) continue;
    size_t at = 0;
    while (at + 1 < counts.size() && mission.coordinators[at + 1].from <= session.start) ++at;
    counts[at]++;
  }
  return counts;
}

// One share for each person; who came back has one for both times.
std::map<std::string, uint32_t> Shares(const Mission& mission, const Command& command) {
  const auto counts = SessionsByCoordinator(mission, command.now);
  std::map<std::string, uint32_t> shares;
  const bool split =
      command.rules->settings().coordination_split() == v1::COORDINATION_SPLIT_BY_SESSIONS;
  for (size_t i = 0; i < counts.size(); ++i)
    shares[split ? mission.coordinators[i].person : mission.coordinator()] += counts[i];
  std::erase_if(shares, [](const auto& share) { return share.second == 0; });
  return shares;
}

v1::Fee ShareOf(const Mission& mission, const Command& command, const std::string& person,
                uint32_t sessions) {
  const auto& rules = *command.rules;
  const auto day = rules.DayOf(command.now);
  const auto payee = PayeeOn(command.people, person, day).value_or(Payee{});
  v1::Fee fee;
  fee.set_fee_id(FeeIdOf(mission, "", person));
  fee.set_payee_id(person);
  fee.set_supplier_id(payee.supplier_id);
  fee.set_role(v1::MISSION_ROLE_COORDINATOR);
  fee.set_supplier_kind(payee.kind);
  fee.set_country(payee.country);
  fee.set_percent(PercentFor(payee.kind, 100));
  fee.set_sessions(sessions);
  fee.set_paper(rules.PaperFor(mission.opened.opportunity_kind(), payee));
  *fee.mutable_pay_on() = calendar::ToProto(rules.PaidBy(command.now));
  *fee.mutable_worked_on() = calendar::ToProto(day);
  const auto* tariff =
      rules.TariffOn(day, v1::MISSION_ROLE_COORDINATOR, v1::SESSION_KIND_UNSPECIFIED,
                     mission.opened.client_type(), payee.kind);
  if (!tariff) return fee;  // its amount is unset: nobody transmits it
  const auto each = money::FromProto(tariff->amount());
  *fee.mutable_tariff() = tariff->amount();
  const auto all = money::Times(each.currency, money::ToDecimal(each), {sessions, 0});
  *fee.mutable_amount() = money::ToProto(money::Percent(all, {fee.percent(), 0}));
  fee.set_tariff_source(tariff->source());
  fee.set_tariff_status(tariff->status());
  return fee;
}

// The coordination hangs on the evidence of every session: one proposal for each share, for the
// first session that lacks it.
Events ProposeHoldsOn(const Mission& mission, const v1::CoordinationFeeTriggered& triggered) {
  const auto lacking = std::ranges::find_if(mission.sessions, [](const auto& named) {
    return SheetGap(named.second) != v1::HOLD_CAUSE_UNSPECIFIED;
  });
  Events events;
  if (lacking == mission.sessions.end()) return events;
  for (const auto& share : triggered.shares()) {
    auto& proposed = *events.emplace_back().mutable_hold_proposed();
    proposed.set_fee_id(share.fee_id());
    proposed.set_session_id(lacking->first);
    proposed.set_cause(SheetGap(lacking->second));
  }
  return events;
}

// What is not agreed is named, and nobody bills it.
void Deliver(const v1::OrderLine& ordered, uint32_t agreed, uint32_t over,
             v1::MissionClosed& closed) {
  v1::OrderLine line = ordered;
  line.set_sessions(agreed);
  if (agreed > 0) *closed.add_delivered() = line;
  line.set_sessions(over - agreed);
  if (over > agreed) *closed.add_beyond_order() = line;
}

Event Closed(const Mission& mission, const Command& command) {
  Event event;
  auto& closed = *event.mutable_mission_closed();
  const auto& closing = command.rules->settings().closing();
  const auto* kind = command.rules->KindOf(mission.opened.opportunity_kind());
  closed.set_mission_id(mission.opened.mission_id());
  closed.set_client_id(mission.opened.client_id());
  closed.set_legal_entity_id(mission.opened.legal_entity_id());
  closed.set_opportunity_kind(mission.opened.opportunity_kind());
  closed.set_funder_id(mission.opened.funder_id());
  closed.mutable_closed_at()->set_seconds(command.now.time_since_epoch().count());
  *closed.mutable_closed_on() = calendar::ToProto(command.rules->DayOf(command.now));
  for (int kind = v1::SessionKind_MIN + 1; kind <= v1::SessionKind_MAX; ++kind) {
    const auto session_kind = static_cast<v1::SessionKind>(kind);
    const auto line = mission.order.find(session_kind);
    v1::OrderLine ordered = line == mission.order.end() ? v1::OrderLine() : line->second;
    ordered.set_session_kind(session_kind);
    Deliver(ordered, DeliveredOf(mission, session_kind, command.now),
            Count(mission, session_kind, command.now).over, closed);
  }
  closed.set_client_billable(closing.client_billable() && kind && kind->sells());
  Delivered delivered = mission.billed;
  for (auto& [session_kind, sessions] : delivered)
    sessions = 0;  // what did not take place after all
  for (const auto& line : closed.delivered()) delivered[line.session_kind()] = line.sessions();
  if (closed.client_billable())
    if (auto parts = Apportion(mission, command, delivered))
      *closed.mutable_apportionment() = *std::move(parts);
  closed.set_client_informed(closing.client_informed());
  return event;
}
}  // namespace

bool TookPlace(const Session& session, Instant now) {
  return !session.cancelled && session.end <= now && session.IsConfirmed();
}

Counted Count(const Mission& mission, v1::SessionKind kind, Instant now) {
  Counted counted;
  if (const auto line = mission.order.find(kind); line != mission.order.end())
    counted.ordered = line->second.sessions();
  for (const auto& [id, session] : mission.sessions) {
    if (session.planned.session_kind() != kind) continue;
    counted.cancelled_agreed += session.cancelled && session.gives_up;
    if (session.cancelled) continue;
    counted.planned++;
    counted.enrolled += !session.active.empty();
    counted.confirmed += session.IsConfirmed();
    counted.over += TookPlace(session, now);
  }
  return counted;
}

uint32_t DeliveredOf(const Mission& mission, v1::SessionKind kind, Instant now) {
  const Counted counted = Count(mission, kind, now);
  return std::min(counted.over, counted.ordered);
}

std::vector<Blocker> Blockers(const Mission& mission, Instant now) {
  std::vector<Blocker> blockers;
  if (mission.closed || mission.opened.mission_id().empty()) return blockers;
  for (const auto& [kind, line] : mission.order) {
    const Counted counted = Count(mission, kind, now);
    const uint32_t there = counted.planned + counted.cancelled_agreed;
    if (there < counted.ordered)
      blockers.push_back(
          {.is = Is::kSessionsMissing, .kind = kind, .sessions = counted.ordered - there});
  }
  for (const auto& [id, session] : mission.sessions) {
    const auto kind = session.planned.session_kind();
    if (!session.cancelled && session.end > now)
      blockers.push_back({.is = Is::kSessionNotOver, .kind = kind, .session = id});
    else if (!session.cancelled && !session.IsConfirmed())
      blockers.push_back(
          {.is = Is::kNoFacilitator, .kind = kind, .session = id, .person = session.active});
    else if (OwesFee(session, now))
      AddFee(mission, id, session, blockers);
  }
  return blockers;
}

Events Close(const Mission& mission, const Command& command) {
  if (mission.closed || mission.opened.mission_id().empty()) return {};
  if (!Blockers(mission, command.now).empty()) return {};
  Events events{Closed(mission, command)};
  const auto shares = Shares(mission, command);
  if (!command.rules->settings().closing().coordination_fee() || shares.empty()) return events;
  v1::CoordinationFeeTriggered triggered;
  for (const auto& [person, sessions] : shares)
    *triggered.add_shares() = ShareOf(mission, command, person, sessions);
  *events.emplace_back().mutable_coordination_fee_triggered() = triggered;
  for (Event& proposal : ProposeHoldsOn(mission, triggered)) events.push_back(std::move(proposal));
  return events;
}

std::string FeeIdOf(const Mission& mission, const std::string& session, const std::string& payee) {
  return DerivedId(mission.opened.mission_id(), session + "/" + payee, "fee");
}
}  // namespace aor::missions
