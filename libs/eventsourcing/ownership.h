// Which chains of a log this process decides on, where several processes write it. A group
// proposes; a claim in the chain decides; everybody else forwards. No commit is safe because of
// it: the chain rule does that. It makes deciding fast, and lets one go on when another is gone.
#pragma once

#include <absl/status/status.h>

#include <array>
#include <atomic>
#include <chrono>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "aor/eventlog/v1/claim_events.pb.h"
#include "libs/eventlog/claims.h"
#include "libs/eventsourcing/runtime.h"

namespace aor::eventsourcing {
// The rule of claims, as an aggregate of each chain.
namespace claim {
using Event = eventlog::v1::ClaimEvent;
struct Owner {
  eventlog::Claim claim;
};
struct ClaimChain {
  eventlog::Claim claim;
};
enum class Refusal { kYields };
using Decision = std::variant<std::vector<Event>, Refusal>;
Decision Decide(const Owner& owner, const ClaimChain& command);
Owner Evolve(Owner owner, const Event& event);
std::string_view Name(Refusal refusal);
std::string_view Sentence(Refusal refusal);
}  // namespace claim

// Where a wish has to go that is not decided here.
struct Elsewhere {
  uint32_t chain = 0;
  std::string address;  // empty: nobody is known to decide on it
};
// UNAVAILABLE that says so, and what it says, if a status is such a one.
absl::Status DecidedElsewhere(const Elsewhere& where);
std::optional<Elsewhere> ElsewhereOf(const absl::Status& status);

// Safe from any thread. It never waits and never reads from disk.
class Ownership {
 public:
  // Carries a claim out on its chain, soon and not on this thread.
  using Write = std::function<void(uint32_t chain, Request request, Work work, Answer answer)>;
  using Now = std::function<std::chrono::steady_clock::time_point()>;
  // `self`: this life of the process and its address. The log outlives it.
  Ownership(eventlog::EventLog& log, eventlog::Claim self, Write write,
            Now now = std::chrono::steady_clock::now);

  // The membership proposes these chains to this process from now on, and no others; nothing,
  // with generation 0, while it has not settled. Those that it does not hold it claims; others
  // that it holds it leaves: whom they are proposed to claims them.
  void Propose(uint64_t generation, const std::vector<uint32_t>& chains);
  // Leaves all that it holds.
  void Leave();
  // Is it decided here? A chain that was proposed and could not be claimed is claimed now.
  bool DecidesHere(uint32_t chain);
  // Is it left to others, and waits for their claim?
  bool IsLeft(uint32_t chain) const;
  // Who does, as far as is known; this process or none is the empty address.
  std::string AddressElsewhere(uint32_t chain) const;
  // Whom its claim names does not answer, or has left it: it is claimed anew if it is proposed to
  // us.
  void NobodyDecides(uint32_t chain);
  // Has it heard what its group proposes, and claimed it?
  bool IsSettled() const;
  // Does the newest claim of the chain name this process?
  bool Holds(uint32_t chain) const { return log_.claims()->IsOf(chain, self_.process); }
  size_t held() const;
  // May a thread of the log still come back?
  bool IsInLog() const { return in_log_ > 0; }

 private:
  struct Proposed {
    uint64_t generation = 0;  // of the membership; 0: not proposed
    uint64_t number = 0;      // what its claim says; 0: not yet known
    enum { kIdle, kCatchingUp, kWriting } state = kIdle;
  };
  // What is left is decided here for so long still: most claims come meanwhile, and where the
  // work never rests they come only after it.
  static constexpr auto kGrace = std::chrono::milliseconds(250);
  eventlog::Claim Of(uint32_t chain) const { return log_.claims()->Of(chain); }
  void Begin(uint32_t chain, std::unique_lock<std::mutex> lock);
  void WriteClaim(uint32_t chain, uint64_t generation);
  void OnClaimed(uint32_t chain, uint64_t generation, const absl::Status& status);

  eventlog::EventLog& log_;
  const eventlog::Claim self_;
  const Write write_;
  const Now now_;
  std::atomic<size_t> in_log_ = 0;
  std::atomic<uint64_t> attempts_ = 0;
  mutable std::mutex mutex_;
  bool heard_ = false;
  std::array<Proposed, eventlog::kChainCount> proposed_;
  // Since when, in the clock's ticks; 0: not.
  std::array<std::atomic<int64_t>, eventlog::kChainCount> left_since_ = {};
};
}  // namespace aor::eventsourcing
