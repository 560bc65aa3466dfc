// Requests into wishes that the runtime decides on, all on the worker's chain but the presets
// of a client.
#pragma once

#include "aor/classification/v1/classification_service.pb.h"
#include "services/classification/api/tools.h"
#include "services/classification/domain/assessment.h"

namespace aor::classification {
std::string AssessmentStream(const std::string& assessment_id);
std::string IdOf(const v1::StartAssessmentRequest& request, const std::string& tenant);

absl::StatusOr<rpc::Wish> ToWish(const v1::PresetAnswersRequest& request, const rpc::Caller& caller,
                                 const Tools& tools);
absl::StatusOr<rpc::Wish> ToWish(const v1::StartAssessmentRequest& request,
                                 const rpc::Caller& caller, const Tools& tools);
absl::StatusOr<rpc::Wish> ToWish(const v1::AnswerQuestionsRequest& request,
                                 const rpc::Caller& caller, const Tools& tools);
absl::StatusOr<rpc::Wish> ToWish(const v1::DetermineRequest& request, const rpc::Caller& caller,
                                 const Tools& tools);
absl::StatusOr<rpc::Wish> ToWish(const v1::ReportFactRequest& request, const rpc::Caller& caller,
                                 const Tools& tools);
absl::StatusOr<rpc::Wish> ToWish(const v1::ApproveRequest& request, const rpc::Caller& caller,
                                 const Tools& tools);
rpc::Wish ToWish(const v1::DisputeRequest& request, const rpc::Caller& caller);
rpc::Wish ToWish(const v1::ResolveDisputeRequest& request, const rpc::Caller& caller);
rpc::Wish ToWish(const v1::ReviewRequest& request, const rpc::Caller& caller);
rpc::Wish ToWish(const v1::RevokeRequest& request, const rpc::Caller& caller, const Tools& tools);
}  // namespace aor::classification
