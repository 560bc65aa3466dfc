// A text of ours that comes back through strangers' hands, such as a link: what it says, then a
// MAC over it by a key of the tenant. Every process that shares the keyring accepts it; nothing of
// it is stored.
#pragma once

#include <absl/status/statusor.h>

#include <optional>
#include <string>
#include <string_view>

#include "libs/vault/vault.h"

namespace aor::vault {
// "<claims>.<MAC>". What is signed for one purpose is nothing for another.
absl::StatusOr<std::string> Signed(Vault& vault, std::string_view tenant, std::string_view purpose,
                                   std::string_view claims);
// The claims; nothing for what this tenant did not sign for this purpose. A tenant's key is made
// where it has none: ask only about tenants that there are.
absl::StatusOr<std::optional<std::string>> SignedClaims(Vault& vault, std::string_view tenant,
                                                        std::string_view purpose,
                                                        std::string_view text);
// 16 hex digits, for where a MAC must be short and in any case, such as an address: guessing one
// takes as many mails. Compared by IsSameMac.
absl::StatusOr<std::string> ShortMac(Vault& vault, std::string_view tenant,
                                     std::string_view purpose, std::string_view claims);
bool IsSameMac(std::string_view a, std::string_view b);
}  // namespace aor::vault
