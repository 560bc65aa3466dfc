#include "libs/eventsourcing/row_store.h"

#include <absl/strings/str_cat.h>
#include <rocksdb/db.h>
#include <rocksdb/sst_file_writer.h>
#include <rocksdb/write_batch.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <map>
#include <vector>

#include "libs/rocks/directory.h"
#include "libs/rocks/info_log.h"
#include "libs/rocks/lasting_writer.h"
#include "libs/rocks/table.h"

namespace aor::eventsourcing {
namespace {
rocksdb::Slice Slice(std::string_view text) { return {text.data(), text.size()}; }
std::string_view View(const rocksdb::Slice& slice) { return {slice.data(), slice.size()}; }

constexpr size_t kBufferBytes = 32 << 20, kFlushBytes = 24 << 20;
constexpr const char* kIngested = "/rows-";
constexpr const char* kDamaged = "/DAMAGED";  // says what was met while it was open

// The first key behind all that start with a prefix of text; empty: there is none.
std::string EndOf(std::string_view prefix) {
  std::string end(prefix);
  while (!end.empty() && end.back() == '\xff') end.pop_back();
  if (!end.empty()) end.back()++;
  return end;
}

std::string_view Later(std::string_view a, std::string_view b) { return a < b ? b : a; }

class MemoryRows final : public RowStore {
 public:
  std::optional<std::string> Get(std::string_view key) const override {
    std::lock_guard lock(mutex_);
    const auto found = rows_.find(key);
    if (found == rows_.end()) return std::nullopt;
    return found->second;
  }
  void Scan(std::string_view prefix, std::string_view from, const Visit& visit) const override {
    std::vector<std::pair<std::string, std::string>> found;
    {
      std::lock_guard lock(mutex_);
      for (auto row = rows_.lower_bound(Later(prefix, from));
           row != rows_.end() && row->first.starts_with(prefix); ++row)
        found.push_back(*row);
    }
    for (const auto& [key, value] : found)
      if (!visit(key, value)) return;
  }
  absl::Status Write(const Changes& changes) override {
    std::lock_guard lock(mutex_);
    for (const auto& [key, value] : changes)
      if (value)
        rows_[key] = *value;
      else
        rows_.erase(key);
    return absl::OkStatus();
  }
  absl::Status DeletePrefix(const std::string& prefix) override {
    std::lock_guard lock(mutex_);
    for (auto row = rows_.lower_bound(prefix);
         row != rows_.end() && row->first.starts_with(prefix);)
      row = rows_.erase(row);
    return absl::OkStatus();
  }

 private:
  mutable std::mutex mutex_;
  std::map<std::string, std::string, std::less<>> rows_;
};

class RocksRows final : public RowStore {
 public:
  explicit RocksRows(rocksdb::DB* db) : db_(db), writer_(*db, std::string(1, '\0'), kFlushBytes) {}
  std::optional<std::string> Get(std::string_view key) const override {
    std::string value;
    const auto read = db_->Get(rocksdb::ReadOptions(), Slice(key), &value);
    if (read.ok()) return value;
    if (!read.IsNotFound()) Unreadable(read);
    return std::nullopt;
  }
  void Scan(std::string_view prefix, std::string_view from, const Visit& visit) const override {
    // Bounded, or the search for the row behind the last one walks over whatever was deleted
    // there.
    const std::string end = EndOf(prefix);
    const rocksdb::Slice bound(end);
    rocksdb::ReadOptions options;
    if (!end.empty()) options.iterate_upper_bound = &bound;
    const std::unique_ptr<rocksdb::Iterator> rows(db_->NewIterator(options));
    for (rows->Seek(Slice(Later(prefix, from)));
         rows->Valid() && rows->key().starts_with(Slice(prefix)); rows->Next())
      if (!visit(View(rows->key()), View(rows->value()))) return;
    if (!rows->status().ok()) Unreadable(rows->status());
  }
  absl::Status Write(const Changes& changes) override {
    if (changes.size() >= kManyRows) return Written(Ingest(changes));
    rocksdb::WriteBatch batch;
    for (const auto& [key, value] : changes)
      if (value)
        batch.Put(key, *value);
      else
        batch.Delete(key);
    // The write-ahead log stays on (engine-notes §0.3), without a sync.
    return Written(writer_.Write(rocksdb::WriteOptions(), batch));
  }
  absl::Status DeletePrefix(const std::string& prefix) override {
    rocksdb::WriteBatch batch;
    batch.DeleteRange(prefix, EndOf(prefix));
    return Written(writer_.Write(rocksdb::WriteOptions(), batch));
  }

