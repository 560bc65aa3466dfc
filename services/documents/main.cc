// The documents service: what people read, print and sign.
#include "libs/service/host.h"
#include "services/documents/install.h"

int main(int argc, char** argv) {
  aor::service::Host host(argc, argv);
  aor::documents::Install(host);
  return host.Run();
}
