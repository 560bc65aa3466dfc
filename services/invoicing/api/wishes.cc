#include "services/invoicing/api/wishes.h"

#include <algorithm>

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
