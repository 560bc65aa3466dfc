// Whenever payroll released a batch: for each payee, the account that may be paid or
// why this payee is held.
#pragma once

#include "libs/eventsourcing/reaction.h"

namespace aor::directory {
class ReleasePayees final : public eventsourcing::Reaction {
 public:
  std::string name() const override { return "release-payees"; }
  std::vector<std::string> sources() const override { return {"payroll"}; }
  std::vector<std::string> KeysOf(const eventsourcing::Happened& happened) const override;
  void React(const eventsourcing::Happened& happened, const std::string& key,
             eventsourcing::Transaction& transaction) override;
};
}  // namespace aor::directory
