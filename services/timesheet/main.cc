// The timesheet service: hours, from the first entry to billing and pay.
#include "libs/service/host.h"
#include "services/timesheet/install.h"

int main(int argc, char** argv) {
  aor::service::Host host(argc, argv);
  aor::timesheet::Install(host);
  return host.Run();
}
