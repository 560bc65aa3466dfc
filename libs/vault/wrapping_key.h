// The key that wraps all others, in a file that only its owner may read.
#pragma once

#include <absl/status/statusor.h>

#include <string>
#include <string_view>

namespace aor::vault {
// The file's 32 bytes. NOT_FOUND without a file, PERMISSION_DENIED when group or
// others have any right to it, INVALID_ARGUMENT unless it holds 64 hex digits.
absl::StatusOr<std::string> ReadWrappingKey(const std::string& file);
// Makes the file with mode 0600, durable before it returns. ALREADY_EXISTS if there is one.
absl::StatusOr<std::string> MakeWrappingKey(const std::string& file);

// A 12-byte nonce, then AES-256-GCM with the row's name as associated data.
std::string Wrap(std::string_view wrapping_key, std::string_view row, std::string_view key);
// DATA_LOSS for what was not wrapped so.
absl::StatusOr<std::string> Unwrap(std::string_view wrapping_key, std::string_view row,
                                   std::string_view wrapped);

// A keyring keeps this, wrapped, in the row of that name: what does not open it is another key.
inline constexpr char kProofRow[] = "w";
inline constexpr char kProof[] = "aor-keyring-v1";
}  // namespace aor::vault
