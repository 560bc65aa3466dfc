// Reads, verifies and parses a log on a thread of its own, a little ahead of whoever folds it.
#pragma once

#include <array>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "aor/eventlog/v1/commit.pb.h"
#include "libs/eventlog/event_log.h"

namespace aor::eventsourcing {
class ReadAhead {
 public:
  using Places = std::array<eventlog::Tail, eventlog::kChainCount>;
  // Some commits of one chain, in order; empty for bytes that are no commit.
  struct Block {
    uint32_t chain = 0;
    std::vector<eventlog::Tail> at;
    size_t bytes = 0;
    google::protobuf::RepeatedPtrField<eventlog::v1::Commit> commits;
  };
  // Chain by chain, what follows `from`; no further than `end`, if there is one.
  ReadAhead(const eventlog::EventLog& log, const Places& from, const Places* end);
  ~ReadAhead();
  // Nothing after the last. Throws for a place that does not verify.
  std::unique_ptr<Block> Next();
  void Return(std::unique_ptr<Block> block);  // its memory is used again

 private:
  // A block is as many commits or bytes; so many blocks wait: no more than a cache holds.
  static constexpr size_t kCommits = 64, kBytes = 512 << 10, kBlocks = 4;
  void Run(const Places& from, const Places* end);
  absl::Status ReadChain(uint32_t chain, uint64_t from, uint64_t last);
  std::unique_ptr<Block> Begin(uint32_t chain);
  bool Push(std::unique_ptr<Block> block);  // false when nobody wants it

  const eventlog::EventLog& log_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::unique_ptr<Block>> ready_, spare_;
  absl::Status status_;
  bool done_ = false, stopping_ = false;
  std::jthread thread_;  // last: it uses all of the above
};
}  // namespace aor::eventsourcing
