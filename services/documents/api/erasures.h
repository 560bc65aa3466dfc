// Destroys the keys of people whom the directory has erased, where this process has a keyring of
// its own; where the keyring is shared they are gone already.
#pragma once

#include <set>
#include <string>

#include "libs/eventsourcing/projection.h"
#include "libs/eventsourcing/reaction.h"
#include "libs/vault/vault.h"

namespace aor::documents {
class Erasures final : public eventsourcing::Deadline {
 public:
  Erasures(eventsourcing::View& view, vault::Vault& vault) : view_(view), vault_(vault) {}
  std::string name() const override { return "document-erasures"; }
  void At(absl::Time now) override;

 private:
  eventsourcing::View& view_;
  vault::Vault& vault_;
  std::set<std::string> done_;  // in this life; destroying again is harmless
};
}  // namespace aor::documents
