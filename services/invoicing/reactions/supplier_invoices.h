// Whenever a fee becomes payable on an invoice that its supplier handed in with the mission, it is
// submitted here: once is enough.
#pragma once

#include "libs/eventsourcing/projection.h"
#include "libs/eventsourcing/reaction.h"

namespace aor::invoicing {
class SupplierInvoices final : public eventsourcing::Reaction {
 public:
  explicit SupplierInvoices(eventsourcing::View& view) : view_(view) {}
  std::string name() const override { return "supplier-invoices"; }
  std::vector<std::string> sources() const override { return {"missions"}; }
  std::vector<std::string> KeysOf(const eventsourcing::Happened& happened) const override;
  void React(const eventsourcing::Happened& happened, const std::string& key,
             eventsourcing::Transaction& transaction) override;

 private:
  eventsourcing::View& view_;  // of BillingView: the supplier's VAT, as far as it is known
};
}  // namespace aor::invoicing
