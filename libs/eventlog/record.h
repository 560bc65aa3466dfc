// What a log must know of a commit, taken from its bytes alone.
#pragma once

#include <absl/time/time.h>

#include <optional>
#include <string>
#include <string_view>

#include "aor/eventlog/v1/commit.pb.h"
#include "libs/eventlog/event_log.h"

namespace aor::eventlog {
// The scope of idempotency: 16 bytes of SHA-256 over tenant, method and request id.
RequestKey RequestKeyOf(std::string_view tenant, std::string_view method,
                        std::string_view request_id);

// Of version 7: those of one writer sort by time.
std::string NewCommitId(absl::Time now);

// `bytes` are the commit's own.
Record RecordOf(const v1::Commit& commit, std::string bytes);

// An empty commit of no tenant after this place, recorded now but never before its predecessor.
v1::Commit NextCommit(const EventLog& log, uint32_t chain, const Tail& after, absl::Time now);

// None for bytes that are no commit of this log: such a record is VOID.
std::optional<Record> ReadRecord(std::string bytes, std::string_view log,
                                 std::string_view environment);
}  // namespace aor::eventlog
