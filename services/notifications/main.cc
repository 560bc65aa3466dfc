// The notifications service: who is told what, by mail and SMS, once.
#include "libs/service/host.h"
#include "services/notifications/install.h"

int main(int argc, char** argv) {
  aor::service::Host host(argc, argv);
  aor::notifications::Install(host);
  return host.Run();
}
