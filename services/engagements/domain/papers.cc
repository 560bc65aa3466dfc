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

std::vector<Paper> AmendmentsOf(const std::string& contract_id, v1::EngagementKind kind,
                                uint32_t number, const Concerned& concerned) {
  std::vector<Paper> papers;
  const std::string n = "-" + std::to_string(number);
  if (PapersOf(contract_id, kind).size() < 2) return papers;
  if (concerned.worker)
    papers.push_back({contract_id + "-worker" + n, v1::PAPER_KIND_WORKER_AMENDMENT});
  if (concerned.client)
    papers.push_back({contract_id + "-client" + n, v1::PAPER_KIND_CLIENT_AMENDMENT});
  return papers;
}

std::vector<v1::ContractEvent> WithPapers(v1::ContractEvent fact, const std::string& contract_id,
                                          const std::vector<Paper>& papers, uint32_t amendment) {
  std::vector<v1::ContractEvent> happened{std::move(fact)};
  for (const Paper& paper : papers) {
    auto& drawn_up = *happened.emplace_back().mutable_paper_drawn_up();
    drawn_up.set_contract_id(contract_id);
    drawn_up.set_paper_id(paper.paper_id);
    drawn_up.set_paper_kind(paper.kind);
    drawn_up.set_amendment(amendment);
  }
  return happened;
}

std::vector<v1::ContractEvent> WithAmendments(v1::ContractEvent change,
                                              const v1::ContractConcluded& contract,
                                              uint32_t number, const Concerned& concerned) {
  const std::string& id = contract.contract_id();
  return WithPapers(std::move(change), id,
                    AmendmentsOf(id, contract.engagement_kind(), number, concerned), number);
}

namespace {
bool IsOf(const std::string& side, const std::string& paper_id) {
  return paper_id == side || paper_id.starts_with(side + "-");
}
}  // namespace
bool IsOfWorker(const std::string& contract_id, const std::string& paper_id) {
  return IsOf(contract_id + "-worker", paper_id);
}
bool IsOfClient(const std::string& contract_id, const std::string& paper_id) {
  return IsOf(contract_id + "-client", paper_id);
}
}  // namespace aor::engagements
