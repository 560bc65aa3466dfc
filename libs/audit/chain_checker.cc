#include "libs/audit/chain_checker.h"

#include <absl/strings/str_cat.h>
#include <openssl/sha.h>

namespace aor::audit {
namespace {
// 16 bytes instead of three strings for each request of a long log.
std::string ShortKey(const eventlog::v1::Commit& commit) {
  const std::string scope = commit.tenant() + '\0' + commit.method() + '\0' + commit.request_id();
  unsigned char hash[32];
  SHA256(reinterpret_cast<const unsigned char*>(scope.data()), scope.size(), hash);
  return {reinterpret_cast<char*>(hash), 16};
}
}  // namespace

ChainChecker::ChainChecker(std::string log, std::string environment, uint32_t chain)
    : log_(std::move(log)), environment_(std::move(environment)), chain_(chain) {
  at_.head = eventlog::GenesisHead(log_, environment_, chain_, eventlog::kChainCount);
}

std::optional<std::string> ChainChecker::Take(char kind, std::string_view bytes,
                                              const eventlog::Hash& head,
                                              eventlog::v1::Commit& commit) {
  if (kind != 'C' && kind != 'L') return "the record is neither a commit nor a leaf";
  if (kind == 'L' && bytes.size() != 32) return "a bare leaf has 32 bytes";
  const eventlog::Hash leaf = kind == 'C' ? eventlog::LeafOf(bytes) : eventlog::ToHash(bytes);
  const eventlog::Hash before = at_.head;
  if (eventlog::NextHead(before, leaf) != head)
    return "the bytes are not those that were hashed into the chain";
  at_ = {at_.sequence + 1, head};
  if (kind == 'L') {
    tenant_only_ = false;
    return std::nullopt;
  }
  if (!commit.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())))
    return "the bytes are no commit";
  if (commit.previous_head() != eventlog::Bytes(before))
    return "the commit was written after another head";
  if (auto wrong = CheckPlace(commit)) return wrong;
  return CheckAssertions(commit);
}

std::optional<std::string> ChainChecker::CheckPlace(const eventlog::v1::Commit& commit) const {
  if (commit.log() != log_ || commit.environment() != environment_ || commit.chain() != chain_ ||
      commit.chain_count() != eventlog::kChainCount)
    return absl::StrCat("the commit says it belongs to log ", commit.log(), " chain ",
                        commit.chain());
  if (commit.sequence() != at_.sequence)
    return absl::StrCat("the commit says it is number ", commit.sequence());
  return std::nullopt;
}

std::optional<std::string> ChainChecker::CheckAssertions(const eventlog::v1::Commit& commit) {
  const int64_t micros =
      commit.recorded_at().seconds() * 1'000'000 + commit.recorded_at().nanos() / 1000;
  if (micros < last_micros_) return "the recorded time runs backwards";
  last_micros_ = micros;
  if (!requests_.insert(ShortKey(commit)).second)
    return absl::StrCat("request ", commit.request_id(), " was committed before");
  for (const auto& guard : commit.guards())
    if (tenant_only_ && versions_[guard.name()] != guard.expected_version())
      return absl::StrCat("the guard on ", guard.name(), " does not hold");
  for (const auto& stream : commit.streams()) {
    uint64_t& version = versions_[stream.name()];
    if (version != stream.expected_version())
      return absl::StrCat("stream ", stream.name(), " is at version ", version, ", not ",
                          stream.expected_version());
    version += stream.events_size();
  }
  for (const auto& range : commit.consumed()) {
    uint64_t& to = consumed_[{range.log(), range.chain()}];
    if (range.from() <= to || range.to() < range.from())
      return absl::StrCat("events of log ", range.log(), " chain ", range.chain(),
                          " take effect twice");
    to = range.to();
  }
  return std::nullopt;
}
}  // namespace aor::audit
