#include "libs/eventlog/record.h"

#include <openssl/sha.h>

#include <algorithm>

#include "libs/ids/random.h"
#include "libs/ids/uuid.h"

namespace aor::eventlog {
namespace {
absl::Time RecordedAt(const EventLog& log, uint32_t chain, const Tail& at) {
  v1::Commit commit;
  if (at.sequence > 0)
    log.Read(chain, at.sequence,
             [&](const Stored& stored) {
               commit.ParseFromArray(stored.bytes.data(), static_cast<int>(stored.bytes.size()));
               return false;
             })
        .IgnoreError();
  return absl::FromUnixMicros(commit.recorded_at().seconds() * 1'000'000 +
                              commit.recorded_at().nanos() / 1000);
}
}  // namespace

std::string NewCommitId(absl::Time now) { return Uuid7(absl::ToUnixMillis(now), RandomBytes(10)); }

RequestKey RequestKeyOf(std::string_view tenant, std::string_view method,
                        std::string_view request_id) {
  std::string scope(tenant);
  scope.append(1, '\0').append(method).append(1, '\0').append(request_id);
  Hash hash;
  SHA256(reinterpret_cast<const unsigned char*>(scope.data()), scope.size(), hash.data());
  RequestKey key;
  std::copy_n(hash.begin(), key.size(), key.begin());
  return key;
}

Record RecordOf(const v1::Commit& commit, std::string bytes) {
  Record record;
  record.chain = commit.chain();
  record.previous_head = ToHash(commit.previous_head());
  record.bytes = std::move(bytes);
  for (const auto& stream : commit.streams())
    record.streams.push_back(commit.tenant() + "/" + stream.name());
  if (!commit.request_id().empty())
    record.request = RequestKeyOf(commit.tenant(), commit.method(), commit.request_id());
  if (commit.request_digest().size() == record.digest.size())
    record.digest = ToHash(commit.request_digest());
  for (const auto& range : commit.consumed())
    record.consumed.push_back({range.log(), range.chain(), range.to()});
  return record;
}

v1::Commit NextCommit(const EventLog& log, uint32_t chain, const Tail& after, absl::Time now) {
  now = std::max(now, RecordedAt(log, chain, after));
  v1::Commit commit;
  commit.set_log(log.name());
  commit.set_environment(log.environment());
  commit.set_chain(chain);
  commit.set_chain_count(kChainCount);
  commit.set_sequence(after.sequence + 1);
  commit.set_previous_head(std::string(Bytes(after.head)));
  commit.set_commit_id(NewCommitId(now));
  const int64_t micros = absl::ToUnixMicros(now);
  commit.mutable_recorded_at()->set_seconds(micros / 1'000'000);
  commit.mutable_recorded_at()->set_nanos(static_cast<int32_t>(micros % 1'000'000) * 1000);
  return commit;
}

std::optional<Record> ReadRecord(std::string bytes, std::string_view log,
                                 std::string_view environment) {
  auto commit = std::make_shared<v1::Commit>();
  if (!commit->ParseFromString(bytes) || commit->log() != log ||
      commit->environment() != environment || commit->chain_count() != kChainCount ||
      commit->chain() >= kChainCount || commit->previous_head().size() != Hash().size())
    return std::nullopt;
  Record record = RecordOf(*commit, std::move(bytes));
  record.commit = std::move(commit);
  return record;
}
}  // namespace aor::eventlog
