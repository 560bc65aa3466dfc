#include "libs/operations/settling.h"

#include <absl/strings/str_cat.h>
#include <absl/time/clock.h>
#include <pthread.h>

#include <algorithm>
#include <chrono>
#include <optional>

namespace aor::operations {
namespace {
using eventsourcing::ViewPosition;
constexpr size_t kMostWaiters = 1000;
constexpr auto kBetweenTwoLooks = std::chrono::milliseconds(10);
constexpr absl::Duration kForTheAnswer = absl::Milliseconds(50);
constexpr absl::Duration kMostPatience = absl::Seconds(10);

// The first view that has not come so far; nothing when all have.
std::optional<ViewPosition> Lagging(const std::vector<ViewPosition>& positions,
                                    const Wanted& wanted) {
  for (const ViewPosition& position : positions) {
    const auto want = wanted.find({position.log, position.chain});
    const uint64_t needed = wanted.empty()         ? position.tail
                            : want == wanted.end() ? 0
                                                   : want->second;
    if (position.applied < needed)
      return ViewPosition{position.view, position.log, position.chain, position.applied, needed};
  }
  return std::nullopt;
}
}  // namespace

Settling::Settling(std::function<std::vector<ViewPosition>()> positions)
    : positions_(std::move(positions)), thread_([this] { Loop(); }) {}

Settling::~Settling() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  thread_.join();
  for (const Waiter& waiter : waiters_)
    waiter.answer(absl::UnavailableError("This process stops."));
}

bool Settling::Add(Waiter waiter) {
  waiter.until = std::min(waiter.call->deadline() - kForTheAnswer, absl::Now() + kMostPatience);
  {
    std::lock_guard lock(mutex_);
    if (waiters_.size() >= kMostWaiters) return false;
    waiters_.push_back(std::move(waiter));
  }
  wake_.notify_all();
  return true;
}

void Settling::Loop() {
  pthread_setname_np(pthread_self(), "settle");
  for (;;) {
    std::vector<Waiter> waiters = Take();
    if (waiters.empty()) return;
    const auto positions = positions_();
    std::vector<Waiter> still;
    for (Waiter& waiter : waiters)
      if (const auto answer = Look(waiter, positions))
        waiter.answer(*answer);
      else
        still.push_back(std::move(waiter));
    std::unique_lock lock(mutex_);
    std::ranges::move(still, std::back_inserter(waiters_));
    if (!waiters_.empty()) wake_.wait_for(lock, kBetweenTwoLooks, [this] { return stopping_; });
    if (stopping_) return;
  }
}

// Those to look at; none only when it stops.
std::vector<Settling::Waiter> Settling::Take() {
  std::unique_lock lock(mutex_);
  wake_.wait(lock, [this] { return stopping_ || !waiters_.empty(); });
  return stopping_ ? std::vector<Waiter>() : std::exchange(waiters_, {});
}

// Who wants all looks twice, since a reaction that has just read may be about to append.
std::optional<absl::Status> Settling::Look(Waiter& waiter,
                                           const std::vector<ViewPosition>& positions) {
  if (waiter.call->IsCancelled()) return absl::CancelledError("The caller went away.");
  const auto lagging = Lagging(positions, waiter.wanted);
  waiter.settled = lagging ? 0 : waiter.settled + 1;
  if (waiter.settled >= (waiter.wanted.empty() ? 2 : 1)) return absl::OkStatus();
  if (absl::Now() < waiter.until || !lagging) return std::nullopt;
  const std::string what =
      absl::StrCat(lagging->view, " has applied ", lagging->log, " chain ", lagging->chain,
                   " up to ", lagging->applied, " of ", lagging->tail, "; wait again.");
  return absl::Now() + kForTheAnswer < waiter.call->deadline() ? absl::UnavailableError(what)
                                                               : absl::DeadlineExceededError(what);
}
}  // namespace aor::operations
