// The classification service: who works as a contractor, by which test, on what answers, and why.
#include "libs/service/host.h"
#include "services/classification/install.h"

int main(int argc, char** argv) {
  aor::service::Host host(argc, argv);
  aor::classification::Install(host);
  return host.Run();
}
