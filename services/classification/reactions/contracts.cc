#include "services/classification/reactions/contracts.h"

#include "aor/engagements/v1/engagements_events.pb.h"
#include "libs/eventsourcing/event_types.h"
#include "services/classification/api/comparing.h"
#include "services/classification/api/wishes.h"

namespace aor::classification {
namespace {
using engagements::v1::ContractConcluded;

ContractConcluded ConcludedIn(const eventsourcing::Happened& happened) {
  return eventsourcing::Decode<engagements::v1::ContractEvent>(happened.event).contract_concluded();
}

bool IsPaidByTime(engagements::v1::Unit unit) {
  return unit == engagements::v1::UNIT_HOUR || unit == engagements::v1::UNIT_DAY ||
         unit == engagements::v1::UNIT_MONTH;
}

SeeContract SeeingOf(const ContractConcluded& concluded) {
  SeeContract command;
  command.facts.set_contract_id(concluded.contract_id());
  command.facts.set_client_id(concluded.client_id());
  *command.facts.mutable_start() = concluded.start();
  if (concluded.has_end()) *command.facts.mutable_end() = concluded.end();
  command.facts.set_paid_by_time(IsPaidByTime(concluded.terms().unit()));
  return command;
}
}  // namespace

std::vector<std::string> Contracts::KeysOf(const eventsourcing::Happened& happened) const {
  if (happened.event.type() != "aor.engagements.v1.ContractEvent/contract_concluded") return {};
  const auto concluded = ConcludedIn(happened);
  if (concluded.engagement_kind() != engagements::v1::ENGAGEMENT_KIND_AOR) return {};
  return {concluded.worker_id()};
}

// Rules of a jurisdiction that this process has no folder of compare nothing: its next
// determination will.
void Contracts::React(const eventsourcing::Happened& happened, const std::string& worker,
                      eventsourcing::Transaction& transaction) {
  const std::string stream = SeenStream(worker);
  transaction.Append<Seen, v1::SeenEvent>(
      stream,
      Decide(transaction.Fold<Seen, v1::SeenEvent>(stream), SeeingOf(ConcludedIn(happened))));
  const auto clients = transaction.Fold<Seen, v1::SeenEvent>(stream).clients;
  for (const auto& [assessment_id, client] : clients) {
    const auto& assessment = transaction.Fold<Assessment, Event>(AssessmentStream(assessment_id));
    if (const auto book = books_->Of(assessment.opened.jurisdiction()))
      ReportContradictions(transaction, worker, assessment_id, book);
  }
}
}  // namespace aor::classification
