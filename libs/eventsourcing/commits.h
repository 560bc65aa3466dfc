// How a transaction becomes the bytes of a commit.
#pragma once

#include <absl/status/statusor.h>
#include <absl/time/time.h>

#include <string>

#include "aor/eventlog/v1/commit.pb.h"
#include "aor/eventlog/v1/position.pb.h"
#include "libs/eventlog/event_log.h"
#include "libs/eventsourcing/transaction.h"

namespace aor::eventsourcing {
struct Request;

// The scope of idempotency: 16 bytes of SHA-256 over tenant, method and request id.
eventlog::RequestKey KeyOfRequest(const Request& request);
eventlog::Hash DigestOfRequest(const Request& request, const std::string& tenant_key);

struct Envelope {
  const Request& request;
  const eventlog::EventLog& log;
  uint32_t chain;
  eventlog::Tail before;
  absl::Time recorded_at;
  std::string writer;
  std::string commit_id;
  eventlog::Hash digest;
};
// A commit of everything the transaction touched; of nothing, for a refusal that
// has to be remembered.
eventlog::v1::Commit MakeCommit(const Envelope& envelope, Transaction& transaction,
                                const std::string& refusal);

// A stored commit as a message: the one that its writer left, or parsed into `mine`; empty
// for bytes that are no commit.
const eventlog::v1::Commit& CommitOf(const eventlog::Stored& stored, eventlog::v1::Commit& mine);

// One consistency token of several places, and back. INVALID_ARGUMENT for bytes that are none.
inline constexpr int kTokenPlaces = 64;  // at most: a place in each chain of a log
std::string EncodeToken(const eventlog::v1::ConsistencyToken& token);
absl::StatusOr<eventlog::v1::ConsistencyToken> DecodeToken(std::string_view token);
eventlog::v1::Position PositionAt(const std::string& log, uint32_t chain, const eventlog::Tail& at);
std::string TokenOf(const std::string& log, uint32_t chain, const eventlog::Tail& at);
}  // namespace aor::eventsourcing
