// Whenever a payment file leaves with what was billed in a supplier's name, allocate it.
#pragma once

#include "libs/eventsourcing/reaction.h"

namespace aor::invoicing {
class SupplierPayments final : public eventsourcing::Reaction {
 public:
  std::string name() const override { return "supplier-payments"; }
  std::vector<std::string> sources() const override { return {"payroll"}; }
  std::vector<std::string> KeysOf(const eventsourcing::Happened& happened) const override;
  void React(const eventsourcing::Happened& happened, const std::string& key,
             eventsourcing::Transaction& transaction) override;
};
}  // namespace aor::invoicing
