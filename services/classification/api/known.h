// Whom and what a request is about is there, as far as the logs were read: else it is refused, by
// the field.
#pragma once

#include "aor/classification/v1/classification_service.pb.h"
#include "libs/eventsourcing/transaction.h"
#include "services/classification/api/tools.h"

namespace aor::classification {
std::optional<eventsourcing::Refused> RefuseWorker(const std::string& worker,
                                                   const std::string& tenant, const Tools& tools);
std::optional<eventsourcing::Refused> RefuseClient(const std::string& client,
                                                   const std::string& tenant, const Tools& tools);
// Worker, client and their contract; before one is concluded an assessment names none.
std::optional<eventsourcing::Refused> RefuseUnknown(const v1::StartAssessmentRequest& request,
                                                    const std::string& tenant, const Tools& tools);
}  // namespace aor::classification
