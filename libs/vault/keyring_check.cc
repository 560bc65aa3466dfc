#include "libs/vault/keyring_check.h"

#include <absl/strings/str_cat.h>

#include <memory>

#include "libs/rocks/info_log.h"
#include "libs/vault/keyring_database.h"
#include "libs/vault/wrapping_key.h"

namespace aor::vault {
namespace {
constexpr char kWayBack[] =
    ": put back the newest copy of this very keyring, or restore log and keyring together into a "
    "new directory: aorctl restore BACKUP DIRECTORY";

absl::Status IsDamaged(const std::string& directory, const rocksdb::Status& said,
                       const char* way_back = "") {
  return absl::DataLossError(
      absl::StrCat("the keyring in ", directory, " is damaged (", said.ToString(), ")", way_back));
}

rocksdb::Status OpenToRead(const std::string& directory, std::unique_ptr<rocksdb::DB>& database) {
  rocksdb::Options options;
  options.info_log = rocks::NoLog();
  options.wal_recovery_mode = rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
  rocksdb::DB* raw = nullptr;
  auto status = rocksdb::DB::OpenForReadOnly(options, directory, &raw);
  database.reset(raw);
  return status;
}

absl::Status Compare(const std::string& directory, const MarkRead& expected,
                     const std::optional<MarkRead>& found) {
  if (found && found->keyring != expected.keyring)
    return absl::DataLossError(absl::StrCat(
        "the keyring in ", directory, " is not the one of its log, but another one", kWayBack));
  const uint64_t changes = found ? found->changes : 0;
  if (found && changes >= expected.changes) return absl::OkStatus();
  return absl::DataLossError(absl::StrCat(
      "the keyring in ", directory, " has lost keys or is an older copy: its log knows of ",
      expected.changes, " keys made or destroyed, and it of ", changes, kWayBack));
}
}  // namespace

absl::StatusOr<uint64_t> CheckKeyring(const std::string& directory) {
  std::unique_ptr<rocksdb::DB> database;
  std::string proof;
  auto status = OpenToRead(directory, database);
  if (status.ok()) status = database->Get({}, kProofRow, &proof);
  if (status.ok()) status = database->VerifyChecksum();
  if (!status.ok()) return IsDamaged(directory, status);
  uint64_t keys = 0;
  const std::unique_ptr<rocksdb::Iterator> at(database->NewIterator({}));
  for (at->SeekToFirst(); at->Valid(); at->Next()) keys += at->key()[0] == 'k';
  return at->status().ok() ? absl::StatusOr<uint64_t>(keys) : IsDamaged(directory, at->status());
}

absl::Status CheckReaches(const std::string& directory, std::string_view mark) {
  std::unique_ptr<rocksdb::DB> database;
  std::string proof, text;
  if (auto opened = OpenToRead(directory, database); !opened.ok())
    return IsDamaged(directory, opened, kWayBack);
  const auto proved = database->Get({}, kProofRow, &proof);
  if (proved.IsNotFound())
    return absl::DataLossError(
        absl::StrCat("the keyring in ", directory, " is empty, and its log is not", kWayBack));
  const auto read = database->Get({}, kMarkRow, &text);
  if (!proved.ok() || (!read.ok() && !read.IsNotFound()))
    return IsDamaged(directory, proved.ok() ? read : proved, kWayBack);
  if (mark.empty()) return absl::OkStatus();
  const auto expected = ParseMark(mark);
  if (!expected)
    return absl::DataLossError(
        absl::StrCat("the log's mark of its keyring cannot be read: ", std::string(mark)));
  return Compare(directory, *expected, ParseMark(text));
}
}  // namespace aor::vault
