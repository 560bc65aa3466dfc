#include "libs/eventlog/embedded/embedded_store.h"

#include <absl/strings/numbers.h>
#include <absl/strings/str_cat.h>
#include <rocksdb/slice_transform.h>
#include <rocksdb/utilities/checkpoint.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <map>
#include <mutex>

#include "libs/eventlog/chain_rule.h"
#include "libs/eventlog/embedded/embedded_log.h"
#include "libs/eventlog/embedded/file_checks.h"
#include "libs/eventlog/embedded/keys.h"
#include "libs/eventlog/embedded/open_checks.h"
#include "libs/rocks/info_log.h"
#include "libs/rocks/table.h"

namespace aor::eventlog {
namespace {
using keys::View;

constexpr size_t kFlushBytes = 24 << 20;

rocksdb::Options StoreOptions(const EmbeddedOptions& given) {
  rocksdb::Options options;
  if (given.env) options.env = given.env;
  options.info_log = rocks::InfoLog(given.directory);
  options.create_if_missing = true;
  options.create_missing_column_families = true;
  // A torn tail is what a power cut leaves; anything else that is damaged stops us.
  options.wal_recovery_mode = rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
  options.max_total_wal_size = kFlushBytes + (8 << 20);
  options.avoid_flush_during_shutdown = true;  // all that counts stands in the synced log
  options.max_manifest_file_size = 64 << 20;
  options.max_background_jobs = 2;
  options.level_compaction_dynamic_level_bytes = true;
  return options;
}

// Keys that end with a number which only grows: the next is inserted beside the last.
class AllButTheNumber final : public rocksdb::SliceTransform {
 public:
  const char* Name() const override { return "aor.AllButTheNumber"; }
  rocksdb::Slice Transform(const rocksdb::Slice& key) const override {
    return {key.data(), key.size() - sizeof(uint64_t)};
  }
  bool InDomain(const rocksdb::Slice& key) const override { return key.size() > sizeof(uint64_t); }
};

rocksdb::ColumnFamilyOptions FamilyOptions(const std::shared_ptr<rocksdb::TableFactory>& table) {
  rocksdb::ColumnFamilyOptions options;
  options.compression = rocksdb::kLZ4Compression;
  options.level_compaction_dynamic_level_bytes = true;
  options.write_buffer_size = 32 << 20;
  options.memtable_whole_key_filtering = true;
  options.memtable_prefix_bloom_size_ratio = 0.05;
  options.table_factory = table;
  return options;
}
}  // namespace

struct EmbeddedStore::Parts {
  explicit Parts(EmbeddedOptions given)
      : options(std::move(given)),
        committer([this](std::vector<Waiting> batch) { Write(std::move(batch)); },
                  options.max_waiting) {
    sync.sync = options.sync;
  }

  EmbeddedLog& Log(const std::string& name) {
    std::lock_guard lock(mutex);
    auto& log = logs[name];
    if (!log) log = std::make_unique<EmbeddedLog>(name, options.environment, database, committer);
    return *log;
  }
  void Write(std::vector<Waiting> batch);
  absl::Status Fold(EmbeddedLog& log, std::vector<Record> records, const std::string& mark);
  absl::Status Failed(const rocksdb::Status& status);
  bool Recovered();
  rocksdb::Status LeaveSomethingToFlush();
  void FlushWhenLarge(size_t added);

