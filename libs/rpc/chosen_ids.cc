#include "libs/rpc/chosen_ids.h"

#include <absl/strings/str_join.h>

#include <algorithm>

#include "libs/ids/uuid.h"
#include "libs/rpc/errors.h"

namespace aor::rpc {
std::string IdOr(const std::string& given, const std::string& tenant,
                 const std::string& legal_entity, const std::string& request_id, const char* kind) {
  return given.empty() ? DerivedId(tenant, legal_entity + "/" + request_id, kind) : given;
}

absl::Status CheckFree(const std::vector<std::string>& entities, const std::string& legal_entity,
                       const char* field) {
  const auto other =
      std::ranges::find_if(entities, [&](const auto& entity) { return entity != legal_entity; });
  if (other == entities.end()) return absl::OkStatus();
  return FieldError(field, *other + " has one of this id: choose another, or leave it out");
}

absl::Status SayWhose(const std::vector<std::string>& entities) {
  return FieldError("legal_entity_id",
                    absl::StrJoin(entities, " and ") + " each have one of this id: say whose");
}
}  // namespace aor::rpc
