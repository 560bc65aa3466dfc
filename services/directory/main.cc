// The directory service: organisations, people and their bank accounts.
#include "libs/service/host.h"
#include "services/directory/install.h"

int main(int argc, char** argv) {
  aor::service::Host host(argc, argv);
  aor::directory::Install(host);
  return host.Run();
}
