#include "libs/vault/signed_text.h"

#include <absl/strings/escaping.h>
#include <absl/strings/str_cat.h>
#include <openssl/crypto.h>

#include "libs/vault/cipher.h"

namespace aor::vault {
namespace {
absl::StatusOr<std::string> MacOf(Vault& vault, std::string_view tenant, std::string_view purpose,
                                  std::string_view claims) {
  const auto key = vault.DigestKey(tenant);
  if (!key.ok()) return key.status();
  return HmacSha256(*key, Framed({purpose, tenant, claims}));
}
}  // namespace

bool IsSameMac(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

absl::StatusOr<std::string> ShortMac(Vault& vault, std::string_view tenant,
                                     std::string_view purpose, std::string_view claims) {
  constexpr size_t kBytes = 8;
  const auto mac = MacOf(vault, tenant, purpose, claims);
  if (!mac.ok()) return mac.status();
  return absl::BytesToHexString(mac->substr(0, kBytes));
}

absl::StatusOr<std::string> Signed(Vault& vault, std::string_view tenant, std::string_view purpose,
                                   std::string_view claims) {
  const auto mac = MacOf(vault, tenant, purpose, claims);
  if (!mac.ok()) return mac.status();
  return absl::StrCat(std::string(claims), ".", absl::WebSafeBase64Escape(*mac));
}

absl::StatusOr<std::optional<std::string>> SignedClaims(Vault& vault, std::string_view tenant,
                                                        std::string_view purpose,
                                                        std::string_view text) {
  const size_t end = text.rfind('.');
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view claims = text.substr(0, end);
  const auto mac = MacOf(vault, tenant, purpose, claims);
  if (!mac.ok()) return mac.status();
  if (!IsSameMac(absl::WebSafeBase64Escape(*mac), text.substr(end + 1))) return std::nullopt;
  return std::string(claims);
}
}  // namespace aor::vault
