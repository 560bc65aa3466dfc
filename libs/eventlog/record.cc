#include "libs/eventlog/record.h"

#include <algorithm>

namespace aor::eventlog {
RequestKey RequestKeyOf(std::string_view tenant, std::string_view method,
                        std::string_view request_id) {
  std::string scope(tenant);
  scope.append(1, '\0').append(method).append(1, '\0').append(request_id);
  const Hash hash = Sha256Of(scope);
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

std::optional<Record> ReadRecord(std::string bytes, std::string_view log,
                                 std::string_view environment) {
  v1::Commit commit;
  if (!commit.ParseFromString(bytes) || commit.log() != log ||
      commit.environment() != environment || commit.chain_count() != kChainCount ||
      commit.chain() >= kChainCount || commit.previous_head().size() != Hash().size())
    return std::nullopt;
  return RecordOf(commit, std::move(bytes));
}
}  // namespace aor::eventlog
