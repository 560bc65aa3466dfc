// Answers of assessments beside what was seen of the worker's contracts, on the worker's chain.
#pragma once

#include "libs/eventsourcing/transaction.h"
#include "services/classification/domain/seen.h"

namespace aor::classification {
// From now on its answers are compared.
void Note(eventsourcing::Transaction& transaction, const std::string& worker,
          const v1::AssessmentOpened& opened);
// Each contradiction becomes a drift finding, once.
void ReportContradictions(eventsourcing::Transaction& transaction, const std::string& worker,
                          const std::string& assessment_id,
                          const std::shared_ptr<const RuleBook>& book);
std::string SeenStream(const std::string& worker);
}  // namespace aor::classification
