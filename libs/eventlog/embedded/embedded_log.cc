#include "libs/eventlog/embedded/embedded_log.h"

#include <absl/strings/str_cat.h>
#include <rocksdb/write_batch.h>

#include "libs/eventlog/embedded/keys.h"

namespace aor::eventlog {
namespace {
using keys::View;

constexpr uint64_t kLongRead = 1000;  // commits: they would only drive others out of the cache

absl::Status Damaged(const std::string& log, uint32_t chain, uint64_t sequence,
                     const std::string& why) {
  return absl::DataLossError(
      absl::StrCat("log ", log, " chain ", chain, " sequence ", sequence, ": ", why));
}
// Is the row there? Throws when that cannot be told.
bool IsThere(const std::string& log, uint32_t chain, const rocksdb::Status& read) {
  if (read.ok() || read.IsNotFound()) return read.ok();
  throw DamagedLog(
      absl::StrCat("log ", log, " chain ", chain, " cannot be read (", read.ToString(), ")"));
}
}  // namespace

EmbeddedLog::EmbeddedLog(std::string name, std::string environment, Database& database,
                         Committer& committer)
    : name_(std::move(name)),
      environment_(std::move(environment)),
      database_(database),
      committer_(committer) {
  Reload();
}

void EmbeddedLog::Append(Record record, Done done) {
  committer_.Submit({name_, std::move(record), std::move(done)});
}

void EmbeddedLog::AddTo(rocksdb::WriteBatch& batch, const Record& record, Tail& tail) const {
  tail = {tail.sequence + 1, NextHead(tail.head, LeafOf(record.bytes))};
  const std::string key = keys::CommitKey(name_, record.chain, tail.sequence);
  const std::string_view head = Bytes(tail.head);
  const rocksdb::Slice parts[] = {{head.data(), head.size()}, record.bytes};
  const rocksdb::Slice key_part(key);
  batch.Put(database_.commits, {&key_part, 1}, {parts, 2});
  for (const std::string& stream : record.streams)
    batch.Put(database_.streams,
              keys::StreamPrefix(name_, record.chain, stream) + keys::U64(tail.sequence), "");
  if (record.request)
    batch.Put(database_.requests, keys::RequestKeyOf(name_, record.chain, *record.request),
              keys::TailValue({tail.sequence, record.digest}));
  for (const Consumption& range : record.consumed)
    batch.Put(database_.consumed, keys::ConsumedKey(name_, record.chain, range.log, range.chain),
              keys::U64(range.to));
}

void EmbeddedLog::AddHeads(rocksdb::WriteBatch& batch,
                           const std::map<uint32_t, Tail>& tails) const {
  for (const auto& [chain, tail] : tails)
    if (tail.sequence > 0)  // a conflict on an empty chain leaves it empty
      batch.Put(database_.heads, keys::ChainKey(name_, chain), keys::TailValue(tail));
}

void EmbeddedLog::Publish(const std::map<uint32_t, Tail>& tails) {
  std::lock_guard lock(mutex_);
  for (const auto& [chain, tail] : tails) tails_[chain] = tail;
}

void EmbeddedLog::Remember(Record record, const Tail& at) {
  recent_.Add(record.chain, {at, std::move(record.bytes), std::move(record.commit)});
}

void EmbeddedLog::Reload() {
  recent_.Clear();
  std::array<Tail, kChainCount> tails;
  for (uint32_t chain = 0; chain < kChainCount; ++chain) {
    std::string value;
    const auto status = database_.db->Get(rocksdb::ReadOptions(), database_.heads,
                                          keys::ChainKey(name_, chain), &value);
    tails[chain] = IsThere(name_, chain, status)
                       ? keys::ToTail(value)
                       : Tail{0, GenesisHead(name_, environment_, chain, kChainCount)};
  }
  std::lock_guard lock(mutex_);
  tails_ = tails;
}

Tail EmbeddedLog::TailOf(uint32_t chain) const {
  std::lock_guard lock(mutex_);
  return tails_.at(chain);
}

bool EmbeddedLog::ReadRecent(uint32_t chain, uint64_t& from, uint64_t last,
                             const std::function<bool(const Stored&)>& visit) const {
  constexpr size_t kAtOnce = 256;
  while (from <= last) {
    const auto recent = recent_.From(chain, from, std::min(kAtOnce, last - from + 1));
    if (recent.empty()) return true;
    for (const auto& commit : recent) {
      ++from;
      if (!visit({chain, commit->at, commit->bytes, commit->parsed})) return false;
    }
  }
  return true;
}

absl::Status EmbeddedLog::Read(uint32_t chain, uint64_t from,
                               const std::function<bool(const Stored&)>& visit) const {
  uint64_t first = std::max<uint64_t>(from, 1);
  const uint64_t last = TailOf(chain).sequence;
  if (!ReadRecent(chain, first, last, visit) || first > last) return absl::OkStatus();
  rocksdb::ReadOptions options;
  options.fill_cache = last - first < kLongRead;
  const std::unique_ptr<rocksdb::Iterator> rows(
      database_.db->NewIterator(options, database_.commits));
  // One row earlier: its head is what the first commit must extend.
  const uint64_t before = first > 1 ? first - 1 : 1;
  Hash head = first > 1 ? Hash{} : GenesisHead(name_, environment_, chain, kChainCount);
  std::string key = keys::CommitKey(name_, chain, before);
  rows->Seek(key);
  for (uint64_t sequence = before; sequence <= last; ++sequence, rows->Next()) {
    keys::EndWith(sequence, key);
    if (!rows->Valid() || View(rows->key()) != key || rows->value().size() < 32)
      return Damaged(name_, chain, sequence,
                     rows->status().ok() ? "the commit is missing" : rows->status().ToString());
    const std::string_view bytes = View(rows->value()).substr(32);
    const Hash after = ToHash(View(rows->value()).substr(0, 32));
    if (sequence >= first && NextHead(head, LeafOf(bytes)) != after)
      return Damaged(name_, chain, sequence, "the bytes are not those that were hashed");
    head = after;
    if (sequence >= first && !visit({chain, {sequence, head}, bytes})) return absl::OkStatus();
  }
  return absl::OkStatus();
}

absl::Status EmbeddedLog::ReadStream(uint32_t chain, std::string_view stream, uint64_t from,
                                     const std::function<bool(const Stored&)>& visit) const {
  const std::string prefix = keys::StreamPrefix(name_, chain, stream);
  const uint64_t last = TailOf(chain).sequence;
  const std::unique_ptr<rocksdb::Iterator> index(
      database_.db->NewIterator(rocksdb::ReadOptions(), database_.streams));
  for (index->Seek(prefix + keys::U64(from)); index->Valid() && index->key().starts_with(prefix);
       index->Next()) {
    const uint64_t sequence = keys::ToU64(View(index->key()).substr(prefix.size()));
    if (sequence > last) break;
    auto large = FindLarge(chain, sequence);
    rocksdb::PinnableSlice stored;
    if (!large) {
      const auto status = database_.db->Get(rocksdb::ReadOptions(), database_.commits,
                                            keys::CommitKey(name_, chain, sequence), &stored);
      if (!status.ok() || stored.size() < 32)
        return Damaged(name_, chain, sequence, status.ok() ? "too short" : status.ToString());
      if (stored.size() >= kLargeBytes)
        KeepLarge({chain, sequence, large = std::make_shared<std::string>(stored.ToString())});
    }
    const std::string_view value = large ? std::string_view(*large) : View(stored);
    if (!visit({chain, {sequence, ToHash(value.substr(0, 32))}, value.substr(32)}))
      return absl::OkStatus();
  }
  return index->status().ok() ? absl::OkStatus()
                              : Damaged(name_, chain, 0, index->status().ToString());
}

std::shared_ptr<const std::string> EmbeddedLog::FindLarge(uint32_t chain, uint64_t sequence) const {
  std::lock_guard lock(large_mutex_);
  for (const Large& large : large_)
    if (large.chain == chain && large.sequence == sequence) return large.value;
  return nullptr;
}

void EmbeddedLog::KeepLarge(Large large) const {
  std::lock_guard lock(large_mutex_);
  if (large_.size() == kLargeKept) large_.erase(large_.begin());
  large_.push_back(std::move(large));
}

std::optional<Remembered> EmbeddedLog::Find(uint32_t chain, const RequestKey& request) const {
  rocksdb::PinnableSlice value;
  const auto status = database_.db->Get(rocksdb::ReadOptions(), database_.requests,
                                        keys::RequestKeyOf(name_, chain, request), &value);
  if (!IsThere(name_, chain, status)) return std::nullopt;
  const Tail tail = keys::ToTail(View(value));
  return Remembered{tail.sequence, tail.head};
}

uint64_t EmbeddedLog::ConsumedTo(uint32_t chain, std::string_view source_log,
                                 uint32_t source_chain) const {
  std::string value;
  const auto status =
      database_.db->Get(rocksdb::ReadOptions(), database_.consumed,
                        keys::ConsumedKey(name_, chain, source_log, source_chain), &value);
  return IsThere(name_, chain, status) ? keys::ToU64(value) : 0;
}

void EmbeddedLog::OnCommit(std::function<void()> listener) { listeners_.Add(std::move(listener)); }
}  // namespace aor::eventlog