  const EmbeddedOptions options;
  Database database;
  rocksdb::WriteOptions sync;
  std::mutex mutex;
  std::map<std::string, std::unique_ptr<EmbeddedLog>> logs;
  std::mutex folding;
  mutable std::mutex health_mutex;
  absl::Status health;
  std::chrono::steady_clock::time_point last_try;
  size_t unflushed = 0;  // bytes; of the committer's thread, or of who folds
  Committer committer;   // last: its thread uses the rest
};

// A record takes effect when it extends the head as this batch leaves it.
void EmbeddedStore::Parts::Write(std::vector<Waiting> batch) {
  if (!Recovered()) {
    for (const Waiting& waiting : batch)
      waiting.done({Outcome::kUnavailable, {}, std::string(health.message())});
    return;
  }
  rocksdb::WriteBatch writes;
  std::map<EmbeddedLog*, std::map<uint32_t, Tail>> moved;
  std::vector<Appended> answers;
  for (const Waiting& waiting : batch) {
    EmbeddedLog& log = Log(waiting.log);
    auto& tails = moved[&log];
    const uint32_t chain = waiting.record.chain;
    Tail& tail = tails.try_emplace(chain, log.TailOf(chain)).first->second;
    if (!IsValid(waiting.record, tail)) {
      answers.push_back({Outcome::kConflict, {}, "another commit was first"});
      continue;
    }
    log.AddTo(writes, waiting.record, tail);
    answers.push_back({Outcome::kCommitted, tail, {}});
  }
  for (const auto& [log, tails] : moved) log->AddHeads(writes, tails);
  const rocksdb::Status status = database.db->Write(sync, &writes);
  if (!status.ok()) {
    // What the disk holds of this batch cannot be told before it is read again.
    for (Appended& answer : answers) answer = {Outcome::kIndeterminate, {}, status.ToString()};
    Failed(status).IgnoreError();
  } else {
    for (size_t i = 0; i < batch.size(); ++i)
      if (answers[i].outcome == Outcome::kCommitted)
        Log(batch[i].log).Remember(std::move(batch[i].record), answers[i].at);
    for (const auto& [log, tails] : moved) log->Publish(tails);
    FlushWhenLarge(writes.GetDataSize());
  }
  for (size_t i = 0; i < batch.size(); ++i) batch[i].done(answers[i]);
  if (status.ok())
    for (const auto& [log, tails] : moved) log->Wake();
}

absl::Status EmbeddedStore::Parts::Failed(const rocksdb::Status& status) {
  std::lock_guard lock(health_mutex);
  return health = absl::UnavailableError("the log cannot be written: " + status.ToString());
}

absl::Status EmbeddedStore::Parts::Fold(EmbeddedLog& log, std::vector<Record> records,
                                        const std::string& mark) {
  std::lock_guard one_at_a_time(folding);
  if (!Recovered()) return absl::UnavailableError("the log cannot be written");
  rocksdb::WriteBatch writes;
  std::map<uint32_t, Tail> tails;
  std::vector<std::pair<Record*, Tail>> places;
  for (Record& record : records) {
    Tail& tail = tails.try_emplace(record.chain, log.TailOf(record.chain)).first->second;
    if (!IsValid(record, tail)) continue;  // kept by a write that seemed to fail
    log.AddTo(writes, record, tail);
    places.emplace_back(&record, tail);
  }
  log.AddHeads(writes, tails);
  writes.Put(database.base, "mark/" + log.name(), mark);
  if (const auto status = database.db->Write(sync, &writes); !status.ok()) return Failed(status);
  for (auto& [record, at] : places) log.Remember(std::move(*record), at);
  log.Publish(tails);
  FlushWhenLarge(writes.GetDataSize());
  if (!tails.empty()) log.Wake();
  return absl::OkStatus();
}

// A write-ahead log that failed once is never written again: its end may hold a batch that
// nobody was told of, and RocksDB aborts there. Resume() begins the next one, but only if
// there is something to flush: so there always is, without a line in the log.
rocksdb::Status EmbeddedStore::Parts::LeaveSomethingToFlush() {
  rocksdb::WriteOptions in_memory;
  in_memory.disableWAL = true;
  return database.db->Put(in_memory, database.base, "probe", "");
}

// Before RocksDB would, since it would leave nothing behind.
void EmbeddedStore::Parts::FlushWhenLarge(size_t added) {
  unflushed += added;
  if (unflushed < kFlushBytes) return;
  unflushed = 0;
  rocksdb::FlushOptions behind;
  behind.wait = false;
  behind.allow_write_stall = true;
  // What fails here fails the next write too, which says so.
  database.db->Flush(behind, database.Families()).PermitUncheckedError();
  LeaveSomethingToFlush().PermitUncheckedError();
}

// True when writes may be tried. After a failure: at most once a second, resume the
// database and take the heads from what it really holds.
bool EmbeddedStore::Parts::Recovered() {
  std::lock_guard lock(health_mutex);
  if (health.ok()) return true;
  const auto now = std::chrono::steady_clock::now();
  if (now - last_try < std::chrono::seconds(1)) return false;
  last_try = now;
  if (!database.db->Resume().ok() || !LeaveSomethingToFlush().ok() ||
      !database.db->Put(sync, database.base, "probe", "").ok())
    return false;
  std::lock_guard logs_lock(mutex);
  for (const auto& [name, log] : logs) log->Reload();
  health = absl::OkStatus();
  return true;
}

EmbeddedStore::EmbeddedStore(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
EmbeddedStore::~EmbeddedStore() = default;

absl::StatusOr<std::unique_ptr<EmbeddedStore>> EmbeddedStore::Open(const EmbeddedOptions& options) {
  auto parts = std::make_unique<Parts>(options);
  Database& database = parts->database;
  const auto table = rocks::Table(options.cache);
  const std::vector<std::pair<std::string, rocksdb::ColumnFamilyHandle**>> families = {
      {rocksdb::kDefaultColumnFamilyName, &database.base},
      {"commits", &database.commits},
      {"streams", &database.streams},
      {"requests", &database.requests},
      {"heads", &database.heads},
      {"consumed", &database.consumed}};
  std::vector<rocksdb::ColumnFamilyDescriptor> descriptors;
  for (const auto& [name, handle] : families) descriptors.emplace_back(name, FamilyOptions(table));
  for (auto& descriptor : descriptors)
    if (descriptor.name == "commits" || descriptor.name == "streams")
      descriptor.options.memtable_insert_with_hint_prefix_extractor =
          std::make_shared<AllButTheNumber>();
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  std::error_code there;
  std::filesystem::create_directories(options.directory, there);  // RocksDB complains of a new one
  rocksdb::DB* db = nullptr;
  const auto opened =
      rocksdb::DB::Open(StoreOptions(options), options.directory, descriptors, &handles, &db);
  if (!opened.ok()) return CannotOpen(options.directory, opened);
  database.db.reset(db);
  for (size_t i = 0; i < families.size(); ++i) *families[i].second = handles[i];
  const OpenChecks checks(
      options, database, [&parts](const std::string& log) -> EventLog& { return parts->Log(log); });
  if (auto status = checks.All(); !status.ok()) return status;
  const auto left = parts->LeaveSomethingToFlush();
  if (left.IsCorruption()) return CannotOpen(options.directory, left);  // a file was read meanwhile
  if (!left.ok()) return absl::UnavailableError(options.directory + ": " + left.ToString());
  return std::unique_ptr<EmbeddedStore>(new EmbeddedStore(std::move(parts)));
}

absl::Status EmbeddedStore::RememberAnchor() {
  Database& database = parts_->database;
  std::string ignored;
  if (database.db->Get(rocksdb::ReadOptions(), database.base, keys::kAnchored, &ignored).ok())
    return absl::OkStatus();
  const auto written = database.db->Put(parts_->sync, database.base, keys::kAnchored, "");
  return written.ok() ? absl::OkStatus() : absl::UnavailableError(written.ToString());
}

EventLog& EmbeddedStore::Log(const std::string& name) { return parts_->Log(name); }

absl::Status EmbeddedStore::Fold(const std::string& log, std::vector<Record> records,
                                 const std::string& mark) {
  return parts_->Fold(parts_->Log(log), std::move(records), mark);
}

std::string EmbeddedStore::MarkOf(const std::string& log) const {
  std::string mark;
  const auto& database = parts_->database;
  database.db->Get(rocksdb::ReadOptions(), database.base, "mark/" + log, &mark)
      .PermitUncheckedError();
  return mark;
}

std::vector<AnchoredHead> EmbeddedStore::Heads() const {
  std::vector<AnchoredHead> all;
  const std::unique_ptr<rocksdb::Iterator> heads(
      parts_->database.db->NewIterator(rocksdb::ReadOptions(), parts_->database.heads));
  for (heads->SeekToFirst(); heads->Valid(); heads->Next()) {
    const std::string_view key = View(heads->key());
    const size_t zero = key.find('\0');
    const Tail tail = keys::ToTail(View(heads->value()));
    all.push_back({std::string(key.substr(0, zero)),
                   static_cast<uint32_t>(keys::ToU64(key.substr(zero + 1))), tail.sequence,
                   tail.head});
  }
  return all;
}

std::vector<std::string> EmbeddedStore::LogNames() const {
  std::vector<std::string> names;
  for (const AnchoredHead& head : Heads())
    if (names.empty() || names.back() != head.log) names.push_back(head.log);
  return names;
}

absl::Status EmbeddedStore::Scrub(const std::function<bool()>& stop) const {
  for (const AnchoredHead& head : Heads()) {
    if (stop && stop()) return absl::OkStatus();
    const auto read =
        parts_->Log(head.log).Read(head.chain, 1, [&](const Stored&) { return !(stop && stop()); });
    if (!read.ok()) return read;
  }
  return VerifyFiles(*parts_->database.db, stop);
}

absl::Status EmbeddedStore::Checkpoint(const std::string& directory) const {
  rocksdb::Checkpoint* raw = nullptr;
  auto status = rocksdb::Checkpoint::Create(parts_->database.db.get(), &raw);
  const std::unique_ptr<rocksdb::Checkpoint> checkpoint(raw);
  // Flushed first: a hard-linked write-ahead log may lack its unsynced end (engine-notes §4).
  if (status.ok()) status = checkpoint->CreateCheckpoint(directory, 0);
  return status.ok() ? absl::OkStatus()
                     : absl::FailedPreconditionError(directory + ": " + status.ToString());
}

absl::Status EmbeddedStore::Health() const {
  std::lock_guard lock(parts_->health_mutex);
  return parts_->health;
}
}  // namespace aor::eventlog
