// The engagements service: quotes, contracts and their papers, rates by date.
#include "libs/service/host.h"
#include "services/engagements/install.h"

int main(int argc, char** argv) {
  aor::service::Host host(argc, argv);
  aor::engagements::Install(host);
  return host.Run();
}
