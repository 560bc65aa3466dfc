// Whenever the directory records an open part payment or loan of before this system:
// later slips recover it, and nothing is paid out.
#pragma once

#include <memory>

#include "libs/eventsourcing/reaction.h"
#include "services/payroll/rules/rule_books.h"

namespace aor::payroll {
class OpeningAdvances final : public eventsourcing::Reaction {
 public:
  explicit OpeningAdvances(std::shared_ptr<const RuleBooks> books) : books_(std::move(books)) {}
  std::string name() const override { return "opening-advances"; }
  std::vector<std::string> sources() const override { return {"directory"}; }
  std::vector<std::string> KeysOf(const eventsourcing::Happened& happened) const override;
  void React(const eventsourcing::Happened& happened, const std::string& key,
             eventsourcing::Transaction& transaction) override;

 private:
  const std::shared_ptr<const RuleBooks> books_;
};
}  // namespace aor::payroll
