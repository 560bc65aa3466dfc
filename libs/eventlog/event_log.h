// The log of record of one context. Backends: memory/, embedded/ (RocksDB), kafka/.
#pragma once

#include <absl/status/status.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "libs/eventlog/chain.h"

namespace aor::eventlog {
namespace v1 {
class Commit;
}

// The end of a chain, or the place just after one of its commits.
struct Tail {
  uint64_t sequence = 0;  // of the last commit; 0 for an empty chain
  Hash head{};            // the genesis head for an empty chain
};

// What a request left behind: where it was answered, and a digest of its body.
using RequestKey = std::array<uint8_t, 16>;
struct Remembered {
  uint64_t sequence = 0;
  Hash digest{};
};

struct Consumption {
  std::string log;
  uint32_t chain = 0;
  uint64_t to = 0;
};

// A commit on its way: its bytes, and what the backend indexes with them.
struct Record {
  uint32_t chain = 0;
  Hash previous_head{};
  std::string bytes;                 // the serialised Commit
  std::vector<std::string> streams;  // the names it appends to, with the tenant: "<tenant>/<name>"
  std::optional<RequestKey> request;
  Hash digest{};
  std::vector<Consumption> consumed;
  std::shared_ptr<const v1::Commit> commit = {};  // the bytes parsed, if the writer has that
};

enum class Outcome {
  kCommitted,
  kConflict,       // another commit was first: read and decide again
  kUnavailable,    // surely nothing was written
  kIndeterminate,  // cannot be told: look the request up before saying anything
};
struct Appended {
  Outcome outcome = Outcome::kUnavailable;
  Tail at;             // the place after this commit, when committed
  std::string detail;  // for a person, when not
};
using Done = std::function<void(const Appended&)>;

// One VALID commit as stored.
struct Stored {
  uint32_t chain = 0;
  Tail at;
  std::string_view bytes;                         // valid during the call only
  std::shared_ptr<const v1::Commit> commit = {};  // the bytes parsed, if the log still knows
};

class Claims;

// A record with more bytes is never taken. What one record of Kafka holds by default, headers
// spared, is the limit of every backend: a log can always move.
inline constexpr size_t kMaxCommitBytes = 900'000;

// Threads: every call is safe from any thread. Append returns at once and
// answers exactly once, in the order of the appends of one chain, on a thread of
// the log that an answer must not block. The others read what is durable.
class EventLog {
 public:
  virtual ~EventLog() = default;
  virtual const std::string& name() const = 0;
  virtual const std::string& environment() const = 0;

  // Takes the record if previous_head is the chain's head once all records
  // appended before it are decided. Bounded: kUnavailable when too many wait.
  virtual void Append(Record record, Done done) = 0;

  virtual Tail TailOf(uint32_t chain) const = 0;
  // Visits commits from sequence `from` on, in order, until `visit` says false
  // or the durable end. DATA_LOSS names the first position that does not verify.
  virtual absl::Status Read(uint32_t chain, uint64_t from,
                            const std::function<bool(const Stored&)>& visit) const = 0;
  // The same for the commits that append to one stream.
  virtual absl::Status ReadStream(uint32_t chain, std::string_view stream, uint64_t from,
                                  const std::function<bool(const Stored&)>& visit) const = 0;
  virtual std::optional<Remembered> Find(uint32_t chain, const RequestKey& request) const = 0;
  // Up to where this chain took effect of a source chain; 0 for not at all.
  virtual uint64_t ConsumedTo(uint32_t chain, std::string_view source_log,
                              uint32_t source_chain) const = 0;
  // Called after commits became durable, on a thread of the log: wake up and read.
  // Listeners are added before the first append and live as long as the log.
  virtual void OnCommit(std::function<void()> listener) = 0;

  // Who claims which chain of it; none for a log that no other process writes.
  virtual const Claims* claims() const { return nullptr; }
  // Calls `done`, once, when all that stood in the log at this call can be read here and no
  // record that this process gave up may land any more: what a refusal is decided on must be
  // that new. UNAVAILABLE when that cannot be told in time. `done` is like an answer of Append.
  // A log that nobody else writes is always caught up.
  virtual void CatchUp(uint32_t chain, std::function<void(absl::Status)> done) {
    (void)chain;
    done(absl::OkStatus());
  }
};
}  // namespace aor::eventlog
