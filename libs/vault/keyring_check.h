#pragma once

#include <absl/status/status.h>

#include <string>

namespace aor::vault {
// Reads a keyring's files, every block against its checksum, without the wrapping key and without
// changing them: DATA_LOSS for one that is damaged or not there.
absl::Status CheckKeyring(const std::string& directory);
}  // namespace aor::vault
