// One chain as it stands, and what one commit will add to it.
#pragma once

#include <absl/status/status.h>
#include <absl/time/time.h>

#include <any>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "aor/eventlog/v1/commit.pb.h"
#include "libs/eventsourcing/event_types.h"

namespace aor::eventsourcing {
// A rule that stands in the way of a wish.
struct Refused {
  std::string name;      // such as OVERLAPS_ENTRY
  std::string sentence;  // what a person can do about it
};
// FAILED_PRECONDITION that carries the rule's name, and the name again (empty if
// the status is no refusal).
absl::Status ToStatus(const Refused& refused);
std::string RefusalName(const absl::Status& status);

// A history that cannot be folded: its stream stops until somebody looks.
struct BrokenHistory : std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct StreamState {
  std::any state;        // std::shared_ptr<State>, copied before it is changed where shared
  uint64_t version = 0;  // events folded
};

class Transaction {
 public:
  using Load = std::function<StreamState(
      const std::string& stream,
      const std::function<void(StreamState&, const eventlog::v1::Event&)>& evolve)>;
  Transaction(std::string tenant, absl::Time now, Load load)
      : tenant_(std::move(tenant)), now_(now), load_(std::move(load)) {}

  // When the commit will say that it was recorded.
  absl::Time now() const { return now_; }
  const std::string& tenant() const { return tenant_; }

  // The state of a stream of this chain and tenant, with what this transaction
  // appended to it so far. The reference lives until the next call for the stream.
  template <class State, class Event>
  const State& Fold(const std::string& stream);
  // How many events the stream has so far; an etag.
  template <class State, class Event>
  uint64_t VersionOf(const std::string& stream);

  // Adds events; none remembers that the wish was already true.
  template <class State, class Event>
  void Append(const std::string& stream, const std::vector<Event>& events);

  // Decides a part of the whole: what it appended is taken over, unless it refuses.
  std::optional<Refused> Attempt(const std::function<std::optional<Refused>(Transaction&)>& part);

  // About what its events will add to the commit.
  size_t bytes() const { return bytes_; }

  // This commit takes effect of the source's commits from `from` to `to`.
  void Consumes(const std::string& log, uint32_t chain, uint64_t from, uint64_t to);

  // For the runtime: what was touched, in order of first touch.
  struct Touched {
    StreamState state;
    uint64_t expected_version = 0;
    bool appended = false;  // false: only folded, becomes a guard
    std::vector<eventlog::v1::Event> events;
  };
  std::map<std::string, Touched>& touched() { return touched_; }
  const std::vector<eventlog::v1::Consumed>& consumed() const { return consumed_; }

 private:
  template <class State, class Event>
  Touched& Touch(const std::string& stream);
  template <class State, class Event>
  static void EvolveOne(StreamState& at, const eventlog::v1::Event& envelope);
  template <class State, class Event>
  static void EvolveWith(StreamState& at, const Event& event);

  static constexpr size_t kEnvelopeBytes = 120;  // of an event: its id and type
  std::string tenant_;
  absl::Time now_;
  Load load_;
  std::map<std::string, Touched> touched_;
  std::vector<eventlog::v1::Consumed> consumed_;
  size_t bytes_ = 0;
};

// The plain case: one aggregate decides on one command. The domain's Decide,
// Evolve, Name and Sentence are found by their argument types.
template <class State, class Event, class Command>
[[nodiscard]] std::optional<Refused> DecideOn(Transaction& transaction, const std::string& stream,
                                              const Command& command) {
  const auto decision = Decide(transaction.Fold<State, Event>(stream), command);
  if (const auto* events = std::get_if<std::vector<Event>>(&decision)) {
    transaction.Append<State, Event>(stream, *events);
    return std::nullopt;
  }
  const auto refusal = std::get<1>(decision);
  return Refused{std::string(Name(refusal)), std::string(Sentence(refusal))};
}

// In a reaction nobody hears a refusal, and what it leaves undone would be lost: throws
// BrokenHistory, which stops the reaction with an alarm that names `stream` and the sentence.
void Insist(const std::optional<Refused>& refused, std::string_view stream);

// ---- implementation -------------------------------------------------------------------------

template <class State, class Event>
void Transaction::EvolveOne(StreamState& at, const eventlog::v1::Event& envelope) {
  EvolveWith<State, Event>(at, Decode<Event>(envelope));
}

template <class State, class Event>
void Transaction::EvolveWith(StreamState& at, const Event& event) {
  auto* held = std::any_cast<std::shared_ptr<State>>(&at.state);
  std::shared_ptr<State> state = held ? std::move(*held) : std::make_shared<State>();
  // Shared with the cache: copy once, then move through the rest of a history.
  if (state.use_count() > 1) state = std::make_shared<State>(*state);
  *state = Evolve(std::move(*state), event);
  at.state = std::move(state);
  at.version++;
}

template <class State, class Event>
Transaction::Touched& Transaction::Touch(const std::string& stream) {
  const auto [place, is_new] = touched_.try_emplace(stream);
  if (is_new) {
    place->second.state = load_(stream, &EvolveOne<State, Event>);
    place->second.expected_version = place->second.state.version;
    if (!place->second.state.state.has_value())
      place->second.state.state = std::make_shared<State>();
  }
  return place->second;
}

template <class State, class Event>
const State& Transaction::Fold(const std::string& stream) {
  const auto* state =
      std::any_cast<std::shared_ptr<State>>(&Touch<State, Event>(stream).state.state);
  if (!state) throw std::logic_error(stream + " was folded as another kind of aggregate");
  return **state;
}

template <class State, class Event>
uint64_t Transaction::VersionOf(const std::string& stream) {
  return Touch<State, Event>(stream).state.version;
}

template <class State, class Event>
void Transaction::Append(const std::string& stream, const std::vector<Event>& events) {
  Touched& touched = Touch<State, Event>(stream);
  touched.appended = true;
  for (const Event& event : events) {
    touched.events.push_back(Encode(event));
    bytes_ += touched.events.back().payload().size() + kEnvelopeBytes;
    EvolveWith<State, Event>(touched.state, event);
  }
}
}  // namespace aor::eventsourcing
