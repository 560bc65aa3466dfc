#include "libs/eventlog/transfer.h"

#include <absl/strings/str_cat.h>

#include <condition_variable>
#include <mutex>

#include "libs/eventlog/record.h"

namespace aor::eventlog {
namespace {
constexpr size_t kMaxWaiting = 1000, kMaxWaitingBytes = 8 << 20;

std::string PlaceOf(const EventLog& log, uint32_t chain, uint64_t sequence) {
  return absl::StrCat("log ", log.name(), " chain ", chain, " sequence ", sequence);
}

// Is what the target holds of a chain where the source's begins?
absl::Status CheckBeginning(const EventLog& source, const EventLog& target, uint32_t chain) {
  const Tail tail = target.TailOf(chain);
  if (tail.sequence == 0) return absl::OkStatus();
  Hash head{};
  const auto read = source.Read(chain, tail.sequence, [&](const Stored& stored) {
    head = stored.at.head;
    return false;
  });
  if (!read.ok() || head == tail.head) return read;
  return absl::FailedPreconditionError(absl::StrCat(
      PlaceOf(target, chain, tail.sequence), ": the target ends with another commit than the ",
      "source holds there: it is not a beginning of it"));
}

// Commits on their way into the target: how many may wait, and what became of them.
class Window {
 public:
  // False when one before was not taken: then nothing follows it.
  bool Enter(size_t bytes) {
    std::unique_lock lock(mutex_);
    room_.wait(lock, [this] { return waiting_ < kMaxWaiting && bytes_ < kMaxWaitingBytes; });
    if (!failed_.ok()) return false;
    ++waiting_;
    bytes_ += bytes;
    return true;
  }
  void Leave(size_t bytes, const absl::Status& status) {
    std::lock_guard lock(mutex_);
    --waiting_;
    bytes_ -= bytes;
    failed_.Update(status);
    room_.notify_all();
  }
  absl::Status Drain() {
    std::unique_lock lock(mutex_);
    room_.wait(lock, [this] { return waiting_ == 0; });
    return failed_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable room_;
  size_t waiting_ = 0, bytes_ = 0;
  absl::Status failed_;
};

absl::Status Taken(const EventLog& target, const Appended& appended, uint32_t chain,
                   const Tail& as) {
  if (appended.outcome == Outcome::kCommitted && appended.at.head == as.head)
    return absl::OkStatus();
  return absl::UnavailableError(
      absl::StrCat(PlaceOf(target, chain, as.sequence), " was not taken: ", appended.detail));
}

absl::Status MoveChain(const EventLog& source, EventLog& target, uint32_t chain,
                       Transferred& moved) {
  Window window;
  absl::Status wrong;
  const auto read =
      source.Read(chain, target.TailOf(chain).sequence + 1, [&](const Stored& stored) {
        auto record = ReadRecord(std::string(stored.bytes), source.name(), source.environment());
        if (!record || record->chain != chain)
          wrong = absl::DataLossError(PlaceOf(source, chain, stored.at.sequence) +
                                      ": the bytes are no commit of this chain");
        const size_t bytes = stored.bytes.size();
        if (!wrong.ok() || !window.Enter(bytes)) return false;
        ++moved.commits;
        moved.bytes += bytes;
        target.Append(*std::move(record), [&, at = stored.at, bytes](const Appended& appended) {
          window.Leave(bytes, Taken(target, appended, chain, at));
        });
        return true;
      });
  const absl::Status taken = window.Drain();
  if (!read.ok()) return read;
  return wrong.ok() ? taken : wrong;
}
}  // namespace

absl::StatusOr<Transferred> Transfer(const EventLog& source, EventLog& target) {
  Transferred moved;
  for (uint32_t chain = 0; chain < kChainCount; ++chain)
    if (auto begins = CheckBeginning(source, target, chain); !begins.ok()) return begins;
  for (uint32_t chain = 0; chain < kChainCount; ++chain) {
    if (auto went = MoveChain(source, target, chain, moved); !went.ok()) return went;
    moved.chains += source.TailOf(chain).sequence > 0;
  }
  if (auto same = CompareHeads(source, target); !same.ok()) return same;
  return moved;
}

absl::Status CompareHeads(const EventLog& source, const EventLog& target) {
  for (uint32_t chain = 0; chain < kChainCount; ++chain) {
    const Tail here = source.TailOf(chain), there = target.TailOf(chain);
    if (here.sequence != there.sequence || here.head != there.head)
      return absl::FailedPreconditionError(absl::StrCat(
          PlaceOf(source, chain, here.sequence), ": the target ends at sequence ", there.sequence,
          here.sequence == there.sequence ? " with another head" : ""));
  }
  return absl::OkStatus();
}
}  // namespace aor::eventlog
