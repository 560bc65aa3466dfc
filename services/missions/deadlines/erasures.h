// Destroys the keys of participants who were erased.
#pragma once

#include <set>
#include <string>

#include "libs/eventsourcing/projection.h"
#include "libs/eventsourcing/reaction.h"
#include "libs/vault/vault.h"

namespace aor::missions {
class Erasures final : public eventsourcing::Deadline {
 public:
  Erasures(eventsourcing::View& view, vault::Vault& vault) : view_(view), vault_(vault) {}
  std::string name() const override { return "participant-erasures"; }
  void At(absl::Time now) override;

 private:
  eventsourcing::View& view_;
  vault::Vault& vault_;
  std::set<std::string> done_;  // in this life; destroying again is harmless
};
}  // namespace aor::missions
