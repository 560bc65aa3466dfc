#include "services/timesheet/domain/contract.h"

#include <algorithm>

#include "services/timesheet/domain/wall.h"

namespace aor::timesheet {
const Contract* Find(const Contracts& contracts, const ContractId& id) {
  const auto found = std::ranges::find(contracts, id, &Contract::id);
  return found == contracts.end() ? nullptr : &*found;
}

calendar::Instant HoursDue(calendar::Date monday, const std::string& zone) {
  return OnWall(monday + 7, std::chrono::hours{12}, zone);
}

calendar::Instant TacitApprovalDue(calendar::Date monday, const std::string& zone,
                                   calendar::Instant complete_since, int days) {
  return std::max(complete_since, HoursDue(monday, zone)) + std::chrono::days{days};
}
}  // namespace aor::timesheet
