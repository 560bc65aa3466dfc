#pragma once

#include <absl/status/status.h>

#include <string>

namespace aor::aorctl {
// Copies a backup to a data directory that must be empty or not exist yet, and reads the copy
// whole, every block against its checksum, every head against its chain, before it says so.
// DATA_LOSS for one that is damaged, NOT_FOUND for one without its log or its keyring: nothing of
// it is left in the data directory.
absl::Status Restore(const std::string& backup, const std::string& data_directory);
}  // namespace aor::aorctl
