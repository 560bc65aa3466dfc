// Whenever payroll released a batch: for each payee, the account that may be paid or
// why this payee is held.
#pragma once

#include <memory>
#include <mutex>

#include "libs/eventsourcing/reaction.h"

namespace aor::directory {
class ReleasePayees final : public eventsourcing::Reaction {
 public:
  std::string name() const override { return "release-payees"; }
  std::vector<std::string> sources() const override { return {"payroll"}; }
  std::vector<std::string> KeysOf(const eventsourcing::Happened& happened) const override;
  void React(const eventsourcing::Happened& happened, const std::string& key,
             eventsourcing::Transaction& transaction) override;

 private:
  struct Released;
  std::shared_ptr<const Released> ReleasedBy(const eventsourcing::Happened& happened);
  std::mutex mutex_;
  std::shared_ptr<const Released> last_;  // one batch concerns hundreds: decoded once for all
};
}  // namespace aor::directory
