#include "services/payroll/api/chosen_ids.h"

#include "libs/rpc/chosen_ids.h"
#include "libs/rpc/errors.h"
#include "services/payroll/projections/pay_book.h"

namespace aor::payroll {
absl::StatusOr<std::string> OwnerOf(const eventsourcing::Rows& rows, const std::string& places,
                                    const std::string& named, const char* kind,
                                    const std::string& id) {
  auto entities = EntitiesWith(rows, places);
  if (!named.empty()) std::erase_if(entities, [&](const auto& entity) { return entity != named; });
  if (entities.empty()) return rpc::NotFound(kind, id);
  if (entities.size() == 1) return entities.front();
  return rpc::SayWhose(entities);
}

absl::StatusOr<v1::Batch> BatchNamed(const eventsourcing::Rows& rows, const std::string& tenant,
                                     const std::string& legal_entity, const std::string& id) {
  const auto entity =
      OwnerOf(rows, RowPrefix(tenant, "batch-entity", id), legal_entity, "batch", id);
  if (!entity.ok()) return entity.status();
  auto batch = BatchAt(rows, tenant, *entity, id);
  if (!batch) return rpc::NotFound("batch", id);
  return *std::move(batch);
}
}  // namespace aor::payroll
