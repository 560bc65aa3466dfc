// The suite: all contexts in one process, on one log store.
#include "libs/service/host.h"
#include "services/classification/install.h"
#include "services/credentials/install.h"
#include "services/directory/install.h"
#include "services/documents/install.h"
#include "services/engagements/install.h"
#include "services/invoicing/install.h"
#include "services/missions/install.h"
#include "services/notifications/install.h"
#include "services/payroll/install.h"
#include "services/timesheet/install.h"

int main(int argc, char** argv) {
  aor::service::Host host(argc, argv);
  aor::directory::Install(host);
  aor::engagements::Install(host);
  aor::timesheet::Install(host);
  aor::invoicing::Install(host);
  aor::payroll::Install(host);
  aor::classification::Install(host);
  aor::notifications::Install(host);
  aor::documents::Install(host);
  aor::missions::Install(host);
  aor::credentials::Install(host);
  return host.Run();
}
