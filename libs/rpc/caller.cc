#include "libs/rpc/caller.h"

#include <algorithm>

namespace aor::rpc {
namespace {
bool IsOfOneOrganisation(std::string_view role) { return role == "client" || role == "supplier"; }
bool IsOfOnePerson(std::string_view role) {
  return role == "worker" || role == "coordinator" || role == "facilitator";
}
}  // namespace

// No other role is understood with a scope: it counts for nothing, rather than for more than
// whoever gave it meant.
bool Caller::Has(std::string_view role) const {
  return std::ranges::any_of(roles, [&](const Role& mine) {
    return mine.name == role && (mine.scope.empty() || IsOfOneOrganisation(role));
  });
}

bool Caller::ActsFor(std::string_view role, std::string_view id) const {
  if (id.empty()) return false;
  if (!IsOfOneOrganisation(role)) return Has(role) && (!IsOfOnePerson(role) || person.value == id);
  return std::ranges::any_of(
      roles, [&](const Role& mine) { return mine.name == role && mine.scope == id; });
}
}  // namespace aor::rpc
