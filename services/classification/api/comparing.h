// Answers of assessments beside what was seen of the worker's contracts and hours, on the worker's
// chain.
#pragma once

#include "libs/eventsourcing/transaction.h"
#include "services/classification/domain/seen.h"
#include "services/classification/rules/rule_files.h"

namespace aor::classification {
// From now on its answers are compared.
void Note(eventsourcing::Transaction& transaction, const std::string& worker,
          const v1::AssessmentOpened& opened);
// Each contradiction of what is current on a day becomes a drift finding, once.
void ReportContradictions(eventsourcing::Transaction& transaction, const std::string& worker,
                          const std::string& assessment_id,
                          const std::shared_ptr<const RuleBook>& book, calendar::Date current_on);
// All that were noted. Rules of a jurisdiction that this process has no folder of compare nothing:
// the next determination will.
void CompareAll(eventsourcing::Transaction& transaction, const std::string& worker,
                const RuleBooks& books);
std::string SeenStream(const std::string& worker);
}  // namespace aor::classification
