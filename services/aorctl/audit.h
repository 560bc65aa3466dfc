// The auditor's verbs.
#pragma once

#include <absl/status/statusor.h>

#include <string>

#include "libs/audit/checkpoints.h"
#include "services/aorctl/client.h"

namespace aor::aorctl {
// Writes a pack of all processes' logs into a new directory and prints how much it holds.
// Contexts apart are cut one after the other: let them settle before, or what one has consumed
// of another may lie beyond the other's cut.
absl::Status ExportPack(Client& client, const std::string& directory);
// The key of the one process, or a line "<log>=<key>" a log of each.
absl::Status PrintPublicKeys(Client& client);
// What PrintPublicKeys prints, of a file that holds it or of the text itself; commas do, too.
absl::StatusOr<audit::PublicKeys> ReadPublicKeys(const std::string& file_or_text);
// Verifies offline and prints the report. DATA_LOSS when the pack is not sound.
absl::Status VerifyPack(const std::string& directory, const audit::PublicKeys& public_keys,
                        const std::string& earlier_checkpoint_file, bool json);
}  // namespace aor::aorctl
