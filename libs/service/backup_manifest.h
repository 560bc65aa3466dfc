// What a backup says of itself. Without it a copy of half a backup opens as a smaller whole one:
// RocksDB takes what its own MANIFEST lacks at the end for what was never written.
#pragma once

#include <absl/status/statusor.h>

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "libs/eventlog/anchor.h"

namespace aor::service {
// Both lie beside log/ and keyring/. The second is a signed note as those of
// libs/eventlog/anchor.h:
//   aor/<environment>/backup
//   <public key, 64 hex digits>
//   keys <how many the keyring holds>
//   <size> <SHA-256, 64 hex digits> <path>      of each file, sorted
inline constexpr char kBackupCheckpoint[] = "checkpoint";  // the anchor's note of the log's heads
inline constexpr char kBackupManifest[] = "backup.manifest";
// In a data directory: what a restore has copied there, until all of it is there and was read.
inline constexpr char kUnfinishedRestore[] = "unfinished~";

struct BackupManifest {
  struct File {
    uint64_t size = 0;
    std::string digest;
    bool operator==(const File&) const = default;
  };
  std::string environment, key;  // the public key that signed it
  uint64_t keys = 0;
  std::map<std::string, File> files;  // by path, with the checkpoint's
};

// Reads what was copied there and writes the checkpoint, then the manifest: the last file of a
// backup.
absl::Status WriteBackupManifest(const std::string& directory, const std::string& environment,
                                 const eventlog::SigningKey& key);
// NOT_FOUND without one; DATA_LOSS unless it is whole and signed by the key that it names.
absl::StatusOr<BackupManifest> ReadBackupManifest(const std::string& directory);
// DATA_LOSS naming the first file that is missing, or in no line.
absl::Status CheckFileNames(const std::string& directory, const BackupManifest& manifest);
// The same, and of the first file that is not as it was written.
absl::Status CheckFiles(const std::string& directory, const BackupManifest& manifest);
// What the files say when they are read: every record and every key, each head as in the
// checkpoint, as many keys as in the manifest, and a keyring that has come as far as the log.
// Without a manifest only what fits together.
absl::Status CheckContent(const std::string& directory, const BackupManifest* manifest);
}  // namespace aor::service
