#include "libs/eventlog/embedded/embedded_store.h"

#include <absl/strings/numbers.h>
#include <absl/strings/str_cat.h>

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
#include "libs/rocks/directory.h"
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
  std::string AddKeyringMark(rocksdb::WriteBatch& writes) const;

  OpenChecks::LogOf LogOf() {
    return [this](const std::string& name) -> EventLog& { return Log(name); };
  }

  EmbeddedOptions options;  // as given, once it is open
  Database database;
  rocksdb::WriteOptions sync;
  std::mutex mutex;
  std::map<std::string, std::unique_ptr<EmbeddedLog>> logs;
  std::mutex folding;
  mutable std::mutex health_mutex;
  absl::Status health;
  std::chrono::steady_clock::time_point last_try;
  std::function<std::string()> keyring_mark;
  // Of the committer's thread, or of who folds.
  std::string kept_mark;
  size_t unflushed = 0;  // bytes
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
  const std::string mark = AddKeyringMark(writes);
  const rocksdb::Status status = database.db->Write(sync, &writes);
  if (!status.ok()) {
    // What the disk holds of this batch cannot be told before it is read again.
    for (Appended& answer : answers) answer = {Outcome::kIndeterminate, {}, status.ToString()};
    Failed(status).IgnoreError();
  } else {
    kept_mark = mark;
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
  std::string keyring = AddKeyringMark(writes);
  if (const auto status = database.db->Write(sync, &writes); !status.ok()) return Failed(status);
  kept_mark = std::move(keyring);
  for (auto& [record, at] : places) log.Remember(std::move(*record), at);
  log.Publish(tails);
  FlushWhenLarge(writes.GetDataSize());
  if (!tails.empty()) log.Wake();
  return absl::OkStatus();
}

// As it will be kept. Read when all keys of these commits are made.
std::string EmbeddedStore::Parts::AddKeyringMark(rocksdb::WriteBatch& writes) const {
  std::string mark = keyring_mark ? keyring_mark() : kept_mark;
  if (mark != kept_mark) writes.Put(database.base, keys::kKeyring, mark);
  return mark;
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
  try {
    std::lock_guard logs_lock(mutex);
    for (const auto& [name, log] : logs) log->Reload();
    health = absl::OkStatus();
  } catch (const DamagedLog& damaged) {
    health = absl::DataLossError(damaged.what());
  }
  return health.ok();
}

EmbeddedStore::EmbeddedStore(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
EmbeddedStore::~EmbeddedStore() = default;

absl::StatusOr<std::unique_ptr<EmbeddedStore>> EmbeddedStore::Open(const EmbeddedOptions& options) {
  auto parts = std::make_unique<Parts>(options);
  std::error_code there;
  std::filesystem::create_directories(options.directory, there);  // RocksDB complains of a new one
  const rocksdb::Options store = StoreOptions(options);
  if (rocks::HasLostCurrent(*store.env, options.directory))
    return absl::DataLossError("the log in " + options.directory + " lacks its file CURRENT");
  const auto opened = parts->database.Open(store, options.directory, rocks::Table(options.cache));
  if (!opened.ok()) return CannotOpen(options.directory, opened);
  const OpenChecks checks(options, parts->database, parts->LogOf());
  if (auto status = checks.All(); !status.ok()) return status;
  const auto left = parts->LeaveSomethingToFlush();
  if (left.IsCorruption()) return CannotOpen(options.directory, left);  // a file was read meanwhile
  if (!left.ok()) return absl::UnavailableError(options.directory + ": " + left.ToString());
  return std::unique_ptr<EmbeddedStore>(new EmbeddedStore(std::move(parts)));
}

absl::StatusOr<std::unique_ptr<EmbeddedStore>> EmbeddedStore::OpenToRead(
    const std::string& directory) {
  EmbeddedOptions options;
  options.directory = directory;
  auto parts = std::make_unique<Parts>(std::move(options));
  rocksdb::Options store = StoreOptions(parts->options);
  store.create_if_missing = store.create_missing_column_families = false;
  store.info_log = rocks::NoLog();
  const auto opened = parts->database.OpenToRead(store, directory, rocks::Table(nullptr));
  if (!opened.ok()) return CannotOpen(directory, opened);
  const OpenChecks checks(parts->options, parts->database, parts->LogOf());
  parts->options.environment = checks.StoredEnvironment();
  if (auto status = checks.HeadsFit(); !status.ok()) return status;
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

absl::Status EmbeddedStore::RememberKeyring(std::function<std::string()> mark) {
  auto kept = KeyringMark();
  if (!kept.ok()) return kept.status();
  parts_->kept_mark = *std::move(kept);
  parts_->keyring_mark = std::move(mark);
  return absl::OkStatus();
}

absl::StatusOr<std::string> EmbeddedStore::KeyringMark() const {
  std::string mark;
  const auto& database = parts_->database;
  const auto found = database.db->Get(rocksdb::ReadOptions(), database.base, keys::kKeyring, &mark);
  if (found.ok() || found.IsNotFound()) return mark;
  return absl::DataLossError("the log's mark of its keyring cannot be read: " + found.ToString());
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

absl::StatusOr<std::vector<AnchoredHead>> EmbeddedStore::Heads() const {
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
  if (heads->status().ok()) return all;
  return absl::DataLossError("the heads of the logs cannot be read: " + heads->status().ToString());
}

absl::StatusOr<std::vector<std::string>> EmbeddedStore::LogNames() const {
  const auto heads = Heads();
  if (!heads.ok()) return heads.status();
  std::vector<std::string> names;
  for (const AnchoredHead& head : *heads)
    if (names.empty() || names.back() != head.log) names.push_back(head.log);
  return names;
}

absl::Status EmbeddedStore::Scrub(const std::function<bool()>& stop) const {
  const auto heads = Heads();
  if (!heads.ok()) return heads.status();
  for (const AnchoredHead& head : *heads) {
    if (stop && stop()) return absl::OkStatus();
    const auto read =
        parts_->Log(head.log).Read(head.chain, 1, [&](const Stored&) { return !(stop && stop()); });
    if (!read.ok()) return read;
  }
  return VerifyFiles(*parts_->database.db, stop);
}

absl::Status EmbeddedStore::Checkpoint(const std::string& directory) const {
  return rocks::CopyTo(*parts_->database.db, directory, /*is_secret=*/false);
}

absl::Status EmbeddedStore::Health() const {
  std::lock_guard lock(parts_->health_mutex);
  return parts_->health;
}
}  // namespace aor::eventlog
