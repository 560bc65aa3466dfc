// The primitives of the vault, on OpenSSL 3. Throws std::runtime_error only
// when the library itself fails.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace aor::vault {
inline constexpr size_t kKeyBytes = 32;
inline constexpr size_t kNonceBytes = 12;
inline constexpr size_t kTagBytes = 16;

std::string HmacSha256(std::string_view key, std::string_view data);
// AES-256-GCM: the ciphertext, then its tag.
std::string Encrypt(std::string_view key, std::string_view nonce, std::string_view associated,
                    std::string_view plaintext);
// Nothing when key, nonce, associated data and ciphertext do not belong together.
std::optional<std::string> Decrypt(std::string_view key, std::string_view nonce,
                                   std::string_view associated, std::string_view ciphertext);
// Fields one after the other, each behind its length: two lists never look alike.
std::string Framed(std::initializer_list<std::string_view> fields);
}  // namespace aor::vault
