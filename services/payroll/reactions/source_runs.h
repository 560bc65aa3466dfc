// Whenever invoicing opens or closes a run: what it owes suppliers is not payable before
// the run is closed.
#pragma once

#include "libs/eventsourcing/reaction.h"

namespace aor::payroll {
class SourceRuns final : public eventsourcing::Reaction {
 public:
  std::string name() const override { return "source-runs"; }
  std::vector<std::string> sources() const override { return {"invoicing"}; }
  std::vector<std::string> KeysOf(const eventsourcing::Happened& happened) const override;
  void React(const eventsourcing::Happened& happened, const std::string& key,
             eventsourcing::Transaction& transaction) override;
};
}  // namespace aor::payroll
