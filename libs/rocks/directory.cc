#include "libs/rocks/directory.h"

#include <rocksdb/utilities/checkpoint.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <vector>

#include "libs/files/files.h"

namespace aor::rocks {
namespace {
namespace fs = std::filesystem;

// Of the files that a database makes before it has a CURRENT.
bool IsOfAFirstOpening(const std::string& name) {
  return name == "." || name == ".." || name == "LOCK" || name == "IDENTITY" ||
         name == "MANIFEST-000001" || name.starts_with("LOG") || name.ends_with(".dbtmp");
}

absl::Status LinkedInto(rocksdb::DB& database, const std::string& directory) {
  rocksdb::Checkpoint* raw = nullptr;
  auto status = rocksdb::Checkpoint::Create(&database, &raw);
  const std::unique_ptr<rocksdb::Checkpoint> checkpoint(raw);
  // Flushed first: a write-ahead log may lack its unsynced end (engine-notes §4).
  if (status.ok()) status = checkpoint->CreateCheckpoint(directory, 0);
  if (status.ok()) return absl::OkStatus();
  if (status.IsCorruption()) return absl::DataLossError(directory + ": " + status.ToString());
  return absl::FailedPreconditionError(directory + ": " + status.ToString());
}
}  // namespace

bool HasLostCurrent(rocksdb::Env& env, const std::string& directory) {
  std::vector<std::string> names;
  if (!env.GetChildren(directory, &names).ok()) return false;
  return std::ranges::find(names, "CURRENT") == names.end() &&
         !std::ranges::all_of(names, &IsOfAFirstOpening);
}

bool IsDamaged(const rocksdb::Status& opened) {
  return opened.IsCorruption() || opened.IsPathNotFound() || opened.IsNotFound();
}

absl::Status CopyTo(rocksdb::DB& database, const std::string& directory, bool is_secret) {
  const std::string links = directory + ".links";
  auto status = LinkedInto(database, links);
  if (status.ok()) status = files::CopyDirectoryDurably(links, directory, is_secret);
  std::error_code nothing_to_remove;
  fs::remove_all(links, nothing_to_remove);
  if (!status.ok()) fs::remove_all(directory, nothing_to_remove);
  return status;
}
}  // namespace aor::rocks
