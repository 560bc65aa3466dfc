#include "services/aorctl/restore.h"

#include <absl/strings/str_cat.h>

#include <filesystem>
#include <iostream>

#include "libs/eventlog/embedded/embedded_store.h"
#include "libs/files/files.h"
#include "libs/vault/keyring_check.h"

namespace aor::aorctl {
namespace {
namespace fs = std::filesystem;
constexpr char kLog[] = "/log", kKeyring[] = "/keyring";
// In the directory itself: renaming from there never crosses a file system.
constexpr char kUnfinished[] = "/unfinished~";

absl::Status IsABackup(const std::string& backup) {
  for (const char* part : {kLog, kKeyring})
    if (!fs::exists(backup + part + "/CURRENT"))
      return absl::NotFoundError(
          absl::StrCat(backup, " is no whole backup: ", backup, part,
                       fs::exists(backup + part) ? " lacks its file CURRENT" : " is not there"));
  return absl::OkStatus();
}

// As it lies there now, not as it was read for the copy.
absl::Status CheckWhole(const std::string& directory) {
  const auto store = eventlog::EmbeddedStore::OpenToRead(directory + kLog);
  if (!store.ok()) return store.status();
  if (auto scrubbed = (*store)->Scrub({}); !scrubbed.ok()) return scrubbed;
  return vault::CheckKeyring(directory + kKeyring);
}

// The log first: beside a keyring without a log a start would begin anew.
absl::Status PutInPlace(const std::string& unfinished, const std::string& data_directory) {
  std::error_code failed;
  for (const char* part : {kLog, kKeyring})
    if (!failed) fs::rename(unfinished + part, data_directory + part, failed);
  if (failed) return absl::UnavailableError(data_directory + ": " + failed.message());
  return files::SyncDirectory(data_directory);
}

absl::Status RestoreThrough(const std::string& unfinished, const std::string& backup,
                            const std::string& data_directory) {
  for (const char* part : {kLog, kKeyring})
    if (auto copied =
            files::CopyDirectoryDurably(backup + part, unfinished + part, part == kKeyring);
        !copied.ok())
      return copied;
  if (auto whole = CheckWhole(unfinished); !whole.ok())
    return absl::Status(whole.code(), absl::StrCat(backup, " is damaged: ", whole.message(),
                                                   ": restore another backup"));
  return PutInPlace(unfinished, data_directory);
}
}  // namespace

absl::Status Restore(const std::string& backup, const std::string& data_directory) {
  if (auto is_one = IsABackup(backup); !is_one.ok()) return is_one;
  std::error_code none;
  const bool was_there = fs::exists(data_directory, none);
  if (was_there && !fs::is_empty(data_directory, none))
    return absl::AlreadyExistsError(data_directory + " is not empty: name a new directory");
  const std::string unfinished = data_directory + kUnfinished;
  const auto restored = RestoreThrough(unfinished, backup, data_directory);
  fs::remove_all(unfinished, none);
  if (!restored.ok()) {
    if (!was_there) fs::remove(data_directory, none);
    return restored;
  }
  std::cout
      << "restored to " << data_directory << ", and every record and key in it was read;"
      << " start the suite on it, with --wrapping_key_file naming the key that wraps its keys:"
      << " read models are folded again. Without the anchor of its log, or with a later one put "
         "aside,"
      << " start once with --accept_missing_anchor=true" << std::endl;
  return absl::OkStatus();
}
}  // namespace aor::aorctl
