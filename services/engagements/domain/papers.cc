#include "services/engagements/domain/papers.h"

namespace aor::engagements {
std::vector<Paper> PapersOf(const std::string& contract_id, v1::EngagementKind kind) {
  const std::string workers = contract_id + "-worker", clients = contract_id + "-client";
  switch (kind) {
    case v1::ENGAGEMENT_KIND_TEMP:
      return {{workers, v1::PAPER_KIND_ASSIGNMENT_CONTRACT},
              {clients, v1::PAPER_KIND_HIRE_OF_SERVICES_CONTRACT}};
    case v1::ENGAGEMENT_KIND_AOR:
      return {{workers, v1::PAPER_KIND_MANDATE}, {clients, v1::PAPER_KIND_SERVICE_CONTRACT}};
    case v1::ENGAGEMENT_KIND_EOR:
      return {{workers, v1::PAPER_KIND_EMPLOYMENT_CONTRACT},
              {clients, v1::PAPER_KIND_CLIENT_CONTRACT}};
    case v1::ENGAGEMENT_KIND_PERMANENT: return {{clients, v1::PAPER_KIND_PLACEMENT_AGREEMENT}};
    default: return {};
  }
}
}  // namespace aor::engagements
