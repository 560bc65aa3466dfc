// Answers from the rows of ClassificationView and from the rules.
#pragma once

#include "aor/classification/v1/classification_service.pb.h"
#include "libs/rpc/caller.h"
#include "services/classification/api/tools.h"

namespace aor::classification {
bool MaySee(const rpc::Caller& caller, const std::string& worker, const std::string& client);

absl::Status List(const v1::ListTestsRequest& request, const RuleBooks& books,
                  v1::ListTestsResponse& response);
absl::Status Get(const v1::GetTestRequest& request, const RuleBooks& books, calendar::Date today,
                 v1::GetTestResponse& response);
absl::Status Get(const v1::GetAssessmentRequest& request, const rpc::Caller& caller,
                 const eventsourcing::Rows& rows, calendar::Date today,
                 v1::GetAssessmentResponse& response);
absl::Status List(const v1::ListDeterminationsRequest& request, const rpc::Caller& caller,
                  const eventsourcing::Rows& rows, calendar::Date today,
                  v1::ListDeterminationsResponse& response);
absl::Status Get(const v1::GetDeterminationRequest& request, const rpc::Caller& caller,
                 const eventsourcing::Rows& rows, calendar::Date today,
                 v1::GetDeterminationResponse& response);
// Each determination that stands is repeated twice, by the rules of the two days.
absl::Status Anticipate(const v1::AnticipateRequest& request, const rpc::Caller& caller,
                        const eventsourcing::Rows& rows, const RuleBooks& books,
                        calendar::Date today, v1::AnticipateResponse& response);
}  // namespace aor::classification
