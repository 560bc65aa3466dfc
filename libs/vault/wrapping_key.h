// The key that wraps all others, in a file that only its owner may read.
#pragma once

#include <absl/status/statusor.h>

#include <string>

namespace aor::vault {
// The file's 32 bytes. NOT_FOUND without a file, PERMISSION_DENIED when group or
// others have any right to it, INVALID_ARGUMENT unless it holds 64 hex digits.
absl::StatusOr<std::string> ReadWrappingKey(const std::string& file);
// Makes the file with mode 0600, durable before it returns. ALREADY_EXISTS if there is one.
absl::StatusOr<std::string> MakeWrappingKey(const std::string& file);
}  // namespace aor::vault
