#include "services/aorctl/health.h"

#include <iostream>

namespace aor::aorctl {
bool TellHealth(Client& client, const std::string& only) {
  bool asked = false, all_serve = true;
  for (const auto& [address, channel] : client.processes()) {
    std::cout << address;
    for (const auto& [what, name] : {std::pair{"live", "live"}, {"ready", "ready"}, {"log", ""}}) {
      if (!only.empty() && only != what) continue;
      const std::string health = client.HealthOf(address, name);
      std::cout << "  " << what << " " << health;
      asked = true;
      all_serve = all_serve && health == "SERVING";
    }
    std::cout << std::endl;
  }
  return asked && all_serve;
}
}  // namespace aor::aorctl
