#include "services/payroll/api/endpoint.h"

#include <absl/synchronization/notification.h>
#include <absl/time/clock.h>

#include "aor/payroll/v1/payroll_rows.pb.h"
#include "services/payroll/projections/pay_book.h"

namespace aor::payroll {
namespace {
constexpr absl::Duration kPatience = absl::Seconds(5);
}  // namespace

calendar::Date TodayOf(const Tools& tools, const std::string& tenant,
                       const std::string& legal_entity) {
  const auto row = tools.view.rows().Load<v1::EntityRow>(Key(tenant, "entity", legal_entity));
  const bool has_zone = row && calendar::IsZone(row->zone());
  return calendar::DayAt(NowOf(tools), has_zone ? row->zone() : "UTC");
}

calendar::Instant NowOf(const Tools& tools) {
  return calendar::Instant{std::chrono::seconds{absl::ToUnixSeconds(tools.clock.Now())}};
}

absl::Status WaitFor(eventsourcing::View& view, const std::string& token) {
  if (token.empty()) return absl::OkStatus();
  // Shared, since the view may answer after the patience of this call.
  struct Applied {
    absl::Notification done;
    absl::Status status;
  };
  const auto applied = std::make_shared<Applied>();
  view.WhenApplied(token, absl::Now() + kPatience, [applied](absl::Status status) {
    applied->status = std::move(status);
    applied->done.Notify();
  });
  applied->done.WaitForNotification();
  return applied->status;
}

bool IsOffice(const rpc::Caller& caller) {
  for (const char* role : {"consultant", "finance", "auditor", "administrator", "service"})
    if (caller.Has(role)) return true;
  return false;
}
}  // namespace aor::payroll
