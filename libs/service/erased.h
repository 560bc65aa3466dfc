// Sealed values on their way into an answer.
#pragma once

#include <absl/status/status.h>

#include <optional>
#include <string>
#include <utility>

#include "libs/rpc/errors.h"
#include "libs/vault/vault.h"

namespace aor::service {
// Nothing where it is not set, and where its subject is erased. Whatever else keeps it shut ends
// the call: a lost key must not look like an erasure. Throws rpc::CannotAnswer.
inline std::optional<std::string> OpenUnlessErased(const vault::Vault& vault,
                                                   const std::string& tenant,
                                                   const std::string& place,
                                                   const types::v1::Sealed& sealed) {
  if (sealed.ciphertext().empty()) return std::nullopt;
  auto opened = vault.Open(tenant, place, sealed);
  if (opened.ok()) return *std::move(opened);
  if (absl::IsNotFound(opened.status())) return std::nullopt;
  throw rpc::CannotAnswer(opened.status());
}
}  // namespace aor::service
