// Whenever a contractor's contract is concluded, extended or ended, compare it with the answers on
// which the worker is classified.
#pragma once

#include "libs/eventsourcing/reaction.h"
#include "services/classification/rules/rule_files.h"

namespace aor::classification {
class Contracts final : public eventsourcing::Reaction {
 public:
  explicit Contracts(std::shared_ptr<const RuleBooks> books) : books_(std::move(books)) {}
  std::string name() const override { return "contracts"; }
  std::vector<std::string> sources() const override { return {"engagements"}; }
  std::vector<std::string> KeysOf(const eventsourcing::Happened& happened) const override;
  void React(const eventsourcing::Happened& happened, const std::string& key,
             eventsourcing::Transaction& transaction) override;

 private:
  const std::shared_ptr<const RuleBooks> books_;
};
}  // namespace aor::classification
