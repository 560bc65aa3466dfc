#include "services/invoicing/projections/basis.h"
#include "services/invoicing/projections/rows.h"

namespace aor::invoicing {
namespace {
using directory::v1::PurchaseOrderPlaced;

PurchaseOrder AsOrder(const PurchaseOrderPlaced& placed) {
  PurchaseOrder order{placed.client_id(), placed.number(), {}, {}, {}};
  if (placed.has_ceiling()) order.ceiling = money::FromProto(placed.ceiling());
  if (placed.validity().has_start()) order.first = calendar::FromProto(placed.validity().start());
  if (placed.validity().has_end()) order.last = calendar::FromProto(placed.validity().end());
  return order;
}
}  // namespace

std::optional<PurchaseOrder> Basis::Order(const std::string& client,
                                          const std::string& number) const {
  if (const auto own = rows_.Load<PurchaseOrderPlaced>(RowKey(tenant_, "order", client, number)))
    return AsOrder(*own);
  std::optional<PurchaseOrder> found;
  rows_.Scan(RowPrefix(tenant_, "order_by_number", number), "",
             [&](std::string_view, std::string_view bytes) {
               PurchaseOrderPlaced placed;
               placed.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
               if (placed.number() == number) found = AsOrder(placed);
               return !found;
             });
  return found;
}

std::optional<v1::PurchaseOrderDecided> Basis::OrderDecision(const std::string& draft_id) const {
  return rows_.Load<v1::PurchaseOrderDecided>(RowKey(tenant_, "order_decision", draft_id));
}

std::vector<OrderedContract> Basis::OnOrder(const std::string& client,
                                            const std::string& number) const {
  std::vector<std::string> entities;
  rows_.Scan(RowPrefix(tenant_, "entity"), "", [&](std::string_view, std::string_view bytes) {
    directory::v1::LegalEntityRegistered entity;
    entity.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
    entities.push_back(entity.legal_entity_id());
    return true;
  });
  std::vector<OrderedContract> contracts;
  for (const auto& entity : entities)
    rows_.Scan(RowPrefix(tenant_, "of_client", entity, client), "",
               [&](std::string_view, std::string_view id) {
                 const auto row =
                     rows_.Load<v1::ContractRow>(RowKey(tenant_, "contract", std::string(id)));
                 if (!row || row->concluded().purchase_order() != number) return true;
                 contracts.push_back({std::string(id),
                                      entity,
                                      {row->concluded().terms().currency_code(),
                                       BilledOf(std::string(id)).client_net}});
                 return true;
               });
  return contracts;
}
}  // namespace aor::invoicing
