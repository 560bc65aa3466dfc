// Whenever invoicing owes a supplier: a payable; a credit note is one below zero. One that the
// supplier contests is taken out of its batch and waits until it is credited.
#pragma once

#include "libs/eventsourcing/reaction.h"

namespace aor::payroll {
class SupplierPayables final : public eventsourcing::Reaction {
 public:
  std::string name() const override { return "supplier-payables"; }
  std::vector<std::string> sources() const override { return {"invoicing"}; }
  std::vector<std::string> KeysOf(const eventsourcing::Happened& happened) const override;
  void React(const eventsourcing::Happened& happened, const std::string& key,
             eventsourcing::Transaction& transaction) override;
};
}  // namespace aor::payroll
