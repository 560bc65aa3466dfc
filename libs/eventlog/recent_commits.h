// The newest commits of a log as its writer left them, so that whoever follows the log
// closely need not read, hash and parse what has just gone by.
#pragma once

#include <array>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "libs/eventlog/event_log.h"

namespace aor::eventlog {
// Threads: safe from any thread.
class RecentCommits {
 public:
  struct Commit {
    Tail at;
    std::string bytes;
    std::shared_ptr<const v1::Commit> parsed;
  };
  // Keeps about this many bytes of commits; parsed, they weigh some four times as much.
  explicit RecentCommits(size_t max_bytes) : max_bytes_(max_bytes) {}

  // The commits of a chain come in order, each once it is durable.
  void Add(uint32_t chain, Commit commit);
  void Clear();  // after a write whose outcome nobody knows
  // Commits of a chain from `from` on, without a gap, `limit` at most; none when the first
  // of them is not kept.
  std::vector<std::shared_ptr<const Commit>> From(uint32_t chain, uint64_t from,
                                                  size_t limit) const;

 private:
  const size_t max_bytes_;
  mutable std::mutex mutex_;
  std::array<std::deque<std::shared_ptr<const Commit>>, kChainCount> chains_;
  std::deque<uint32_t> order_;  // the chain of each, oldest first
  size_t bytes_ = 0;
};
}  // namespace aor::eventlog
