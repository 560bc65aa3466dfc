#include "libs/rpc/caller.h"

#include <algorithm>

namespace aor::rpc {
bool Caller::Has(std::string_view role) const {
  return std::ranges::any_of(roles, [&](const Role& mine) { return mine.name == role; });
}

bool Caller::ActsFor(std::string_view role, std::string_view id) const {
  if (id.empty()) return false;
  if (role == "worker") return Has(role) && person.value == id;
  const bool needs_scope = role == "client" || role == "supplier";
  return std::ranges::any_of(roles, [&](const Role& mine) {
    return mine.name == role && (mine.scope == id || (mine.scope.empty() && !needs_scope));
  });
}
}  // namespace aor::rpc
