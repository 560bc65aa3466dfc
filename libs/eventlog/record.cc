#include "libs/eventlog/record.h"

#include <openssl/sha.h>

#include <algorithm>

namespace aor::eventlog {
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
