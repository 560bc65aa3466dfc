// Runs deciders on the chains of one log: look the request up, fold, decide,
// chain, append, answer; and again after a lost race.
#pragma once

#include <absl/status/statusor.h>
#include <absl/time/time.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "aor/eventlog/v1/commit.pb.h"
#include "libs/eventlog/event_log.h"
#include "libs/eventsourcing/clock.h"
#include "libs/eventsourcing/transaction.h"

namespace aor::eventsourcing {
class Ownership;

// Whose wish a commit carries out, and how to know the wish when it comes again.
struct Request {
  std::string tenant;
  std::string key;     // places the commit on its chain: the worker, the legal entity, …
  std::string method;  // scope of request_id, such as aor.timesheet.v1.RecordHours
  std::string request_id;
  std::string body;   // the serialised request: digested, never stored
  std::string actor;  // internal ids, never a mail address
  std::string on_behalf_of;
  std::string reason;  // why, in the actor's words; nothing personal
  std::string correlation_id, causation_id, traceparent;
  bool validate_only = false;  // decide, answer, append nothing
  bool is_retry = false;       // the sender says that an earlier attempt may have landed
  bool is_forwarded = false;   // another process sent it on: it is decided here or not at all
};

// Decides on the chain as it stands: folds states, appends events, or refuses.
// Called again after a lost race, so it must have no effect but on the transaction.
// A thrown exception answers INTERNAL, or DATA_LOSS for a broken history.
using Work = std::function<std::optional<Refused>(Transaction&)>;

// What was committed, the same for the first answer and every repeat. Answers
// are pure functions of it.
struct Committed {
  std::shared_ptr<const eventlog::v1::Commit> commit;
  uint32_t chain = 0;
  eventlog::Tail at;
  std::string token() const;  // the consistency token of this commit alone
};
// OK; FAILED_PRECONDITION with RefusalOf(status); ALREADY_EXISTS for the same
// request id with another body; ABORTED after too many lost races; UNAVAILABLE
// when surely nothing was written; UNKNOWN when that cannot be told;
// RESOURCE_EXHAUSTED when too much waits.
using Answer = std::function<void(absl::StatusOr<Committed>)>;

struct RuntimeOptions {
  std::string writer = "development";  // this life of the process, in every commit
  // Where others reach this process. Empty: it decides on all chains. Otherwise on those that
  // it owns, and UNAVAILABLE with ElsewhereOf answers for the rest.
  std::string address = {};
  size_t cached_streams = 64 << 10;  // of all chains; a folded payslip is 10 KB
  size_t max_waiting = 10'000;       // commands not yet decided
  int max_attempts = 3;
  // HMAC key of a tenant's request digests. What it fails with answers the command.
  std::function<absl::StatusOr<std::string>(const std::string& tenant)> digest_key;
};

class Runtime {
 public:
  Runtime(eventlog::EventLog& log, const Clock& clock, RuntimeOptions options = {});
  ~Runtime();  // waits for what is in flight
  // Never waits for a write. Decides here, which may read from disk, or on whichever thread is at
  // work on the chain; `answer` is called exactly once, on either or on a thread of the log.
  void Execute(Request request, Work work, Answer answer);
  // For reactions, imports and tests: waits for the answer.
  absl::StatusOr<Committed> ExecuteAndWait(Request request, Work work);
  // Is what this key is about decided here?
  bool DecidesOn(const std::string& tenant, const std::string& key) const;
  Ownership* ownership() const;  // none without an address
  eventlog::EventLog& log() { return log_; }
  const Clock& clock() const { return clock_; }

 private:
  struct Chains;
  eventlog::EventLog& log_;
  const Clock& clock_;
  const std::unique_ptr<Chains> chains_;
};
}  // namespace aor::eventsourcing
