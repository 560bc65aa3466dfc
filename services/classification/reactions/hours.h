// Whenever a client approved a week of somebody's work, compare it with the answers on which the
// worker is classified.
#pragma once

#include "libs/eventsourcing/reaction.h"
#include "services/classification/rules/rule_files.h"

namespace aor::classification {
class Hours final : public eventsourcing::Reaction {
 public:
  explicit Hours(std::shared_ptr<const RuleBooks> books) : books_(std::move(books)) {}
  std::string name() const override { return "hours"; }
  std::vector<std::string> sources() const override { return {"timesheet"}; }
  std::vector<std::string> KeysOf(const eventsourcing::Happened& happened) const override;
  void React(const eventsourcing::Happened& happened, const std::string& key,
             eventsourcing::Transaction& transaction) override;

 private:
  const std::shared_ptr<const RuleBooks> books_;
};
}  // namespace aor::classification
