// Answers from the read model.
#pragma once

#include <absl/status/status.h>

#include "libs/eventsourcing/projection.h"
#include "libs/rpc/caller.h"
#include "services/invoicing/api/wishes.h"

namespace aor::invoicing {
using eventsourcing::Rows;
absl::Status Answer(const rpc::Caller& caller, const v1::ListDraftsRequest& request,
                    const Rows& rows, v1::ListDraftsResponse& response);
absl::Status Answer(const rpc::Caller& caller, const v1::ListSeriesRequest& request,
                    const Rows& rows, v1::ListSeriesResponse& response);
absl::Status Answer(const rpc::Caller& caller, const v1::ListUnbillableMarksRequest& request,
                    const Rows& rows, v1::ListUnbillableMarksResponse& response);
absl::Status Answer(const rpc::Caller& caller, const v1::GetDraftRequest& request, const Rows& rows,
                    v1::GetDraftResponse& response);
absl::Status Answer(const rpc::Caller& caller, const v1::GetInvoiceRequest& request,
                    const Rows& rows, v1::GetInvoiceResponse& response);
absl::Status Answer(const rpc::Caller& caller, const v1::ListInvoicesRequest& request,
                    const Rows& rows, v1::ListInvoicesResponse& response);
absl::Status Answer(const rpc::Caller& caller, const v1::ListOpenItemsRequest& request,
                    const Rows& rows, v1::ListOpenItemsResponse& response);
absl::Status Answer(const rpc::Caller& caller, const v1::GetMarginsRequest& request,
                    const Rows& rows, v1::GetMarginsResponse& response);
absl::Status Answer(const rpc::Caller& caller, const v1::GetHistoryRequest& request,
                    const Rows& rows, v1::GetHistoryResponse& response);
}  // namespace aor::invoicing
