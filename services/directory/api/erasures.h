// Destroys the keys of erased people whose erasure was recorded but whose keys a
// stop of the process left behind.
#pragma once

#include <set>
#include <string>

#include "libs/eventsourcing/projection.h"
#include "libs/eventsourcing/reaction.h"
#include "libs/vault/vault.h"

namespace aor::directory {
class Erasures final : public eventsourcing::Deadline {
 public:
  Erasures(eventsourcing::View& view, vault::Vault& vault) : view_(view), vault_(vault) {}
  std::string name() const override { return "erasures"; }
  void At(absl::Time now) override;

 private:
  eventsourcing::View& view_;
  vault::Vault& vault_;
  std::set<std::string> done_;  // in this life; destroying again is harmless
};
}  // namespace aor::directory
