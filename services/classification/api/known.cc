#include "services/classification/api/known.h"

#include "libs/service/strangers.h"
#include "services/classification/projections/classification_view.h"

namespace aor::classification {
using eventsourcing::Refused;

std::optional<Refused> RefuseWorker(const std::string& worker, const std::string& tenant,
                                    const Tools& tools) {
  const bool is_known = tools.view.rows().Get(PersonRow(tenant, worker)).has_value();
  return service::RefuseStranger("worker_id", worker, is_known);
}
std::optional<Refused> RefuseClient(const std::string& client, const std::string& tenant,
                                    const Tools& tools) {
  const bool is_known = tools.view.rows().Get(ClientRow(tenant, client)).has_value();
  return service::RefuseStranger("client_id", client, is_known);
}

std::optional<Refused> RefuseUnknown(const v1::StartAssessmentRequest& request,
                                     const std::string& tenant, const Tools& tools) {
  if (auto stranger = RefuseWorker(request.worker_id(), tenant, tools)) return stranger;
  if (auto stranger = RefuseClient(request.client_id(), tenant, tools)) return stranger;
  const std::string& engagement = request.engagement_id();
  if (engagement.empty() || tools.view.rows().Get(EngagementRow(
                                tenant, engagement, request.worker_id(), request.client_id())))
    return std::nullopt;
  return Refused{"ENGAGEMENT_UNKNOWN",
                 "engagement_id: " + request.worker_id() + " has concluded no contract " +
                     engagement + " with " + request.client_id() +
                     ". Leave it out until there is one, or send the consistency_token of its "
                     "conclusion along."};
}
}  // namespace aor::classification
