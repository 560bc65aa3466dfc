#include "services/notifications/marks.h"

#include "libs/vault/signed_text.h"

namespace aor::notifications {
namespace {
constexpr char kPurpose[] = "aor-mail-v1";
}  // namespace

absl::StatusOr<Mark> MarkFor(vault::Vault& vault, const std::string& tenant,
                             const std::string& message_id) {
  auto mac = vault::ShortMac(vault, tenant, kPurpose, message_id);
  if (!mac.ok()) return mac.status();
  return Mark{message_id, *std::move(mac)};
}

absl::StatusOr<bool> IsOurs(vault::Vault& vault, const std::string& tenant, const Mark& mark) {
  const auto ours = MarkFor(vault, tenant, mark.message_id);
  if (!ours.ok()) return ours.status();
  return vault::IsSameMac(ours->mac, mark.mac);
}
}  // namespace aor::notifications
