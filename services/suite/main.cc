// The suite: all contexts in one process, on one log store.
#include "libs/service/host.h"
#if AOR_HAS_DIRECTORY
#include "services/directory/install.h"
#endif
#if AOR_HAS_ENGAGEMENTS
#include "services/engagements/install.h"
#endif
#if AOR_HAS_TIMESHEET
#include "services/timesheet/install.h"
#endif
#if AOR_HAS_INVOICING
#include "services/invoicing/install.h"
#endif
#if AOR_HAS_PAYROLL
#include "services/payroll/install.h"
#endif

int main(int argc, char** argv) {
  aor::service::Host host(argc, argv);
#if AOR_HAS_DIRECTORY
  aor::directory::Install(host);
#endif
#if AOR_HAS_ENGAGEMENTS
  aor::engagements::Install(host);
#endif
#if AOR_HAS_TIMESHEET
  aor::timesheet::Install(host);
#endif
#if AOR_HAS_INVOICING
  aor::invoicing::Install(host);
#endif
#if AOR_HAS_PAYROLL
  aor::payroll::Install(host);
#endif
  return host.Run();
}
