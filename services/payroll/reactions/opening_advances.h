// Whenever the directory records an open part payment or loan of before this system:
// later slips recover it, and nothing is paid out.
#pragma once

#include "libs/eventsourcing/reaction.h"

namespace aor::payroll {
class OpeningAdvances final : public eventsourcing::Reaction {
 public:
  std::string name() const override { return "opening-advances"; }
  std::vector<std::string> sources() const override { return {"directory"}; }
  std::vector<std::string> KeysOf(const eventsourcing::Happened& happened) const override;
  void React(const eventsourcing::Happened& happened, const std::string& key,
             eventsourcing::Transaction& transaction) override;
};
}  // namespace aor::payroll