 private:
  // Rows for which a sorted file costs less than the write-ahead log and the memtable.
  static constexpr size_t kManyRows = 20'000;
  // What is damaged on the disk stays so: the next start begins anew.
  void NoteDamage(const rocksdb::Status& status) const {
    if (status.IsCorruption()) std::ofstream(db_->GetName() + kDamaged) << status.ToString();
  }
  [[noreturn]] void Unreadable(const rocksdb::Status& status) const {
    NoteDamage(status);
    throw DamagedRows(
        absl::StrCat("rows in ", db_->GetName(), " cannot be read (", status.ToString(), ")"));
  }
  absl::Status Written(const rocksdb::Status& status) const {
    if (status.ok()) return absl::OkStatus();
    NoteDamage(status);
    if (!status.IsCorruption())
      return absl::UnavailableError("read models cannot be written: " + status.ToString());
    return absl::DataLossError(absl::StrCat("rows in ", db_->GetName(), " are damaged (",
                                            status.ToString(),
                                            "): start again, which makes them anew from the log"));
  }
  // All of them in one file, which becomes part of the database in one step. What was
  // written before is durable first: the tail that a power cut takes is never in between.
  rocksdb::Status Ingest(const Changes& changes) {
    const std::string file = db_->GetName() + kIngested + std::to_string(++ingested_);
    rocksdb::SstFileWriter sorted(rocksdb::EnvOptions(), db_->GetOptions());
    auto status = sorted.Open(file);
    for (auto row = changes.begin(); status.ok() && row != changes.end(); ++row)
      status = row->second ? sorted.Put(row->first, *row->second) : sorted.Delete(row->first);
    if (status.ok()) status = sorted.Finish();
    if (status.ok()) status = db_->FlushWAL(true);
    rocksdb::IngestExternalFileOptions take;
    take.move_files = true;
    if (status.ok()) status = db_->IngestExternalFile({file}, take);
    std::error_code gone;
    std::filesystem::remove(file, gone);
    return status;
  }

  const std::unique_ptr<rocksdb::DB> db_;
  rocks::LastingWriter writer_;
  std::atomic<int> ingested_ = 0;
};

// What a killed process left of a file that it had not ingested.
void RemoveLeftovers(const std::string& directory) {
  std::error_code error;
  for (const auto& file : std::filesystem::directory_iterator(directory, error))
    if (("/" + file.path().filename().string()).starts_with(kIngested))
      std::filesystem::remove(file.path(), error);
}
}  // namespace

std::unique_ptr<RowStore> MemoryRowStore() { return std::make_unique<MemoryRows>(); }

absl::StatusOr<std::unique_ptr<RowStore>> OpenRowStore(const std::string& directory,
                                                       std::shared_ptr<rocksdb::Cache> cache) {
  rocksdb::Options options;
  options.create_if_missing = true;
  options.compression = rocksdb::kLZ4Compression;
  options.level_compaction_dynamic_level_bytes = true;
  options.write_buffer_size = kBufferBytes;
  options.max_total_wal_size = 128 << 20;
  options.max_manifest_file_size = 64 << 20;
  options.info_log = rocks::InfoLog(directory);
  options.avoid_flush_during_shutdown = true;  // what counts stands in the write-ahead log
  options.table_factory = rocks::Table(std::move(cache));
  std::error_code there;
  std::filesystem::create_directories(directory, there);  // RocksDB complains of a new one
  RemoveLeftovers(directory);
  if (std::filesystem::exists(directory + kDamaged, there) ||
      rocks::HasLostCurrent(*options.env, directory))
    return absl::DataLossError(directory + " is damaged");
  rocksdb::DB* db = nullptr;
  const auto status = rocksdb::DB::Open(options, directory, &db);
  if (rocks::IsDamaged(status))
    return absl::DataLossError(directory + " is damaged (" + status.ToString() + ")");
  if (!status.ok()) return absl::FailedPreconditionError(directory + ": " + status.ToString());
  return std::make_unique<RocksRows>(db);
}

std::optional<std::string> OverlaidRows::Get(std::string_view key) const {
  const std::string full = prefix_ + std::string(key);
  if (const auto changed = changes_.find(full); changed != changes_.end()) return changed->second;
  return stored_ ? store_.Get(full) : std::nullopt;
}

// Merges the changes into the stored rows, in key order.
void OverlaidRows::Scan(std::string_view prefix, std::string_view from,
                        const RowStore::Visit& visit) const {
  const std::string full = prefix_ + std::string(prefix), start = prefix_ + std::string(from);
  auto change = changes_.lower_bound(Later(full, start));
  bool go_on = true;
  const auto show = [&](std::string_view key, std::string_view value) {
    go_on = visit(key.substr(prefix_.size()), value);
    return go_on;
  };
  const auto changes_before = [&](std::optional<std::string_view> key) {
    for (; go_on && change != changes_.end() && change->first.starts_with(full) &&
           (!key || change->first < *key);
         ++change)
      if (change->second) show(change->first, *change->second);
    return go_on;
  };
  const auto merge = [&](std::string_view key, std::string_view value) {
    if (!changes_before(key)) return false;
    if (change == changes_.end() || change->first != key) return show(key, value);
    return change->second ? show(key, *(change++)->second) : (++change, true);
  };
  if (stored_) store_.Scan(full, start, merge);
  if (go_on) changes_before(std::nullopt);
}

// Reckons what it is about to hold: a node of the tree beside key and value.
std::optional<std::string>& OverlaidRows::Change(std::string_view key) {
  constexpr size_t kNode = 96;
  const auto [change, is_new] = changes_.try_emplace(prefix_ + std::string(key));
  if (is_new) bytes_ += change->first.size() + kNode;
  if (change->second) bytes_ -= change->second->size();
  return change->second;
}

void OverlaidRows::Put(std::string_view key, std::string_view value) {
  Change(key) = std::string(value);
  bytes_ += value.size();
}

void OverlaidRows::Delete(std::string_view key) { Change(key) = std::nullopt; }

void OverlaidRows::Written() {
  changes_.clear();
  bytes_ = 0;
  stored_ = true;
}
}  // namespace aor::eventsourcing
