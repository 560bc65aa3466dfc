// What is looked at before a keyring is opened: opening makes a whole one, which may be empty, of
// what is damaged.
#pragma once

#include <absl/status/statusor.h>

#include <string>
#include <string_view>

namespace aor::vault {
// Reads a keyring's files, every block against its checksum, without the wrapping key and without
// changing them. How many keys it holds; DATA_LOSS for one that is damaged or not there.
absl::StatusOr<uint64_t> CheckKeyring(const std::string& directory);
// DATA_LOSS for a keyring that is not the one which `mark` was told of, has not come as far, or was
// never opened with a wrapping key. Of an empty mark the last only. Changes none of its files.
absl::Status CheckReaches(const std::string& directory, std::string_view mark);
}  // namespace aor::vault
