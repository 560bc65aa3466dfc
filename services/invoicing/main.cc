// The invoicing service: from approved work to numbered claims and what is open of them.
#include "libs/service/host.h"
#include "services/invoicing/install.h"

int main(int argc, char** argv) {
  aor::service::Host host(argc, argv);
  aor::invoicing::Install(host);
  return host.Run();
}
