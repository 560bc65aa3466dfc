// One chain's pipeline: decides on folded state plus what is on its way, and
// answers only what is known to stand.
#pragma once

#include <atomic>
#include <deque>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "libs/eventlog/event_log.h"
#include "libs/eventsourcing/commits.h"
#include "libs/eventsourcing/ownership.h"
#include "libs/eventsourcing/runtime.h"
#include "libs/eventsourcing/strand.h"

namespace aor::eventsourcing {
struct Wanted {
  Request request;
  Work work;
  Answer answer;
  eventlog::RequestKey key{};
  eventlog::Hash digest{};
  int attempt = 1;
  bool caught_up = false;  // the log was read to its end after this wish came
  bool is_claim = false;   // decided by whoever makes it
};

// Streams folded up to the end of the pipeline; the least recently used go first,
// but never one that a commit on its way has touched. All chains share one bound: a chain holds
// its part of it, and more while others do not need theirs, as with the run of a legal entity.
class StreamCache {
 public:
  // `all`: how many streams the caches of all chains hold; it outlives this one.
  StreamCache(size_t bound, std::atomic<size_t>& all)
      : bound_(bound), part_(bound / eventlog::kChainCount), all_(all) {}
  ~StreamCache() { Clear(); }
  const StreamState* Find(const std::string& stream);
  void Put(const std::string& stream, StreamState state, uint64_t touched_at, uint64_t durable);
  void Clear();

 private:
  struct Entry {
    std::string stream;
    StreamState state;
    uint64_t touched_at;
  };
  bool IsFull() const { return all_ > bound_ && entries_.size() > part_; }

  const size_t bound_, part_;
  std::atomic<size_t>& all_;
  std::list<Entry> entries_;  // most recently used first
  std::unordered_map<std::string, std::list<Entry>::iterator> index_;
};

// Used on its strand only.
class ChainWriter {
 public:
  // `ownership`: none where all is decided here. `hurry`: let a thread that may decide drain
  // the strand soon.
  ChainWriter(eventlog::EventLog& log, uint32_t chain, const Clock& clock,
              const RuntimeOptions& options, std::atomic<size_t>& cached_streams, Strand& strand,
              Ownership* ownership, std::function<void()> hurry);
  void Start(Wanted wanted);
  // May a thread of the log still come back? From any thread.
  bool IsInLog() const { return in_log_ > 0; }

 private:
  struct InFlight {
    Wanted wanted;
    std::shared_ptr<const eventlog::v1::Commit> commit;
    std::vector<Wanted> joined;  // the same request again, while it was on its way
    eventlog::Outcome outcome = eventlog::Outcome::kCommitted;
    std::string detail;
  };
  struct Follower {  // an answer that stands only if what it was decided on does
    uint64_t after;
    Wanted wanted;
    absl::StatusOr<Committed> answer;
  };

  absl::Status Load();  // DATA_LOSS: nothing can be decided here
  bool IsAwaited() const;
  bool AnswerKnown(Wanted& wanted);
  bool LeaveToOwner(Wanted& wanted);
  void Decide(Wanted wanted);
  void Refuse(Wanted wanted, absl::Status refusal);
  void Append(Wanted wanted, Transaction& transaction, const std::string& refusal);
  eventlog::v1::Commit Draft(const Wanted& wanted, Transaction& transaction,
                             const std::string& refusal, absl::Time now);
  void LeaveOnStrand(Strand::Task task, bool is_urgent);
  void OnAppended(uint64_t sequence, const eventlog::Appended& appended);
  void AnswerJoined(const InFlight& done, const eventlog::Tail& at);
  void Recover();
  void Resolve(InFlight failed);
  void AnswerWhenKnown(Wanted wanted, absl::StatusOr<Committed> answer);
  void ReleaseFollowers();
  StreamState Fold(const std::string& tenant, const std::string& stream,
                   const std::function<void(StreamState&, const eventlog::v1::Event&)>& evolve);
  Committed At(std::shared_ptr<const eventlog::v1::Commit> commit, const eventlog::Tail& at) const;
  absl::StatusOr<Committed> ReadCommitted(uint64_t sequence) const;

  eventlog::EventLog& log_;
  const uint32_t chain_;
  const Clock& clock_;
  const RuntimeOptions& options_;
  Strand& strand_;
  Ownership* const ownership_;
  const std::function<void()> hurry_;
  std::atomic<size_t> in_log_ = 0;
  bool loaded_ = false;
  bool broken_ = false;
  eventlog::Tail tail_;   // the end of the pipeline
  uint64_t durable_ = 0;  // known VALID up to here
  absl::Time last_recorded_ = absl::UnixEpoch();
  StreamCache cache_;
  std::map<uint64_t, InFlight> in_flight_;
  size_t joined_ = 0;  // of all in flight
  std::vector<InFlight> failed_;
  std::deque<Follower> followers_;
  std::vector<Wanted> stalled_;
};

absl::StatusOr<Committed> AnswerOf(Committed committed);  // or the refusal it remembers
}  // namespace aor::eventsourcing
