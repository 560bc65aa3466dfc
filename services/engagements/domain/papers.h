// Which papers an engagement needs: they follow its kind.
#pragma once

#include <string>
#include <vector>

#include "aor/engagements/v1/engagements_events.pb.h"

namespace aor::engagements {
struct Paper {
  std::string paper_id;  // "<contract>-worker" for who works, "<contract>-client" for who hires
  v1::PaperKind kind;
};
std::vector<Paper> PapersOf(const std::string& contract_id, v1::EngagementKind kind);

// Of the n-th change of a contract, for whom it changes something: "<contract>-worker-<n>",
// "<contract>-client-<n>". A placement has none.
struct Concerned {
  bool worker = true, client = true;
};
std::vector<Paper> AmendmentsOf(const std::string& contract_id, v1::EngagementKind kind,
                                uint32_t number, const Concerned& concerned);
// The fact, and beside it that its papers were drawn up.
std::vector<v1::ContractEvent> WithPapers(v1::ContractEvent fact, const std::string& contract_id,
                                          const std::vector<Paper>& papers, uint32_t amendment);
// A change of a contract, its `number`-th, and beside it that its amendments were drawn up.
std::vector<v1::ContractEvent> WithAmendments(v1::ContractEvent change,
                                              const v1::ContractConcluded& contract,
                                              uint32_t number, const Concerned& concerned = {});
// May who works, or who hires, sign the paper of this id?
bool IsOfWorker(const std::string& contract_id, const std::string& paper_id);
bool IsOfClient(const std::string& contract_id, const std::string& paper_id);
}  // namespace aor::engagements
