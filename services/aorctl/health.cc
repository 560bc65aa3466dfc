#include "services/aorctl/health.h"

#include <iostream>
#include <set>
#include <string_view>
#include <utility>

#include "services/aorctl/methods.h"

namespace aor::aorctl {
namespace {
constexpr char kServes[] = "SERVING", kUnknown[] = "NOT_FOUND";
constexpr std::string_view kKeyring = "keyring";
constexpr std::pair<std::string_view, const char*> kParts[] = {
    {"live", "live"}, {"ready", "ready"}, {"log", ""}, {kKeyring, "keyring"}};

// Those of ours that this program knows; a process tells of its own alone.
std::set<std::string> ServiceNames() {
  std::set<std::string> names;
  for (const Verb& verb : Verbs()) names.insert(verb.method->service()->full_name());
  return names;
}

// One of a process's contexts may have stopped while the others go on.
bool TellServices(Client& client, const std::string& address) {
  bool all_serve = true;
  for (const std::string& service : ServiceNames()) {
    const std::string health = client.HealthOf(address, service);
    if (health == kServes || health == kUnknown) continue;
    all_serve = false;
    std::cout << "  " << service << " " << health << std::endl;
  }
  return all_serve;
}
}  // namespace

bool TellHealth(Client& client, const std::string& only) {
  bool asked = false, all_serve = true;
  for (const auto& [address, channel] : client.processes()) {
    bool lives = false;
    std::cout << address;
    for (const auto& [what, name] : kParts) {
      if (!only.empty() && only != what) continue;
      const std::string health = client.HealthOf(address, name);
      if (health == kUnknown && only.empty() && what == kKeyring) continue;  // an earlier release
      std::cout << "  " << what << " " << health;
      asked = true;
      lives |= health == kServes;
      all_serve = all_serve && health == kServes;
    }
    std::cout << std::endl;
    if (only.empty() && lives) all_serve &= TellServices(client, address);
  }
  return asked && all_serve;
}
}  // namespace aor::aorctl
