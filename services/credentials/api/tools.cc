#include "services/credentials/api/tools.h"

#include "libs/calendar/calendar.h"
#include "libs/service/erased.h"

namespace aor::credentials {
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
