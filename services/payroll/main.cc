// The payroll service: slips from verified hours, what is owed, and the files that pay it.
#include "libs/service/host.h"
#include "services/payroll/install.h"

int main(int argc, char** argv) {
  aor::service::Host host(argc, argv);
  aor::payroll::Install(host);
  return host.Run();
}
