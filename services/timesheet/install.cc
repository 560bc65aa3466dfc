#include "services/timesheet/install.h"

#include "services/timesheet/api/timesheet_endpoint.h"
#include "services/timesheet/deadlines/deadlines.h"
#include "services/timesheet/projections/hours.h"

void aor::timesheet::Install(service::Host& host) {
  auto context = host.Open("timesheet");
  auto& hours = context.Project(HoursProjection());
  auto& awaiting = context.Project(AwaitingProjection());
  const auto known = std::make_shared<const Known>(Known{hours, RuleSets()});
  context.Watch(TacitApproval(context.runtime(), awaiting, known));
  context.Watch(LateHours(context.runtime(), awaiting, known));
  context.Serve(TimesheetEndpoint(context.edge(), context.runtime(), known));
}
