#include "libs/audit/record_blocks.h"

#include <absl/strings/str_cat.h>

#include <algorithm>
#include <filesystem>

#include "libs/audit/pack.h"

namespace aor::audit {
namespace {
constexpr size_t kBlock = 256 << 10;
constexpr uint32_t kMaxRecord = 16 << 20;
constexpr size_t kHeader = 5, kHead = 32;

// What the header says of the bytes that follow it.
size_t SizeAt(const std::string& bytes, size_t at) {
  size_t size = 0;
  for (size_t i = 1; i < kHeader; ++i) size = size << 8 | static_cast<unsigned char>(bytes[at + i]);
  return size;
}

// The end of a whole record; 0 for one that is not all there; none if there can be no such.
std::optional<size_t> EndOf(const std::string& bytes, size_t at) {
  if (bytes.size() < at + kHeader) return 0;
  const size_t size = SizeAt(bytes, at);
  if (size > kMaxRecord) return std::nullopt;
  const size_t end = at + kHeader + size + kHead;
  return end <= bytes.size() ? end : 0;
}

// 16 bytes instead of three strings for each request of a long log.
RequestDigest DigestOf(const eventlog::v1::Commit& commit) {
  const auto hash =
      eventlog::LeafOf(absl::StrCat(commit.tenant(), absl::string_view("\0", 1), commit.method(),
                                    absl::string_view("\0", 1), commit.request_id()));
  RequestDigest digest;
  std::copy_n(hash.begin(), digest.size(), digest.begin());
  return digest;
}

std::optional<std::string> WrongPlace(const eventlog::v1::Commit& commit,
                                      const eventlog::AnchoredHead& chain,
                                      const std::string& environment, uint64_t sequence) {
  if (commit.log() != chain.log || commit.environment() != environment ||
      commit.chain() != chain.chain || commit.chain_count() != eventlog::kChainCount)
    return absl::StrCat("the commit says it belongs to log ", commit.log(), " chain ",
                        commit.chain());
  if (commit.sequence() != sequence)
    return absl::StrCat("the commit says it is number ", commit.sequence());
  return std::nullopt;
}

std::optional<std::string> Wrong(Record& record, const eventlog::Hash& before,
                                 eventlog::v1::Commit& commit) {
  if (record.kind != 'C' && record.kind != 'L') return "the record is neither a commit nor a leaf";
  if (record.kind == 'L' && record.bytes.size() != kHead) return "a bare leaf has 32 bytes";
  const bool is_leaf = record.kind == 'L';
  const auto leaf = is_leaf ? eventlog::ToHash(record.bytes) : eventlog::LeafOf(record.bytes);
  if (eventlog::NextHead(before, leaf) != record.head)
    return "the bytes are not those that were hashed into the chain";
  if (is_leaf) return std::nullopt;
  if (!commit.ParseFromArray(record.bytes.data(), static_cast<int>(record.bytes.size())))
    return "the bytes are no commit";
  record.commit = &commit;
  if (commit.previous_head() != eventlog::Bytes(before))
    return "the commit was written after another head";
  record.request = DigestOf(commit);
  return std::nullopt;
}
}  // namespace

void RecordBlocks::OpenChain() {
  const eventlog::AnchoredHead& chain = chains_[chain_];
  const std::string path = directory_ + "/" + ChainFile(chain.log, chain.chain);
  file_ = std::ifstream();
  std::error_code none;  // opening a pipe waits for who writes to it
  if (std::filesystem::is_regular_file(std::filesystem::symlink_status(path, none)))
    file_.open(path, std::ios::binary);
  rest_.clear();
  next_ = 1;
  head_ = eventlog::GenesisHead(chain.log, environment_, chain.chain, eventlog::kChainCount);
}

// Adds at least as many bytes as make the record whole that they begin with, if there are.
void RecordBlocks::ReadMore(std::string& bytes) {
  const size_t had = bytes.size();
  const auto end = EndOf(bytes, 0);
  const size_t whole = had >= kHeader && end == 0 ? kHeader + SizeAt(bytes, 0) + kHead : kHeader;
  bytes.resize(std::max(had + kBlock, whole));
  file_.read(bytes.data() + had, static_cast<std::streamsize>(bytes.size() - had));
  bytes.resize(had + static_cast<size_t>(std::max<std::streamsize>(file_.gcount(), 0)));
}

bool RecordBlocks::Next(RecordBlock& block) {
  if (chain_ >= chains_.size()) return false;
  if (next_ == 0) OpenChain();
  block.chain = chain_;
  block.first = next_;
  block.before = head_;
  block.records.clear();
  block.bytes = rest_;  // by copy: it keeps its memory
  ReadMore(block.bytes);
  size_t at = 0;
  std::optional<size_t> end;
  while ((end = EndOf(block.bytes, at)) && *end > 0) {
    Record& record = block.records.emplace_back();
    record.kind = block.bytes[at];
    record.bytes = std::string_view(block.bytes).substr(at + kHeader, *end - at - kHeader - kHead);
    record.head = eventlog::ToHash(std::string_view(block.bytes).substr(*end - kHead, kHead));
    at = *end;
  }
  next_ += block.records.size();
  if (!block.records.empty()) head_ = block.records.back().head;
  const bool is_padded = next_ > chains_[chain_].sequence + 1;  // one too many says it all
  block.last = !end || !file_ || is_padded;
  block.torn = block.last && !is_padded && at < block.bytes.size();
  if (block.last)
    ++chain_, next_ = 0;
  else
    rest_ = block.bytes.substr(at);
  return true;
}

void RecordBlocks::Check(RecordBlock& block) const {
  const eventlog::AnchoredHead& chain = chains_[block.chain];
  block.commits.Clear();
  eventlog::Hash before = block.before;
  uint64_t sequence = block.first;
  for (Record& record : block.records) {
    record.wrong = Wrong(record, before, *block.commits.Add());
    if (!record.wrong && record.commit)
      record.wrong = WrongPlace(*record.commit, chain, environment_, sequence);
    before = record.head;
    ++sequence;
  }
}
}  // namespace aor::audit
