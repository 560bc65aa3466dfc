#include "services/classification/api/comparing.h"

#include <tuple>

#include "libs/ids/uuid.h"
#include "services/classification/api/tools.h"
#include "services/classification/api/wishes.h"

namespace aor::classification {
std::string SeenStream(const std::string& worker) { return "seen-" + worker; }

void Note(eventsourcing::Transaction& transaction, const std::string& worker,
          const v1::AssessmentOpened& opened) {
  NoteAssessment command;
  command.facts.set_assessment_id(opened.assessment_id());
  command.facts.set_client_id(opened.client_id());
  const std::string stream = SeenStream(worker);
  transaction.Append<Seen, v1::SeenEvent>(
      stream, Decide(transaction.Fold<Seen, v1::SeenEvent>(stream), command));
}

void CompareAll(eventsourcing::Transaction& transaction, const std::string& worker,
                const RuleBooks& books) {
  const auto clients = transaction.Fold<Seen, v1::SeenEvent>(SeenStream(worker)).clients;
  for (const auto& [assessment_id, client] : clients) {
    const auto& assessment = transaction.Fold<Assessment, Event>(AssessmentStream(assessment_id));
    if (const auto book = books.Of(assessment.opened.jurisdiction()))
      ReportContradictions(transaction, worker, assessment_id, book, Today(transaction.now()));
  }
}

void ReportContradictions(eventsourcing::Transaction& transaction, const std::string& worker,
                          const std::string& assessment_id,
                          const std::shared_ptr<const RuleBook>& book, calendar::Date current_on) {
  const std::string stream = AssessmentStream(assessment_id);
  const auto reports =
      Contradictions(transaction.Fold<Seen, v1::SeenEvent>(SeenStream(worker)),
                     transaction.Fold<Assessment, Event>(stream), *book, current_on);
  for (ReportFact report : reports) {
    const auto& assessment = transaction.Fold<Assessment, Event>(stream);
    report.drift_id =
        DerivedId(transaction.tenant(),
                  CurrentOn(assessment, current_on) + "/" + report.question_id, "drift");
    report.book = book;
    report.observed_on = Today(transaction.now());
    // Refused where nothing was determined yet, or no test in force decides it any more.
    std::ignore =
        eventsourcing::DecideOn<Assessment, Event, Command>(transaction, stream, Command(report));
  }
}
}  // namespace aor::classification
