#include "services/classification/reactions/contracts.h"

#include "aor/engagements/v1/engagements_events.pb.h"
#include "libs/eventsourcing/event_types.h"
#include "services/classification/api/comparing.h"
#include "services/classification/api/wishes.h"

namespace aor::classification {
namespace {
using engagements::v1::ContractConcluded, engagements::v1::ContractEvent;

ContractEvent EventIn(const eventsourcing::Happened& happened) {
  return eventsourcing::Decode<ContractEvent>(happened.event);
}

bool IsRead(const std::string& type) {
  return type == "aor.engagements.v1.ContractEvent/contract_concluded" ||
         type == "aor.engagements.v1.ContractEvent/contract_extended" ||
         type == "aor.engagements.v1.ContractEvent/contract_ended";
}

std::string WorkerOf(const ContractEvent& event) {
  if (event.has_contract_extended()) return event.contract_extended().worker_id();
  if (event.has_contract_ended()) return event.contract_ended().worker_id();
  const auto& concluded = event.contract_concluded();
  return concluded.engagement_kind() == engagements::v1::ENGAGEMENT_KIND_AOR ? concluded.worker_id()
                                                                             : "";
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
SeeOtherEnd EndOf(const auto& fact) {
  SeeOtherEnd command;
  command.facts.set_contract_id(fact.contract_id());
  *command.facts.mutable_end() = fact.end();
  return command;
}

std::vector<v1::SeenEvent> DecideOn(const Seen& seen, const ContractEvent& event) {
  if (event.has_contract_extended()) return Decide(seen, EndOf(event.contract_extended()));
  if (event.has_contract_ended()) return Decide(seen, EndOf(event.contract_ended()));
  return Decide(seen, SeeingOf(event.contract_concluded()));
}
}  // namespace

// Extensions of before they named the worker are compared with nothing.
std::vector<std::string> Contracts::KeysOf(const eventsourcing::Happened& happened) const {
  if (!IsRead(happened.event.type())) return {};
  const std::string worker = WorkerOf(EventIn(happened));
  if (worker.empty()) return {};
  return {worker};
}

void Contracts::React(const eventsourcing::Happened& happened, const std::string& worker,
                      eventsourcing::Transaction& transaction) {
  const std::string stream = SeenStream(worker);
  const auto events = DecideOn(transaction.Fold<Seen, v1::SeenEvent>(stream), EventIn(happened));
  if (events.empty()) return;
  transaction.Append<Seen, v1::SeenEvent>(stream, events);
  CompareAll(transaction, worker, *books_);
}
}  // namespace aor::classification
