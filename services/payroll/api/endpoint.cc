#include "services/payroll/api/endpoint.h"

#include "aor/payroll/v1/payroll_rows.pb.h"
#include "services/payroll/projections/pay_book.h"

namespace aor::payroll {
calendar::Date TodayOf(const Tools& tools, const std::string& tenant,
                       const std::string& legal_entity) {
  return calendar::DayAt(NowOf(tools), ZoneOf(tools.view.rows(), tenant, legal_entity));
}

calendar::Instant NowOf(const Tools& tools) {
  return calendar::Instant{std::chrono::seconds{absl::ToUnixSeconds(tools.clock.Now())}};
}

bool IsOffice(const rpc::Caller& caller) {
  for (const char* role : {"consultant", "finance", "auditor", "administrator", "service"})
    if (caller.Has(role)) return true;
  return false;
}
}  // namespace aor::payroll
