#include "services/invoicing/api/wishes.h"

#include <algorithm>

#include "libs/rpc/errors.h"

namespace aor::invoicing {
rpc::Wish WishFor(const std::string& legal_entity_id, const Confirmable& confirmable) {
  return {legal_entity_id,
          [confirmable](
              eventsourcing::Transaction& transaction) -> std::optional<eventsourcing::Refused> {
            if (const auto* refused = std::get_if<eventsourcing::Refused>(&confirmable))
              return *refused;
            return Issue(transaction, std::get<Confirmation>(confirmable));
          }};
}

absl::Status CheckFree(const Basis& basis, const std::string& legal_entity_id, const char* field,
                       const std::string& id) {
  for (const auto& entity : basis.EntitiesWith(id))
    if (entity != legal_entity_id)
      return rpc::FieldError(field,
                             entity + " has one of this id: choose another, or leave it out");
  return absl::OkStatus();
}

bool SeesCosts(const rpc::Caller& caller) {
  return std::ranges::any_of(
      std::vector<std::string_view>{"consultant", "finance", "compliance", "auditor", "service"},
      [&](std::string_view role) { return caller.Has(role); });
}

void HideCosts(v1::InvoiceIssued& document) {
  for (auto& line : *document.mutable_lines()) line.clear_cost();
  document.clear_purchase_order_decision();
  document.clear_purchase_order_decided_by();
}
}  // namespace aor::invoicing
