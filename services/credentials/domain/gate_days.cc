#include "services/credentials/domain/gate_days.h"

#include <algorithm>
#include <stdexcept>

namespace aor::credentials::gate_days {
namespace {
using calendar::Date;

// Of both in order: days of `days` that are not in `others`.
DayList Without(const DayList& days, const DayList& others) {
  DayList left;
  for (Days one : days) {
    bool is_left = true;
    for (const Days& other : others) {
      if (other.last < one.first || one.last < other.first) continue;
      if (one.first < other.first) left.push_back({one.first, other.first - 1});
      is_left = other.last < one.last;
      if (!is_left) break;
      one.first = other.last + 1;
    }
    if (is_left) left.push_back(one);
  }
  return left;
}

void Write(const DayList& days, google::protobuf::RepeatedPtrField<v1::ClosedDays>& into) {
  for (const Days& one : days) {
    auto& written = *into.Add();
    *written.mutable_first_day() = calendar::ToProto(one.first);
    if (one.last != Date::max()) *written.mutable_last_day() = calendar::ToProto(one.last);
  }
}

template <class Fact>
void Identify(Fact& fact, const Observe& command) {
  fact.set_contract_id(command.subject.contract_id());
  fact.set_worker_id(command.subject.worker_id());
  fact.set_client_id(command.subject.client_id());
  fact.set_gate(command.gate);
}

Event Opened(const Observe& command, const DayList& opened, const DayList& left) {
  Event event;
  auto& fact = *event.mutable_gate_opened();
  Identify(fact, command);
  Write(opened, *fact.mutable_opened());
  Write(left, *fact.mutable_closed());
  if (command.answer.open()) fact.set_override_id(command.answer.override_id());
  return event;
}

Event Closed(const Observe& command, Date since) {
  Event event;
  auto& fact = *event.mutable_gate_closed();
  Identify(fact, command);
  *fact.mutable_since() = calendar::ToProto(since);
  Write(command.closed, *fact.mutable_closed());
  for (const auto& reason : command.refusal.reasons()) {
    auto& because = *fact.add_because();
    because.set_policy_id(reason.policy_id());
    because.set_requirement_id(reason.requirement_id());
    because.set_title(reason.title());
    because.set_fix(reason.fix());
    because.set_fixed_by(reason.fixed_by());
  }
  return event;
}
}  // namespace

DayList ClosedIn(const std::vector<v1::Stretch>& stretches, Date first, Date last) {
  DayList closed;
  for (const auto& stretch : stretches) {
    const Date from = std::max(first, calendar::FromProto(stretch.first_day()));
    const Date to = calendar::FromProto(stretch.last_day());
    if (stretch.answer().open() || last < from || to < first) continue;
    const Date end = to < last ? to : Date::max();
    if (!closed.empty() && closed.back().last + 1 == from)
      closed.back().last = end;
    else
      closed.push_back({from, end});
  }
  return closed;
}

std::vector<Event> Decide(const Told& told, const Observe& command) {
  const auto known = told.closed.find(command.gate);
  const DayList before = known == told.closed.end() ? DayList() : known->second;
  const DayList opened = Without(before, command.closed);
  const DayList closed = Without(command.closed, before);
  std::vector<Event> events;
  if (!opened.empty()) events.push_back(Opened(command, opened, Without(before, opened)));
  if (!closed.empty()) events.push_back(Closed(command, closed.front().first));
  return events;
}

Told Evolve(Told told, const Event& event) {
  switch (event.kind_case()) {
    case Event::kGateClosed:
      told.closed[event.gate_closed().gate()] = FromProto(event.gate_closed().closed());
      return told;
    case Event::kGateOpened:
      told.closed[event.gate_opened().gate()] = FromProto(event.gate_opened().closed());
      return told;
    case Event::KIND_NOT_SET: break;
  }
  throw std::runtime_error("gates: unknown event " + event.ShortDebugString());
}

DayList FromProto(const google::protobuf::RepeatedPtrField<v1::ClosedDays>& days) {
  DayList list;
  for (const auto& one : days)
    list.push_back({calendar::FromProto(one.first_day()),
                    one.has_last_day() ? calendar::FromProto(one.last_day()) : Date::max()});
  return list;
}
}  // namespace aor::credentials::gate_days
