#include "services/credentials/domain/gate_override.h"

#include <google/protobuf/util/message_differencer.h>

#include <stdexcept>

namespace aor::credentials::gate_override {
namespace {
using calendar::Date;
using calendar::FromProto;
std::vector<Event> AlreadyTrue() { return {}; }

bool IsSame(v1::OverrideRequested a, v1::OverrideRequested b) {
  a.clear_reason();  // sealed anew each time
  b.clear_reason();
  return google::protobuf::util::MessageDifferencer::Equals(a, b);
}

const Asked* Find(const Override& state, const std::string& id) {
  const auto found = state.asked.find(id);
  return found == state.asked.end() ? nullptr : &found->second;
}

// By who asked for it, or whose gate it is.
bool IsOwn(const v1::OverrideRequested& facts, const Grant& command) {
  for (const std::string& person : {command.by, command.on_behalf_of}) {
    if (person.empty()) continue;
    if (person == facts.requested_by() || person == facts.on_behalf_of() ||
        person == facts.worker_id())
      return true;
  }
  return false;
}

template <class Fact>
void Identify(Fact& fact, const v1::OverrideRequested& asked) {
  fact.set_override_id(asked.override_id());
  fact.set_worker_id(asked.worker_id());
  fact.set_contract_id(asked.contract_id());
  fact.set_gate(asked.gate());
}

Decision On(const Override& state, const Request& command) {
  const auto& facts = command.facts;
  if (const Asked* known = Find(state, facts.override_id()))
    return IsSame(known->facts, facts) ? Decision(AlreadyTrue()) : Refusal::kOverrideExists;
  const Date first = FromProto(facts.first_day()), last = FromProto(facts.last_day());
  if (last < first) return Refusal::kEndsBeforeItBegins;
  if (last - first >= kMostDays) return Refusal::kLastsTooLong;
  if (last < command.today) return Refusal::kOver;

  std::vector<Event> events(1);
  *events[0].mutable_override_requested() = facts;
  return events;
}

Decision On(const Override& state, const Grant& command) {
  const Asked* asked = Find(state, command.override_id);
  if (!asked) return Refusal::kOverrideUnknown;
  if (asked->granted) return AlreadyTrue();
  if (IsOwn(asked->facts, command)) return Refusal::kOwnRequest;
  if (asked->last_day < command.today) return Refusal::kOver;

  std::vector<Event> events(1);
  auto& granted = *events[0].mutable_override_granted();
  Identify(granted, asked->facts);
  *granted.mutable_first_day() = asked->facts.first_day();
  *granted.mutable_last_day() = asked->facts.last_day();
  granted.set_granted_by(command.by);
  granted.set_role(command.role);
  return events;
}

Decision On(const Override& state, const End& command) {
  const Asked* asked = Find(state, command.override_id);
  if (!asked) return Refusal::kOverrideUnknown;
  if (!asked->granted) return Refusal::kNotGranted;
  if (asked->last_day == command.last_day) return AlreadyTrue();
  if (asked->last_day < command.last_day) return Refusal::kEndsLater;

  std::vector<Event> events(1);
  auto& ended = *events[0].mutable_override_ended();
  Identify(ended, asked->facts);
  *ended.mutable_last_day() = calendar::ToProto(command.last_day);
  ended.set_ended_by(command.by);
  return events;
}

Asked& At(Override& state, const std::string& id) {
  const auto found = state.asked.find(id);
  if (found == state.asked.end())
    throw std::runtime_error("override: nothing was asked for as " + id);
  return found->second;
}
}  // namespace

Decision Decide(const Override& state, const Command& command) {
  return std::visit([&](const auto& one) { return On(state, one); }, command);
}

Override Evolve(Override state, const Event& event) {
  switch (event.kind_case()) {
    case Event::kOverrideRequested: {
      const auto& facts = event.override_requested();
      state.asked[facts.override_id()] = {facts, false, FromProto(facts.last_day())};
      return state;
    }
    case Event::kOverrideGranted:
      At(state, event.override_granted().override_id()).granted = true;
      return state;
    case Event::kOverrideEnded:
      At(state, event.override_ended().override_id()).last_day =
          FromProto(event.override_ended().last_day());
      return state;
    case Event::KIND_NOT_SET: break;
  }
  throw std::runtime_error("override: unknown event " + event.ShortDebugString());
}

std::string_view Name(Refusal refusal) {
  switch (refusal) {
    case Refusal::kOverrideExists: return "OVERRIDE_EXISTS";
    case Refusal::kEndsBeforeItBegins: return "ENDS_BEFORE_IT_BEGINS";
    case Refusal::kLastsTooLong: return "LASTS_TOO_LONG";
    case Refusal::kOver: return "OVERRIDE_OVER";
    case Refusal::kOverrideUnknown: return "OVERRIDE_UNKNOWN";
    case Refusal::kOwnRequest: return "OWN_REQUEST";
    case Refusal::kNotGranted: return "NOT_GRANTED";
    case Refusal::kEndsLater: return "ENDS_LATER";
  }
  throw std::logic_error("override: no such refusal");
}

std::string_view Sentence(Refusal refusal) {
  switch (refusal) {
    case Refusal::kOverrideExists: return "Another override has this id: choose another.";
    case Refusal::kEndsBeforeItBegins:
      return "The last day lies before the first: check first_day and last_day.";
    case Refusal::kLastsTooLong:
      return "An override lasts 92 days at most: give an earlier last day, and ask again by then.";
    case Refusal::kOver: return "Its last day is over: ask for days that are still to come.";
    case Refusal::kOverrideUnknown: return "Nobody asked for this override: request it first.";
    case Refusal::kOwnRequest:
      return "Somebody else than who asked for it, and than the worker, grants it.";
    case Refusal::kNotGranted: return "It was never granted, so that there is nothing to end.";
    case Refusal::kEndsLater:
      return "It ends earlier already: to go on longer, ask for another override.";
  }
  throw std::logic_error("override: no such refusal");
}
}  // namespace aor::credentials::gate_override
