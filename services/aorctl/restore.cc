#include "services/aorctl/restore.h"

#include <absl/strings/escaping.h>
#include <absl/strings/str_cat.h>

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <optional>

#include "libs/files/files.h"
#include "libs/service/backup_manifest.h"

namespace aor::aorctl {
namespace {
namespace fs = std::filesystem;
using service::BackupManifest;
constexpr char kLog[] = "/log", kKeyring[] = "/keyring";

absl::Status IsABackup(const std::string& backup) {
  for (const char* part : {kLog, kKeyring})
    if (!fs::exists(backup + part + "/CURRENT"))
      return absl::NotFoundError(
          absl::StrCat(backup, " is no whole backup: ", backup, part,
                       fs::exists(backup + part) ? " lacks its file CURRENT" : " is not there"));
  return absl::OkStatus();
}

absl::Status IsSignedByOne(const std::string& backup, const BackupManifest& manifest,
                           const audit::PublicKeys& keys) {
  const std::string key = absl::HexStringToBytes(manifest.key);
  if (keys.empty() || std::ranges::any_of(keys, [&](const auto& of) { return of.second == key; }))
    return absl::OkStatus();
  return absl::DataLossError(absl::StrCat(backup, " is signed by the key ", manifest.key,
                                          ", which is not the one of --public-key"));
}

// None where it was said that there is none.
absl::StatusOr<std::optional<BackupManifest>> ManifestOf(const std::string& backup,
                                                         const RestoreOptions& options) {
  const std::string file = absl::StrCat(backup, "/", service::kBackupManifest);
  if (options.without_manifest && fs::exists(file))
    return absl::InvalidArgumentError(
        absl::StrCat(file, " is there: restore without --without-manifest"));
  if (options.without_manifest) return std::nullopt;
  auto manifest = service::ReadBackupManifest(backup);
  if (absl::IsNotFound(manifest.status())) {
    if (auto is_one = IsABackup(backup); !is_one.ok()) return is_one;
    return absl::NotFoundError(absl::StrCat(
        file,
        " is not there, which says what belongs to the backup: copy the backup again, since "
        "it is written last; if it is of a release that wrote none, restore it with "
        "--without-manifest, and compare yourself that what comes up is all of it"));
  }
  if (!manifest.ok()) return manifest.status();
  if (auto by = IsSignedByOne(backup, *manifest, options.public_keys); !by.ok()) return by;
  return std::optional(*std::move(manifest));
}

// The log first: beside a keyring without a log a start would begin anew.
absl::Status PutInPlace(const std::string& unfinished, const std::string& data_directory) {
  std::error_code failed;
  for (const char* part : {kLog, kKeyring})
    if (!failed) fs::rename(unfinished + part, data_directory + part, failed);
  if (failed) return absl::UnavailableError(data_directory + ": " + failed.message());
  return files::SyncDirectory(data_directory);
}

absl::Status CopyAndCheck(const std::string& backup, const std::string& to,
                          const BackupManifest* manifest) {
  if (manifest)
    if (auto all = service::CheckFileNames(backup, *manifest); !all.ok()) return all;
  for (const char* part : {kLog, kKeyring})
    if (auto copied = files::CopyDirectoryDurably(backup + part, to + part, part == kKeyring);
        !copied.ok())
      return copied;
  if (!manifest) return service::CheckContent(to, nullptr);
  const auto note = files::ReadFile(absl::StrCat(backup, "/", service::kBackupCheckpoint));
  if (!note.ok()) return note.status();
  if (auto kept = files::WriteFileDurably(absl::StrCat(to, "/", service::kBackupCheckpoint), *note);
      !kept.ok())
    return kept;
  // As it lies there now, not as it was read for the copy.
  if (auto same = service::CheckFiles(to, *manifest); !same.ok()) return same;
  return service::CheckContent(to, manifest);
}

bool LiesIn(const std::string& directory, const std::string& outer) {
  std::error_code none;
  const auto path = fs::weakly_canonical(directory, none),
             around = fs::weakly_canonical(outer, none);
  return std::ranges::mismatch(around, path).in1 == around.end();
}

// Empty, but for what a restore left that was killed.
absl::Status IsFree(const std::string& data_directory, const std::string& backup) {
  if (LiesIn(data_directory, backup))
    return absl::InvalidArgumentError(
        absl::StrCat(data_directory, " lies in the backup itself: name a directory elsewhere"));
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(data_directory, none))
    if (entry.path().filename() != service::kUnfinishedRestore)
      return absl::AlreadyExistsError(data_directory + " is not empty: name a new directory");
  if (fs::exists(data_directory, none) && !fs::is_directory(data_directory, none))
    return absl::AlreadyExistsError(data_directory + " is no directory: name a new one");
  return absl::OkStatus();
}

absl::Status RestoreThrough(const std::string& unfinished, const std::string& backup,
                            const std::string& data_directory, const BackupManifest* manifest) {
  const auto whole = CopyAndCheck(backup, unfinished, manifest);
  if (absl::IsDataLoss(whole))
    return absl::DataLossError(
        absl::StrCat(backup, " is damaged: ", whole.message(), ": restore another backup"));
  return whole.ok() ? PutInPlace(unfinished, data_directory) : whole;
}

void Tell(const std::string& data_directory, const BackupManifest* manifest) {
  std::cout << "restored to " << data_directory << ", and every record and key in it was read";
  if (manifest)
    std::cout << ": all " << manifest->files.size() << " files and " << manifest->keys
              << " keys of which the manifest speaks, signed by " << manifest->key;
  else
    std::cout << ", but nothing says whether that is all: it has no manifest";
  std::cout << "; start the suite on it, with --wrapping_key_file naming the key that wraps its "
               "keys: read models are folded again. Without the anchor of its log, or with a later "
               "one put aside, start once with --accept_missing_anchor=true"
            << std::endl;
}
}  // namespace

absl::Status Restore(const std::string& backup, const std::string& data_directory,
                     const RestoreOptions& options) {
  const auto found = ManifestOf(backup, options);
  if (!found.ok()) return found.status();
  const BackupManifest* manifest = found->has_value() ? &**found : nullptr;
  if (!manifest)
    if (auto is_one = IsABackup(backup); !is_one.ok()) return is_one;
  if (auto free = IsFree(data_directory, backup); !free.ok()) return free;
  std::error_code none;
  const bool was_there = fs::exists(data_directory, none);
  // In the directory itself: renaming from there never crosses a file system.
  const std::string unfinished = absl::StrCat(data_directory, "/", service::kUnfinishedRestore);
  fs::remove_all(unfinished, none);
  const auto restored = RestoreThrough(unfinished, backup, data_directory, manifest);
  fs::remove_all(unfinished, none);
  if (!restored.ok()) {
    if (!was_there) fs::remove(data_directory, none);
    return restored;
  }
  Tell(data_directory, manifest);
  return absl::OkStatus();
}
}  // namespace aor::aorctl
