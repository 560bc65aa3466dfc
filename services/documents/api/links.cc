#include "services/documents/api/links.h"

#include <absl/strings/numbers.h>
#include <absl/strings/str_cat.h>
#include <absl/strings/str_split.h>

#include "libs/rpc/errors.h"
#include "libs/vault/signed_text.h"

namespace aor::documents {
namespace {
constexpr char kPurpose[] = "aor-download-link-v1";
}  // namespace

absl::StatusOr<std::string> LinkText(vault::Vault& vault, const std::string& tenant,
                                     const Link& link) {
  const std::string claims =
      absl::StrCat(link.document_id, ".", link.version, ".", absl::ToUnixSeconds(link.expires));
  return vault::Signed(vault, tenant, kPurpose, claims);
}

absl::StatusOr<Link> LinkOf(vault::Vault& vault, const std::string& tenant, const std::string& text,
                            absl::Time now) {
  const auto claims = vault::SignedClaims(vault, tenant, kPurpose, text);
  if (!claims.ok()) return claims.status();
  const std::vector<std::string> parts = absl::StrSplit(claims->value_or(""), '.');
  Link link;
  int64_t expires = 0;
  if (parts.size() != 3 || !absl::SimpleAtoi(parts[1], &link.version) ||
      !absl::SimpleAtoi(parts[2], &expires))
    return rpc::NotFound("document of this link", "");
  link.document_id = parts[0];
  link.expires = absl::FromUnixSeconds(expires);
  if (now >= link.expires)
    return rpc::RefusalError(
        {"LINK_EXPIRED", "This link is no longer valid; ask the agency for a new one."});
  return link;
}
}  // namespace aor::documents
