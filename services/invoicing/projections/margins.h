// The month by client: what the contracts promised and what came of it.
#pragma once

#include <string>
#include <vector>

#include "aor/invoicing/v1/invoicing_service.pb.h"
#include "services/invoicing/projections/basis.h"

namespace aor::invoicing {
// Quoted: approved work at the contract's prices and costs, without supplements of pay.
// Real: invoiced less credited, against the cost of work that was verified for pay, or
// approved where nothing was verified yet, all supplements included. By day of work.
std::vector<v1::ClientMargin> MarginsOf(const Basis& basis, const eventsourcing::Rows& rows,
                                        const std::string& tenant, const std::string& entity,
                                        const std::string& client, Date first, Date last);
}  // namespace aor::invoicing
