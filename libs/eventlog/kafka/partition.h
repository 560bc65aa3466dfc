// The write protocol of the log of record on one Kafka partition, written once: what is VALID,
// when a writer may say so, and what to do about everything else. It does no I/O, has no thread
// and reads no clock; its owner feeds it and carries out what it asks for.
#pragma once

#include <absl/status/status.h>

#include <array>
#include <chrono>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "libs/eventlog/event_log.h"
#include "libs/eventlog/kafka/cluster.h"

namespace aor::eventlog::kafka {
using Instant = std::chrono::milliseconds;  // since some beginning; never goes back

struct PartitionOptions {
  std::string log, environment;
  uint32_t partition = 0, partitions = 1;  // a chain lives on partition (chain mod partitions)
  Instant report_limit{7'000};             // no report after this: given up, in doubt
  Instant settle_limit{10'000};            // what is in doubt for so long is answered so
  // A question without an answer for so long: nothing new is sent, and nobody waits any more.
  Instant silence_limit{1'500};
};

// How far a partition was read: the next offset, and the digest of the record before it.
struct Mark {
  int64_t offset = 0;
  Hash last{};
};

// One VALID record, in the order of its chain.
struct Folded {
  Record record;
  Tail at;
  bool own = false;
};

class Partition {
 public:
  // What it asks for, called from within its own calls.
  struct Ask {
    std::function<void(uint64_t token, const Record& record)> produce;
    std::function<void(uint64_t ask)> span;
    // An empty commit after this place, to take the sequence from records that may still land.
    std::function<Record(uint32_t chain, const Tail& after)> empty_commit;
  };
  using TailOf = std::function<Tail(uint32_t chain)>;
  // Continues where a store stands: its tails, and how far it was read.
  Partition(PartitionOptions options, Ask ask, const TailOf& tail_of, Mark mark, Instant now);

  void Append(Record record, Done done, Instant now);
  void CatchUp(uint32_t chain, std::function<void(absl::Status)> done, Instant now);
  void OnReport(const Report& report, Instant now);
  void OnRead(Message message, Instant now);
  void OnSpan(uint64_t ask, Span span, Instant now);
  void OnProducerLost(Instant now);
  // The topic does not hold what was read from it: nothing is written any more.
  void OnTruncated(const std::string& why);

  // After one or more of the above: store what was folded, then Settle, then call the answers.
  std::vector<Folded> TakeFolded() { return std::exchange(folded_, {}); }
  void Settle(Instant now);
  std::vector<std::function<void()>> TakeAnswers() { return std::exchange(answers_, {}); }

  const Mark& mark() const { return mark_; }
  bool caught_up() const { return caught_up_; }     // with what stood there at the start
  int64_t known_end() const { return known_end_; }  // -1 before the first answer
  uint64_t void_records() const { return void_records_; }
  const absl::Status& truncated() const { return truncated_; }
  bool IsAnswered(Instant now) const;  // by the topic's brokers; otherwise nothing is written
  // Its owner ends: what waits is told that nobody knows.
  void Abandon();

 private:
  // Reached once the partition was read to where it ended when, or after, this was asked.
  struct Hold {
    uint64_t ask = 0;
    std::optional<int64_t> end;
  };
  struct Entry {
    Record record;
    Done done;
    Hash leaf{};
    Tail at;             // the place after it, if VALID
    uint64_t token = 0;  // 0: never produced, it waits for its turn to be told
    Instant sent{};
  };
  struct InDoubt {
    Hash leaf{};
    uint64_t sequence = 0;
  };
  // An append whose pipeline broke, until it can be told what became of it.
  struct Dropped {
    Done done;
    Hash leaf{};
    uint64_t group = 0;  // of doubts; 0: never produced
    std::optional<Tail> landed;
    Instant until{};
  };
  struct Chain {
    Tail tail;  // folded
    Tail tip;   // after the pipeline
    std::deque<Entry> pipeline;
    std::optional<Hold> hold;
    std::map<uint64_t, std::deque<InDoubt>> doubts;  // pipelines given up that may still land
    std::deque<Dropped> dropped;
  };
  struct Waiter {
    uint32_t chain = 0;
    std::function<void(absl::Status)> done;
    Hold hold;
    Instant until{};
  };

  void Produce(Chain& chain, Record record, Done done, Instant now);
  void Break(Chain& chain, Instant now);
  void FoldReported(Instant now);
  void Advance(Chain& chain, Record record, const Hash& leaf, Instant now);
  static bool IsOwn(const Chain& chain, const Hash& leaf);
  void AnswerPipeline(Chain& chain);
  void ResolveDoubts(Chain& chain, const Hash& leaf);
  void SettleChain(uint32_t chain, Instant now);
  void AnswerDropped(Chain& chain, Instant now);
  void SettleWaiters(Instant now);
  bool IsWaitedFor(uint32_t chain) const;
  bool IsWorthWaiting(Instant until, Instant now) const;
  void GiveUpLate(Chain& chain, Instant now);
  static std::deque<Entry>::iterator Find(Chain& chain, uint64_t token);
  Hold NewHold(Instant now);
  void AskAnew(Instant now);
  void AskSpan(Instant now);
  bool Holds(const Span& span);
  void ReachHolds(uint64_t ask, int64_t end);
  bool Reached(const Hold& hold) const { return hold.end && mark_.offset >= *hold.end; }
  void Answer(Done& done, Appended appended);

  const PartitionOptions options_;
  const Ask ask_;
  std::array<Chain, kChainCount> chains_;
  Mark mark_;
  uint64_t last_token_ = 0, last_group_ = 0, void_records_ = 0;
  std::unordered_map<uint64_t, uint32_t> sent_;  // token → chain, of what is in a pipeline
  std::map<int64_t, uint64_t> reported_;         // offset → token, not yet folded
  uint64_t last_ask_ = 0;
  bool asked_ = false, ask_again_ = false;
  Instant asked_at_{}, unanswered_since_{};
  bool caught_up_ = false;
  Hold start_;
  bool verified_ = false;  // the topic holds what was read last
  int64_t known_end_ = -1, asked_mark_ = 0;
  int short_spans_ = 0;
  absl::Status truncated_;
  std::vector<Waiter> waiters_;
  std::vector<Folded> folded_;
  std::vector<std::function<void()>> answers_;
};
}  // namespace aor::eventlog::kafka
