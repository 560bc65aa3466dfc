#include "libs/vault/keyring_database.h"

#include <absl/strings/escaping.h>
#include <absl/strings/numbers.h>

#include <filesystem>

#include "libs/ids/random.h"
#include "libs/rocks/directory.h"
#include "libs/rocks/info_log.h"

namespace aor::vault {
namespace {
constexpr size_t kBufferBytes = 4 << 20, kFlushBytes = 3 << 20;
constexpr size_t kNameBytes = 16;
}  // namespace

absl::Status ToAbsl(const rocksdb::Status& status) {
  if (status.ok()) return absl::OkStatus();
  if (status.IsCorruption()) return absl::DataLossError("keyring: " + status.ToString());
  return absl::UnavailableError("keyring: " + status.ToString());
}

std::optional<MarkRead> ParseMark(std::string_view text) {
  const size_t blank = text.find(' ');
  MarkRead mark{std::string(text.substr(0, blank)), 0};
  if (blank != 2 * kNameBytes ||
      !absl::SimpleAtoi(std::string(text.substr(blank + 1)), &mark.changes))
    return std::nullopt;
  return mark;
}

KeyringDatabase::KeyringDatabase(rocksdb::DB* opened)
    : db_(opened), writer_(*db_, kSpareRow, kFlushBytes) {}

absl::StatusOr<std::unique_ptr<KeyringDatabase>> KeyringDatabase::Open(const std::string& directory,
                                                                       rocksdb::Env* env) {
  std::error_code failed;
  std::filesystem::create_directories(directory, failed);
  std::filesystem::permissions(directory, std::filesystem::perms::owner_all, failed);
  if (failed) return absl::UnavailableError(directory + ": " + failed.message());
  rocksdb::Options options;
  options.create_if_missing = true;
  options.write_buffer_size = kBufferBytes;
  if (env) options.env = env;
  options.info_log = rocks::InfoLog(directory);
  // A torn tail is what a power cut or a full disk leaves. One that is none costs keys: the mark
  // that the log keeps shows it (keyring_check.h).
  options.wal_recovery_mode = rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
  if (rocks::HasLostCurrent(*options.env, directory))
    return absl::DataLossError("the keyring in " + directory +
                               " lacks its file CURRENT: put it back from the backup of this data "
                               "directory");
  rocksdb::DB* opened = nullptr;
  const auto status = rocksdb::DB::Open(options, directory, &opened);
  if (!status.ok()) return ToAbsl(status);
  std::unique_ptr<KeyringDatabase> database(new KeyringDatabase(opened));
  if (auto read = database->ReadMark(); !read.ok()) return read;
  return database;
}

// One of an earlier release gets its name now: its log knows none yet.
absl::StatusOr<std::string> KeyringDatabase::FirstMark() {
  uint64_t changes = 0;
  const std::unique_ptr<rocksdb::Iterator> at(db_->NewIterator({}));
  for (at->SeekToFirst(); at->Valid(); at->Next())
    changes += at->key()[0] == 'k' || at->key()[0] == 'd';
  if (!at->status().ok()) return ToAbsl(at->status());
  const auto text = KeyringMark(absl::BytesToHexString(RandomBytes(kNameBytes)), changes).Text();
  const auto put = Put(kMarkRow, text);
  return put.ok() ? absl::StatusOr<std::string>(text) : ToAbsl(put);
}

absl::Status KeyringDatabase::ReadMark() {
  std::string text;
  const auto found = db_->Get({}, kMarkRow, &text);
  if (!found.ok() && !found.IsNotFound()) return ToAbsl(found);
  if (found.IsNotFound()) {
    const auto first = FirstMark();
    if (!first.ok()) return first.status();
    text = *first;
  }
  const auto mark = ParseMark(text);
  if (!mark) return absl::DataLossError("keyring: its mark is " + text);
  mark_ = std::make_shared<KeyringMark>(mark->keyring, mark->changes);
  return absl::OkStatus();
}

rocksdb::Status KeyringDatabase::Write(rocksdb::WriteBatch& batch) {
  rocksdb::WriteOptions synced;
  synced.sync = true;
  return writer_.Write(synced, batch);
}

rocksdb::Status KeyringDatabase::Put(std::string_view row, std::string_view value) {
  rocksdb::WriteBatch batch;
  batch.Put(rocksdb::Slice(row.data(), row.size()), rocksdb::Slice(value.data(), value.size()));
  return Write(batch);
}

rocksdb::Status KeyringDatabase::WriteMarked(rocksdb::WriteBatch& batch) {
  const std::lock_guard lock(marking_);
  batch.Put(kMarkRow, mark_->TextOfNext());
  auto written = Write(batch);
  if (written.ok()) mark_->Grow();
  return written;
}

absl::Status KeyringDatabase::Forget() {
  if (auto flushed = db_->Flush({}); !flushed.ok()) return ToAbsl(flushed);
  rocksdb::CompactRangeOptions options;
  options.bottommost_level_compaction = rocksdb::BottommostLevelCompaction::kForce;
  auto forgot = db_->CompactRange(options, nullptr, nullptr);
  rocksdb::WriteBatch done;
  done.Delete(kForgetRow);
  if (forgot.ok()) forgot = Write(done);
  return ToAbsl(forgot);
}

absl::Status KeyringDatabase::FinishForgetting() {
  std::string ignored;
  const auto found = db_->Get({}, kForgetRow, &ignored);
  return found.IsNotFound() ? absl::OkStatus() : Forget();
}
}  // namespace aor::vault
