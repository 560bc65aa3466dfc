// Mails of ours are known again by a mark that nobody else can make.
#pragma once

#include <absl/status/statusor.h>

#include <string>

#include "libs/vault/vault.h"
#include "services/notifications/channels/mark.h"

namespace aor::notifications {
absl::StatusOr<Mark> MarkFor(vault::Vault& vault, const std::string& tenant,
                             const std::string& message_id);
// Of a tenant that there is: its key is made where it has none.
absl::StatusOr<bool> IsOurs(vault::Vault& vault, const std::string& tenant, const Mark& mark);
}  // namespace aor::notifications
