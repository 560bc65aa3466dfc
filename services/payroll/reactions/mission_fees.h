// Whenever a training mission owes a fee to a person without registration, or travel costs to a
// volunteer: a payable on the day that was promised. Companies are paid by what invoicing owes
// them, employees with their wage.
#pragma once

#include "libs/eventsourcing/reaction.h"

namespace aor::payroll {
class MissionFees final : public eventsourcing::Reaction {
 public:
  std::string name() const override { return "mission-fees"; }
  std::vector<std::string> sources() const override { return {"missions"}; }
  std::vector<std::string> KeysOf(const eventsourcing::Happened& happened) const override;
  void React(const eventsourcing::Happened& happened, const std::string& key,
             eventsourcing::Transaction& transaction) override;
};
}  // namespace aor::payroll
