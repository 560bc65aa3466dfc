// The keys of invoicing's read model. Ids never contain "/".
//   <tenant>/work/<contract>/<iso week>               WorkRow
//   <tenant>/slip/<contract>/<period>/<payslip>       Money: its gross and employer charges; of a
//                                                     training mission's fee, its amount
//   <tenant>/contract/<contract>                      ContractRow
//   <tenant>/gates/<contract>                         GatesRow
//   <tenant>/fee/<entity>/<fee>                       FeeRow: its contract has the fee's id
//   <tenant>/fee_entity/<fee>                         its legal entity
//   <tenant>/of_client/<entity>/<client>/<contract>   the contract's id
//   <tenant>/for_client/<entity>/<client>/<contract>  of what a funder pays in that client's place
//   <tenant>/of_supplier/<entity>/<supplier>/<contract>
//   <tenant>/client_of/<entity>/<client>              the client's id
//   <tenant>/supplier_of/<entity>/<supplier>          the supplier's id
//   <tenant>/entity/<id>  <tenant>/client/<id>  <tenant>/supplier/<id>
//   <tenant>/order/<client>/<number>                  PurchaseOrderPlaced, the last word
//   <tenant>/order_by_number/<number>/<client>        the same
//   <tenant>/order_decision/<draft>                   PurchaseOrderDecided, the last one
//   <tenant>/billed/<contract>                        BilledRow
//   <tenant>/invoice/<entity>/<id>                    Invoice, the same again below
//   <tenant>/invoice_entity/<id>/<chain>              its legal entity: two may use one id
//   <tenant>/invoices_of/<role>/<its id>/<issue date>/<id>/<entity>   the role: entity, client,
//                                                     beneficiary or supplier
//   <tenant>/open/<entity>/<due date>/<id>            OpenItem
//   <tenant>/supplier_invoice/<entity>/<supplier>/<number>  SupplierInvoice, the same again at
//   <tenant>/supplier_invoice_by_number/<stream>/<number>
//   <tenant>/mandate/<entity>/<supplier>/<first day>/<version>  Mandate
//   <tenant>/exemptions/<entity>[/<supplier>]         ExemptionsRow: see ExemptionsKey
//   <tenant>/instalment/<mission>/<kind>/<number>     a contract's id: sessions of it, of one payer
//   <tenant>/part/<mission>/<kind>/<payer and agreement>/<number>   a contract's id: an amount
//   <tenant>/series/<stream>                          SeriesRow
//   <tenant>/open-run/<run>                           empty: nothing of it is final
//   <tenant>/history/<stream>/<chain>/<version>       HistoryEntry
#pragma once

#include "libs/eventsourcing/row_key.h"

namespace aor::invoicing {
using eventsourcing::ParsedRow;
using eventsourcing::RowKey;
using eventsourcing::RowPrefix;

// Of the entity's own sales, where no supplier is named.
inline std::string ExemptionsKey(const std::string& tenant, const std::string& entity,
                                 const std::string& supplier) {
  return supplier.empty() ? RowKey(tenant, "exemptions", entity)
                          : RowKey(tenant, "exemptions", entity, supplier);
}
}  // namespace aor::invoicing
