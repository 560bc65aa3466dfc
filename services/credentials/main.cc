// The credentials service: what is required of whom, what was shown, and which gates that opens.
#include "libs/service/host.h"
#include "services/credentials/install.h"

int main(int argc, char** argv) {
  aor::service::Host host(argc, argv);
  aor::credentials::Install(host);
  return host.Run();
}
