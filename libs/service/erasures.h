// Destroys the keys of people who were erased, where this process has a keyring of its own or a
// stop left them behind; where the keyring is shared they are gone already.
#pragma once

#include <set>
#include <string>

#include "libs/eventsourcing/projection.h"
#include "libs/eventsourcing/reaction.h"
#include "libs/vault/vault.h"

namespace aor::service {
class Erasures final : public eventsourcing::Deadline {
 public:
  // The view's rows "<prefix><tenant>/<subject>" say whose; `kind` stands before the subject in
  // the vault, as in "participant~<subject>".
  Erasures(eventsourcing::View& view, vault::Vault& vault, std::string prefix,
           std::string kind = "")
      : view_(view), vault_(vault), prefix_(std::move(prefix)), kind_(std::move(kind)) {}
  std::string name() const override { return "erasures"; }
  void At(absl::Time now) override;

 private:
  eventsourcing::View& view_;
  vault::Vault& vault_;
  const std::string prefix_, kind_;
  std::set<std::string> done_;  // in this life; destroying again is harmless
};
}  // namespace aor::service
