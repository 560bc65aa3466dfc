// From the rows of the read model to what drafts are computed from.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "aor/invoicing/v1/invoicing_rows.pb.h"
#include "libs/eventsourcing/projection.h"
#include "services/invoicing/domain/draft.h"
#include "services/invoicing/domain/supplier.h"
#include "services/invoicing/rules/vat.h"

namespace aor::invoicing {
struct OrderedContract {
  std::string contract_id, legal_entity_id;
  Money net;  // billed to the client
};

// Reads one tenant's rows; cheap to make, lives as long as the rows.
class Basis {
 public:
  Basis(std::string tenant, const eventsourcing::Rows& rows)
      : tenant_(std::move(tenant)), rows_(rows) {}

  std::optional<directory::v1::LegalEntityRegistered> Entity(const std::string& id) const;
  std::optional<directory::v1::ClientRegistered> Client(const std::string& id) const;
  std::optional<v1::SupplierRow> Supplier(const std::string& id) const;

  // How a legal entity bills a client; nothing before the directory named the entity.
  std::optional<Billing> ClientBilling(const std::string& entity, const std::string& client) const;
  // How a supplier is billed in its name: its VAT status by day of work.
  std::optional<Billing> SupplierBilling(const std::string& entity,
                                         const std::string& supplier) const;
  // Is a mandate to bill in the supplier's name in force on the day?
  bool HasMandate(const std::string& entity, const std::string& supplier, Date day) const;
  // None for a contract that engagements has not told of: its work waits.
  std::optional<ContractBasis> Of(const std::string& contract) const;
  std::vector<ContractBasis> OfClient(const std::string& entity, const std::string& client) const;
  // What others pay in the client's place.
  std::vector<ContractBasis> ForClient(const std::string& entity, const std::string& client) const;
  std::vector<ContractBasis> OfSupplier(const std::string& entity,
                                        const std::string& supplier) const;
  // What the supplier may claim of the contract.
  supplier::Claimable ClaimableOf(const ContractBasis& basis) const;
  // Of a number, the client's own before another's.
  std::optional<PurchaseOrder> Order(const std::string& client, const std::string& number) const;
  // The legal entities with an invoice or credit note of this id, in order.
  std::vector<std::string> EntitiesWith(const std::string& invoice_id) const;
  // The last one about a draft.
  std::optional<v1::PurchaseOrderDecided> OrderDecision(const std::string& draft_id) const;
  // The client's contracts on an order, of all legal entities, with what was billed of each.
  std::vector<OrderedContract> OnOrder(const std::string& client, const std::string& number) const;
  std::vector<v1::WorkRow> WorkOf(const std::string& contract) const;
  // Wages and charges of a contract's payslips of a period such as 2026-10; none before the first.
  std::optional<Money> SlipsOf(const std::string& contract, const std::string& period) const;

 private:
  billed::State BilledOf(const std::string& contract) const;
  std::map<std::string, HeldDays> HeldOf(const std::string& contract) const;
  std::vector<ContractBasis> Below(const std::string& prefix) const;
  // Of the entity's own sales, or of a supplier's to it.
  std::vector<ExemptDays> ExemptDaysOf(const std::string& entity,
                                       const std::string& supplier) const;

  const std::string tenant_;
  const eventsourcing::Rows& rows_;
};

// Lines of approved or verified work, by the names of our categories.
void AddWork(const timesheet::v1::Measured& measured, Work& work);
}  // namespace aor::invoicing
