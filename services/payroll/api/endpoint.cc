#include "services/payroll/api/endpoint.h"

#include "aor/payroll/v1/payroll_rows.pb.h"
#include "services/payroll/projections/pay_book.h"

namespace aor::payroll {
calendar::Date TodayOf(const Tools& tools, const std::string& tenant,
                       const std::string& legal_entity) {
  const auto row = tools.view.rows().Load<v1::EntityRow>(RowKey(tenant, "entity", legal_entity));
  const bool has_zone = row && calendar::IsZone(row->zone());
  return calendar::DayAt(NowOf(tools), has_zone ? row->zone() : "UTC");
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
