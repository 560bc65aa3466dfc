#include "libs/eventsourcing/ownership.h"

#include <absl/strings/cord.h>
#include <absl/strings/numbers.h>
#include <absl/strings/str_cat.h>
#include <absl/strings/str_split.h>

#include <algorithm>
#include <utility>

#include "libs/ids/uuid.h"

namespace aor::eventsourcing {
namespace claim {
Decision Decide(const Owner& owner, const ClaimChain& command) {
  if (owner.claim.process == command.claim.process) return std::vector<Event>{};
  if (owner.claim.generation >= command.claim.generation) return Refusal::kYields;

  Event event;
  auto& claimed = *event.mutable_chain_claimed();
  claimed.set_process_id(command.claim.process);
  claimed.set_address(command.claim.address);
  claimed.set_generation(command.claim.generation);
  return std::vector{event};
}

Owner Evolve(Owner owner, const Event& event) {
  if (event.has_chain_claimed())
    owner.claim = eventlog::Standing(owner.claim, event.chain_claimed());
  return owner;
}

std::string_view Name(Refusal) { return "YIELDS"; }
std::string_view Sentence(Refusal) {
  return "a newer member of the group has claimed this chain: leave it to that process";
}
}  // namespace claim

namespace {
constexpr char kElsewhere[] = "aor/elsewhere";

// Each attempt is a request of its own: one that found the chain its own already and wrote nothing
// is remembered, and would answer for all that follow after the chain was lost.
Request RequestFor(const std::string& log, uint32_t chain, const eventlog::Claim& claim,
                   uint64_t attempt) {
  Request request;
  request.method = "aor.eventlog.v1.ClaimChain";
  request.request_id = Uuid5(kDerivedIds, absl::StrCat(log, "/", chain, "/", claim.process, "/",
                                                       claim.generation, "/", attempt));
  request.body = request.request_id;
  request.actor = "ownership";
  return request;
}
}  // namespace

absl::Status DecidedElsewhere(const Elsewhere& where) {
  absl::Status status = absl::UnavailableError(
      "Another process decides on this, and it is not known which; send it again.");
  status.SetPayload(kElsewhere, absl::Cord(absl::StrCat(where.chain, " ", where.address)));
  return status;
}

std::optional<Elsewhere> ElsewhereOf(const absl::Status& status) {
  const auto payload = status.GetPayload(kElsewhere);
  if (!payload) return std::nullopt;
  const std::pair<std::string, std::string> parts =
      absl::StrSplit(std::string(*payload), absl::MaxSplits(' ', 1));
  Elsewhere where{0, parts.second};
  (void)absl::SimpleAtoi(parts.first, &where.chain);
  return where;
}

Ownership::Ownership(eventlog::EventLog& log, eventlog::Claim self, Write write, Now now)
    : log_(log), self_(std::move(self)), write_(std::move(write)), now_(std::move(now)) {}

void Ownership::Propose(uint64_t generation, const std::vector<uint32_t>& chains) {
  std::array<Proposed, eventlog::kChainCount> proposed;
  for (const uint32_t chain : chains) proposed.at(chain).generation = generation;
  std::unique_lock lock(mutex_);
  proposed_ = proposed;
  heard_ |= generation > 0;
  lock.unlock();
  if (generation > 0) Leave();
  for (const uint32_t chain : chains) left_since_.at(chain) = 0;
  for (const uint32_t chain : chains)
    if (!Holds(chain)) Begin(chain, std::unique_lock(mutex_));
}

void Ownership::Leave() {
  for (auto& since : left_since_)
    if (since == 0) since = now_().time_since_epoch().count();
}

bool Ownership::IsLeft(uint32_t chain) const {
  const int64_t since = left_since_.at(chain);
  return since != 0 &&
         now_().time_since_epoch() - std::chrono::steady_clock::duration(since) > kGrace;
}

bool Ownership::DecidesHere(uint32_t chain) {
  if (Holds(chain)) return !IsLeft(chain);
  std::unique_lock lock(mutex_);
  Proposed& proposed = proposed_.at(chain);
  if (proposed.state == Proposed::kWriting) return true;
  const eventlog::Claim standing = Of(chain);
  if (proposed.number > 0 && standing.generation >= proposed.number) {
    // Who has claimed it since did so by a newer membership than ours, unless it is a former life
    // of this process: its claim was still on the way when we had read the chain to its end.
    if (standing.address != self_.address) return false;
    if (proposed.state == Proposed::kIdle) proposed.number = 0;
  }
  Begin(chain, std::move(lock));
  return false;
}

std::string Ownership::AddressElsewhere(uint32_t chain) const {
  const eventlog::Claim claim = Of(chain);
  return claim.address == self_.address ? "" : claim.address;
}

void Ownership::NobodyDecides(uint32_t chain) {
  if (Holds(chain)) return;
  std::unique_lock lock(mutex_);
  Proposed& proposed = proposed_.at(chain);
  if (proposed.state == Proposed::kIdle) proposed.number = 0;
  Begin(chain, std::move(lock));
}

bool Ownership::IsSettled() const {
  std::lock_guard lock(mutex_);
  return heard_ && std::ranges::all_of(
                       proposed_, [](const Proposed& one) { return one.state == Proposed::kIdle; });
}

size_t Ownership::held() const {
  size_t held = 0;
  for (uint32_t chain = 0; chain < eventlog::kChainCount; ++chain) held += Holds(chain);
  return held;
}

// What claims a chain must have read to its end first: a claim that stands there already, of a
// group that began anew or of a former life, is older than this membership whatever it says.
void Ownership::Begin(uint32_t chain, std::unique_lock<std::mutex> lock) {
  Proposed& proposed = proposed_.at(chain);
  if (proposed.generation == 0 || proposed.state != Proposed::kIdle) return;
  if (proposed.number > 0) {  // it was tried before
    lock.unlock();
    return WriteClaim(chain, proposed.generation);
  }
  proposed.state = Proposed::kCatchingUp;
  const uint64_t generation = proposed.generation;
  lock.unlock();
  ++in_log_;
  log_.CatchUp(chain, [this, chain, generation](const absl::Status& status) {
    std::unique_lock again(mutex_);
    Proposed& now = proposed_.at(chain);
    const bool goes_on = now.generation == generation && now.state == Proposed::kCatchingUp;
    if (goes_on) now.state = Proposed::kIdle;
    if (goes_on && status.ok()) now.number = std::max(generation, Of(chain).generation + 1);
    again.unlock();
    if (goes_on && status.ok()) WriteClaim(chain, generation);
    --in_log_;  // the last that this thread does here
  });
}

void Ownership::WriteClaim(uint32_t chain, uint64_t generation) {
  eventlog::Claim mine = self_;
  {
    std::lock_guard lock(mutex_);
    Proposed& proposed = proposed_.at(chain);
    if (proposed.generation != generation || proposed.state != Proposed::kIdle) return;
    proposed.state = Proposed::kWriting;
    mine.generation = proposed.number;
  }
  const auto work = [mine](Transaction& transaction) {
    return DecideOn<claim::Owner, claim::Event>(transaction, eventlog::kClaimStream,
                                                claim::ClaimChain{mine});
  };
  write_(chain, RequestFor(log_.name(), chain, mine, ++attempts_), work,
         [this, chain, generation](const absl::StatusOr<Committed>& claimed) {
           OnClaimed(chain, generation, claimed.status());
         });
}

// Who only lost a race tries again; for anything else the next wish does.
void Ownership::OnClaimed(uint32_t chain, uint64_t generation, const absl::Status& status) {
  std::unique_lock lock(mutex_);
  Proposed& now = proposed_.at(chain);
  if (now.generation != generation) return;
  now.state = Proposed::kIdle;
  lock.unlock();
  if (absl::IsAborted(status)) WriteClaim(chain, generation);
}
}  // namespace aor::eventsourcing
