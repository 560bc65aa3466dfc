// One RocksDB of wrapped keys. Rows:
//   "w"                                      a known text, wrapped: proves the wrapping key
//   "k" <tenant> NUL <subject> NUL <version> a key, wrapped; version as 4 bytes big-endian
//   "d" <tenant> NUL <subject>               destroyed
//   "f"                                      the files still hold keys that were destroyed
//   "m"                                      the keyring's mark: moves with each key and each "d"
//   "s"                                      empty: what a full disk must not leave us without
// Wrapped as wrapping_key.h says.
#pragma once

#include <absl/status/statusor.h>
#include <rocksdb/db.h>

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "libs/rocks/lasting_writer.h"
#include "libs/vault/vault.h"

namespace aor::vault {
inline constexpr char kForgetRow[] = "f";
inline constexpr char kMarkRow[] = "m";
inline constexpr char kSpareRow[] = "s";

// All writes go through the writer, reads through the database.
class KeyringDatabase {
 public:
  // DATA_LOSS for files that are damaged; makes what is not there.
  static absl::StatusOr<std::unique_ptr<KeyringDatabase>> Open(const std::string& directory,
                                                               rocksdb::Env* env);
  rocksdb::DB& rows() { return *db_; }
  rocksdb::Status Write(rocksdb::WriteBatch& batch);
  rocksdb::Status Put(std::string_view row, std::string_view value);
  // With the mark, which is told when both are durable.
  rocksdb::Status WriteMarked(rocksdb::WriteBatch& batch);
  std::shared_ptr<const KeyringMark> mark() const { return mark_; }
  // Nothing of what was deleted or replaced stays behind in the files.
  absl::Status Forget();
  absl::Status FinishForgetting();  // what a stop of the process left undone

 private:
  explicit KeyringDatabase(rocksdb::DB* opened);
  absl::Status ReadMark();
  absl::StatusOr<std::string> FirstMark();

  const std::unique_ptr<rocksdb::DB> db_;
  rocks::LastingWriter writer_;
  std::mutex marking_;
  std::shared_ptr<KeyringMark> mark_;
};

absl::Status ToAbsl(const rocksdb::Status& status);
struct MarkRead {
  std::string keyring;
  uint64_t changes = 0;
};
std::optional<MarkRead> ParseMark(std::string_view text);  // nothing for another text
}  // namespace aor::vault
