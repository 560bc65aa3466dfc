#include "tests/simulation/promises.h"

#include <algorithm>

namespace aor::simulation {
namespace {
using eventlog::v1::Commit;
}  // namespace

Promises::Promises(const std::vector<std::string>& topic, const std::deque<Wish>& wishes,
                   Counts& counts)
    : counts_(counts) {
  for (const Wish& wish : wishes) wishes_[wish.id] = &wish;
  for (uint32_t chain = 0; chain < kChains; ++chain)
    tails_[chain].head = eventlog::GenesisHead("sim", "test", chain, eventlog::kChainCount);
  for (const std::string& bytes : topic) Fold(bytes);
  prefixes_.push_back(states_);
}

void Promises::Fold(const std::string& bytes) {
  prefixes_.push_back(states_);
  ++counts_.records;
  Commit commit;
  if (!commit.ParseFromString(bytes)) return Broken("a record is no commit");
  eventlog::Tail& tail = tails_.at(commit.chain());
  if (commit.previous_head() != eventlog::Bytes(tail.head)) {
    ++counts_.void_records;
    return;
  }
  ++counts_.valid;
  tail = {tail.sequence + 1, eventlog::NextHead(tail.head, eventlog::LeafOf(bytes))};
  if (commit.sequence() != tail.sequence) Broken("a sequence does not chain");
  const absl::Time recorded = absl::FromUnixSeconds(commit.recorded_at().seconds()) +
                              absl::Nanoseconds(commit.recorded_at().nanos());
  if (recorded < recorded_[commit.chain()]) Broken("a chain's time went back");
  recorded_[commit.chain()] = recorded;
  FoldValid(commit, tail);
}

void Promises::FoldValid(const Commit& commit, const eventlog::Tail& at) {
  if (commit.tenant().empty() && commit.streams_size() > 0) return FoldClaim(commit);
  counts_.empty += commit.request_id().empty();
  if (commit.request_id().empty()) return;
  if (!by_request_.insert({commit.request_id(), {commit, commit.chain(), at}}).second)
    Broken("a request was committed twice");
  CheckDecision(*wishes_.at(commit.request_id()), commit);
  for (const auto& stream : commit.streams())
    for (const auto& envelope : stream.events()) {
      testing::Counter& state = states_[{commit.chain(), stream.name()}];
      state = testing::Evolve(std::move(state), eventsourcing::Decode<testing::Event>(envelope));
    }
}

// Each is a change of owner, by a higher generation.
void Promises::FoldClaim(const Commit& commit) {
  ++counts_.claims;
  auto& owner = owners_[commit.chain()];
  for (const auto& envelope : commit.streams(0).events()) {
    const auto event = eventsourcing::Decode<eventlog::v1::ClaimEvent>(envelope);
    const auto& claimed = event.chain_claimed();
    if (claimed.generation() <= owner.generation()) Broken("a claim that should have yielded");
    if (claimed.process_id() == owner.process_id()) Broken("a claim of what was owned already");
    owner = claimed;
  }
}

// Every commit is what its decider says on the state before it.
void Promises::CheckDecision(const Wish& wish, const Commit& commit) {
  const auto decision = testing::Decide(states_[{wish.chain, wish.stream}], wish.command);
  const auto* events = std::get_if<std::vector<testing::Event>>(&decision);
  if (!events) {
    if (commit.refusal().empty()) Broken("a commit of what its decider refuses");
    return;
  }
  if (!commit.refusal().empty()) return Broken("a refusal of what its decider accepts");
  if (commit.streams_size() != 1 ||
      commit.streams(0).events_size() != static_cast<int>(events->size()))
    return Broken("a commit was decided on another state");
  for (size_t i = 0; i < events->size(); ++i)
    if (commit.streams(0).events(static_cast<int>(i)).payload() != (*events)[i].SerializeAsString())
      Broken("a commit was decided on another state");
}

void Promises::Check(const Answered& answered) {
  const auto valid = by_request_.find(answered.wish->id);
  const bool remembered = valid != by_request_.end() && !valid->second.commit.refusal().empty();
  if (!answered.answer.ok()) {
    if (!remembered && !eventsourcing::RefusalName(answered.answer.status()).empty())
      CheckRefusal(answered);
    return;
  }
  if (valid == by_request_.end()) return Broken("acknowledged, but not VALID in the topic");
  const auto& answer = *answered.answer;
  if (answer.chain != valid->second.chain || answer.at.sequence != valid->second.at.sequence ||
      answer.at.head != valid->second.at.head ||
      answer.commit->SerializeAsString() != valid->second.commit.SerializeAsString())
    Broken("an answer differs from its commit");
}

// It must be true of a state that stood while the call was under way.
void Promises::CheckRefusal(const Answered& answered) {
  for (size_t length = answered.since; length <= answered.until; ++length) {
    const States& states = prefixes_.at(length);
    const auto found = states.find({answered.wish->chain, answered.wish->stream});
    const auto decision = testing::Decide(
        found == states.end() ? testing::Counter() : found->second, answered.wish->command);
    if (std::holds_alternative<testing::Refusal>(decision)) return;
  }
  Broken("a refusal is true of no state in its time");
}

void Promises::CheckEnd(const Wish& wish) {
  if (!wish.ended) return Broken("a request never ended");
  const auto valid = by_request_.find(wish.id);
  const bool done = valid != by_request_.end() && valid->second.commit.refusal().empty();
  if (!wish.last.ok() && done && wish.attempts == 1)
    Broken("a plain failure was answered, and yet it was committed");
}

void Promises::CheckReader(const eventlog::EventLog& log) {
  for (uint32_t chain = 0; chain < kChains; ++chain)
    if (log.TailOf(chain).sequence != tails_[chain].sequence ||
        log.TailOf(chain).head != tails_[chain].head)
      Broken("a reader has another history");
}
}  // namespace aor::simulation
