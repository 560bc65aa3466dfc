// The missions service: training missions, from the client's order to the coordination fee.
#include "libs/service/host.h"
#include "services/missions/install.h"

int main(int argc, char** argv) {
  aor::service::Host host(argc, argv);
  aor::missions::Install(host);
  return host.Run();
}
