#include "services/payroll/install.h"

#include "services/payroll/api/endpoint.h"
#include "services/payroll/api/runs.h"
#include "services/payroll/clients/directory_client.h"
#include "services/payroll/projections/pay_book.h"
#include "services/payroll/reactions/mission_fees.h"
#include "services/payroll/reactions/opening_advances.h"
#include "services/payroll/reactions/payee_answers.h"
#include "services/payroll/reactions/source_runs.h"
#include "services/payroll/reactions/supplier_payables.h"

void aor::payroll::Install(service::Host& host) {
  auto context = host.Open("payroll");
  auto& view = context.Project(std::make_unique<PayBook>());
  context.React(std::make_unique<SourceRuns>());
  context.React(std::make_unique<SupplierPayables>());
  context.React(std::make_unique<MissionFees>());
  context.React(std::make_unique<PayeeAnswers>());
  auto books = std::make_shared<const RuleBooks>();
  context.React(std::make_unique<OpeningAdvances>(books));
  std::shared_ptr<DirectoryClient> directory = DirectoryOver(
      context.ChannelTo("directory"),
      [context](const std::string& tenant) mutable { return context.ServiceToken(tenant); });
  const Tools tools{context.edge(),      view,
                    context.runtime(),   context.vault(),
                    context.clock(),     std::move(books),
                    std::move(directory)};
  context.Serve(std::make_unique<Endpoint>(tools));
  context.Run(PayslipRun(tools));
  context.Run(PaymentRun(tools));
}
