#include "services/payroll/api/chosen_ids.h"

#include <absl/strings/str_join.h>

#include <algorithm>

#include "libs/ids/uuid.h"
#include "libs/rpc/errors.h"
#include "services/payroll/projections/pay_book.h"

namespace aor::payroll {
std::string IdOr(const std::string& given, const std::string& tenant,
                 const std::string& legal_entity, const std::string& request_id, const char* kind) {
  return given.empty() ? DerivedId(tenant, legal_entity + "/" + request_id, kind) : given;
}

absl::Status CheckFree(const eventsourcing::Rows& rows, const std::string& places,
                       const std::string& legal_entity, const char* field) {
  const auto entities = EntitiesWith(rows, places);
  const auto other =
      std::ranges::find_if(entities, [&](const auto& entity) { return entity != legal_entity; });
  if (other == entities.end()) return absl::OkStatus();
  return rpc::FieldError(field, *other + " has one of this id: choose another, or leave it out");
}

absl::StatusOr<std::string> OwnerOf(const eventsourcing::Rows& rows, const std::string& places,
                                    const std::string& named, const char* kind,
                                    const std::string& id) {
  auto entities = EntitiesWith(rows, places);
  if (!named.empty()) std::erase_if(entities, [&](const auto& entity) { return entity != named; });
  if (entities.empty()) return rpc::NotFound(kind, id);
  if (entities.size() == 1) return entities.front();
  return rpc::FieldError("legal_entity_id",
                         absl::StrJoin(entities, " and ") + " each have one of this id: say whose");
}
}  // namespace aor::payroll
