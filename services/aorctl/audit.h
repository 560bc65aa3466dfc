// The auditor's verbs.
#pragma once

#include <absl/status/status.h>

#include <string>

#include "services/aorctl/client.h"

namespace aor::aorctl {
// Writes a pack into a new directory and prints how much it holds.
absl::Status ExportPack(Client& client, const std::string& directory);
// The public key as 64 hex digits, of a file that holds them or of the text itself.
absl::StatusOr<std::string> ReadPublicKey(const std::string& file_or_hex);
// Verifies offline and prints the report. DATA_LOSS when the pack is not sound.
absl::Status VerifyPack(const std::string& directory, const std::string& public_key,
                        const std::string& earlier_checkpoint_file, bool json);
// Copies a backup to a data directory that must not exist yet.
absl::Status Restore(const std::string& backup, const std::string& data_directory);
}  // namespace aor::aorctl
