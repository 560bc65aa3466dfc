// Whenever the directory answered for a payee of a batch: the answer stands on the
// batch, and what a held payee is owed is open again.
#pragma once

#include "libs/eventsourcing/reaction.h"

namespace aor::payroll {
class PayeeAnswers final : public eventsourcing::Reaction {
 public:
  std::string name() const override { return "payee-answers"; }
  std::vector<std::string> sources() const override { return {"directory"}; }
  std::vector<std::string> KeysOf(const eventsourcing::Happened& happened) const override;
  void React(const eventsourcing::Happened& happened, const std::string& key,
             eventsourcing::Transaction& transaction) override;
};
}  // namespace aor::payroll
