// A link: which version, until when, and a MAC over both by a key of the tenant. All pods that
// share the keyring accept it; nothing of it is stored.
#pragma once

#include <absl/status/statusor.h>
#include <absl/time/time.h>

#include <string>

#include "libs/vault/vault.h"

namespace aor::documents {
struct Link {
  std::string document_id;
  uint32_t version = 0;
  absl::Time expires;
};
absl::StatusOr<std::string> LinkText(vault::Vault& vault, const std::string& tenant,
                                     const Link& link);
// NOT_FOUND for what this tenant did not sign; FAILED_PRECONDITION with LINK_EXPIRED.
absl::StatusOr<Link> LinkOf(vault::Vault& vault, const std::string& tenant, const std::string& text,
                            absl::Time now);
}  // namespace aor::documents
