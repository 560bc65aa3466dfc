#include "services/invoicing/install.h"

#include "services/invoicing/api/endpoints.h"
#include "services/invoicing/api/invoice_run.h"
#include "services/invoicing/projections/billing_view.h"
#include "services/invoicing/reactions/supplier_invoices.h"
#include "services/invoicing/reactions/supplier_payments.h"

void aor::invoicing::Install(service::Host& host) {
  auto context = host.Open("invoicing");
  auto& view = context.Project(std::make_unique<BillingView>());
  context.React(std::make_unique<SupplierPayments>());
  context.React(std::make_unique<SupplierInvoices>(view));
  context.Serve(InvoicingEndpoint({context.edge(), view, context.clock()}));
  context.Serve(SelfBillingEndpoint({context.edge(), view, context.clock()}));
  context.Serve(ExemptionEndpoint({context.edge(), view, context.clock()}));
  context.Run(InvoiceRun(view));
  context.Run(SelfBillingRun(view));
}
