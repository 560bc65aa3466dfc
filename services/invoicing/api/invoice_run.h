// The runs of invoicing: all drafts of a legal entity, to clients or in suppliers' names.
#pragma once

#include <memory>

#include "aor/operations/v1/run_events.pb.h"
#include "libs/operations/runner.h"
#include "services/invoicing/api/endpoints.h"
#include "services/invoicing/api/wishes.h"

namespace aor::invoicing {
std::unique_ptr<operations::RunKind> InvoiceRun(eventsourcing::View& view);
std::unique_ptr<operations::RunKind> SelfBillingRun(eventsourcing::View& view);

// What the request asks for, as it stands when it comes.
operations::v1::RunOpened RunWanted(const v1::RunInvoicesRequest& request,
                                    const std::string& tenant, const eventsourcing::View& view);
}  // namespace aor::invoicing
