// A small aggregate for the tests of the libraries.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "aor/testing/v1/counter_events.pb.h"
#include "libs/eventsourcing/runtime.h"

namespace aor::testing {
using Event = v1::CounterEvent;
struct Add {
  std::string id;
  int64_t amount;
};
struct Close {};
using Command = std::variant<Add, Close>;
enum class Refusal { kClosed, kNegative };
struct Counter {
  std::set<std::string> seen;
  int64_t total = 0;
  bool closed = false;
};
using Decision = std::variant<std::vector<Event>, Refusal>;

inline std::string_view Name(Refusal refusal) {
  return refusal == Refusal::kClosed ? "CLOSED" : "NEGATIVE";
}
inline std::string_view Sentence(Refusal refusal) {
  return refusal == Refusal::kClosed ? "the counter is closed: open another one"
                                     : "a total is never negative: add less";
}
inline Decision Decide(const Counter& counter, const Command& command) {
  if (const auto* add = std::get_if<Add>(&command)) {
    if (counter.seen.contains(add->id)) return std::vector<Event>{};
    if (counter.closed) return Refusal::kClosed;
    if (counter.total + add->amount < 0) return Refusal::kNegative;
    Event event;
    event.mutable_added()->set_by_id(add->id);
    event.mutable_added()->set_amount(add->amount);
    return std::vector{event};
  }
  if (counter.closed) return std::vector<Event>{};
  Event event;
  event.mutable_closed();
  return std::vector{event};
}
inline Counter Evolve(Counter counter, const Event& event) {
  switch (event.kind_case()) {
    case Event::kAdded:
      counter.seen.insert(event.added().by_id());
      counter.total += event.added().amount();
      return counter;
    case Event::kClosed: counter.closed = true; return counter;
    case Event::KIND_NOT_SET: break;
  }
  throw eventsourcing::BrokenHistory("counter: unknown event");
}

inline eventsourcing::Work Doing(std::string stream, Command command) {
  return [stream = std::move(stream), command = std::move(command)](auto& transaction) {
    return eventsourcing::DecideOn<Counter, Event>(transaction, stream, command);
  };
}
inline eventsourcing::Request Asking(std::string request_id, std::string body = "body",
                                     std::string key = "k") {
  eventsourcing::Request request;
  request.tenant = "t";
  request.key = std::move(key);
  request.method = "Test";
  request.request_id = std::move(request_id);
  request.body = std::move(body);
  request.actor = "somebody";
  return request;
}
}  // namespace aor::testing
