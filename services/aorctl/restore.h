#pragma once

#include <absl/status/status.h>

#include <string>

#include "libs/audit/checkpoints.h"

namespace aor::aorctl {
struct RestoreOptions {
  // For a backup of a release that wrote no manifest: nothing says then whether all of it is there.
  bool without_manifest = false;
  audit::PublicKeys public_keys = {};  // one of them must have signed it; none: whichever did
};
// Copies a backup to a data directory that must be empty, but for what a killed restore left, or
// not exist yet, compares every file of the copy with the backup's manifest and reads it whole,
// every block against its checksum, every head against its chain, before it says so. DATA_LOSS for
// one that is damaged or not all there, NOT_FOUND for one without its log, its keyring or its
// manifest: nothing of it is left in the data directory.
absl::Status Restore(const std::string& backup, const std::string& data_directory,
                     const RestoreOptions& options = {});
}  // namespace aor::aorctl
