#include "services/credentials/api/tools.h"

#include "libs/calendar/calendar.h"
#include "libs/eventsourcing/row_key.h"
#include "libs/service/erased.h"
#include "libs/service/strangers.h"

namespace aor::credentials {
std::optional<eventsourcing::Refused> RefuseStranger(const std::string& worker,
                                                     const std::string& supplier,
                                                     const std::string& tenant,
                                                     const eventsourcing::Rows& rows) {
  const auto has = [&](const char* table, const std::string& id) {
    return rows.Get(eventsourcing::RowKey(tenant, table, id)).has_value();
  };
  if (!worker.empty()) return service::RefuseStranger("worker_id", worker, has("person", worker));
  return service::RefuseStranger("supplier_id", supplier, has("worker-of", supplier));
}

calendar::Date DayAt(absl::Time time, const std::string& zone) {
  return calendar::DayAt(calendar::Instant(std::chrono::seconds(absl::ToUnixSeconds(time))), zone);
}

std::string Opened(const vault::Vault& vault, const std::string& tenant, const std::string& place,
                   const types::v1::Sealed& sealed) {
  return service::OpenUnlessErased(vault, tenant, place, sealed).value_or("");
}

std::string NumberPlace(const std::string& credential) {
  return "credential/" + credential + "/number";
}
std::string RejectionPlace(const std::string& credential) {
  return "credential/" + credential + "/rejection";
}
std::string RevocationPlace(const std::string& credential) {
  return "credential/" + credential + "/revocation";
}
std::string UpdatePlace(const std::string& holder, const std::string& kind) {
  return "update/" + holder + "/" + kind;
}
std::string OverridePlace(const std::string& override_id) {
  return "override/" + override_id + "/reason";
}
}  // namespace aor::credentials
