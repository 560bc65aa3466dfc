#include "services/documents/api/links.h"

#include <absl/strings/escaping.h>
#include <absl/strings/numbers.h>
#include <absl/strings/str_cat.h>
#include <absl/strings/str_split.h>
#include <openssl/crypto.h>

#include "libs/rpc/errors.h"
#include "libs/vault/cipher.h"

namespace aor::documents {
namespace {
absl::StatusOr<std::string> MacOf(vault::Vault& vault, const std::string& tenant,
                                  const std::string& claims) {
  const auto key = vault.DigestKey(tenant);
  if (!key.ok()) return key.status();
  return vault::HmacSha256(*key, vault::Framed({"aor-download-link-v1", tenant, claims}));
}

bool IsSame(const std::string& a, const std::string& b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}
}  // namespace

absl::StatusOr<std::string> LinkText(vault::Vault& vault, const std::string& tenant,
                                     const Link& link) {
  const std::string claims =
      absl::StrCat(link.document_id, ".", link.version, ".", absl::ToUnixSeconds(link.expires));
  const auto mac = MacOf(vault, tenant, claims);
  if (!mac.ok()) return mac.status();
  return absl::StrCat(claims, ".", absl::WebSafeBase64Escape(*mac));
}

absl::StatusOr<Link> LinkOf(vault::Vault& vault, const std::string& tenant, const std::string& text,
                            absl::Time now) {
  const std::vector<std::string> parts = absl::StrSplit(text, '.');
  Link link;
  int64_t expires = 0;
  std::string mac;
  if (parts.size() != 4 || !absl::SimpleAtoi(parts[1], &link.version) ||
      !absl::SimpleAtoi(parts[2], &expires) || !absl::WebSafeBase64Unescape(parts[3], &mac))
    return rpc::NotFound("document of this link", "");
  const auto ours = MacOf(vault, tenant, absl::StrCat(parts[0], ".", parts[1], ".", parts[2]));
  if (!ours.ok()) return ours.status();
  if (!IsSame(mac, *ours)) return rpc::NotFound("document of this link", "");
  link.document_id = parts[0];
  link.expires = absl::FromUnixSeconds(expires);
  if (now >= link.expires)
    return rpc::RefusalError(
        {"LINK_EXPIRED", "This link is no longer valid; ask the agency for a new one."});
  return link;
}
}  // namespace aor::documents
