#include <algorithm>

#include "libs/calendar/calendar.h"
#include "libs/eventsourcing/event_types.h"
#include "libs/eventsourcing/transaction.h"
#include "services/engagements/projections/engagements_view.h"

namespace aor::engagements {
namespace {
using eventsourcing::Happened;
using eventsourcing::WritableRows;
using google::protobuf::Timestamp;
constexpr std::string_view kContractStream = "contract-";

v1::PaperState* PaperOf(v1::Contract& contract, const std::string& paper_id) {
  for (auto& paper : *contract.mutable_papers())
    if (paper.paper_id() == paper_id) return &paper;
  auto* paper = contract.add_papers();
  paper->set_paper_id(paper_id);
  return paper;
}

// In its place by day; of one day, in the order in which they were agreed.
void AddRate(v1::Contract& contract, const v1::RateState& rate) {
  *contract.add_rates() = rate;
  std::stable_sort(contract.mutable_rates()->begin(), contract.mutable_rates()->end(),
                   [](const auto& a, const auto& b) {
                     return calendar::FromProto(a.effective_from()) <
                            calendar::FromProto(b.effective_from());
                   });
}

// How often the contract was changed so far, this change not counted: the contract's own rate is
// none.
uint32_t NextAmendment(const v1::Contract& contract) {
  return static_cast<uint32_t>(contract.extensions_size() + contract.ends_size() +
                               contract.rates_size());
}

void DrawUp(const v1::PaperDrawnUp& drawn_up, v1::Contract& contract) {
  auto& paper = *PaperOf(contract, drawn_up.paper_id());
  paper.set_paper_kind(drawn_up.paper_kind());
  paper.set_amendment(drawn_up.amendment());
}

void Conclude(const v1::ContractConcluded& facts, const Timestamp& at, v1::Contract& contract) {
  contract.set_contract_id(facts.contract_id());
  *contract.mutable_concluded() = facts;
  *contract.mutable_concluded_at() = at;
  if (facts.has_end()) *contract.mutable_end() = facts.end();
  v1::RateState rate;
  *rate.mutable_base_wage() = facts.terms().base_wage();
  *rate.mutable_tariff() = facts.terms().tariff();
  *rate.mutable_cost() = facts.terms().cost();
  *rate.mutable_effective_from() = facts.start();
  *rate.mutable_recorded_at() = at;
  AddRate(contract, rate);
}

void Extend(const v1::ContractExtended& extended, const Timestamp& at, v1::Contract& contract) {
  const uint32_t amendment = NextAmendment(contract);
  auto& extension = *contract.add_extensions();
  extension.set_amendment(amendment);
  *extension.mutable_previous_end() = extended.previous_end();
  *extension.mutable_end() = extended.end();
  extension.set_late(extended.late());
  extension.set_gate_override_id(extended.gate_override_id());
  *extension.mutable_recorded_at() = at;
  *contract.mutable_end() = extended.end();
}

void Start(const v1::WorkStarted& started, const Timestamp& at, v1::Contract& contract) {
  auto& start = *contract.add_starts();
  *start.mutable_started_on() = started.started_on();
  start.set_gate_override_id(started.gate_override_id());
  *start.mutable_recorded_at() = at;
}

void Agree(const v1::RateAgreed& agreed, const Timestamp& at, v1::Contract& contract) {
  v1::RateState rate;
  *rate.mutable_base_wage() = agreed.base_wage();
  *rate.mutable_tariff() = agreed.tariff();
  *rate.mutable_cost() = agreed.cost();
  *rate.mutable_effective_from() = agreed.effective_from();
  *rate.mutable_recorded_at() = at;
  rate.set_approval_reason(agreed.approval_reason());
  rate.set_proposed_by(agreed.proposed_by());
  rate.set_approved_by(agreed.approved_by());
  rate.set_amendment(NextAmendment(contract));
  AddRate(contract, rate);
  contract.clear_proposed_rates();
}

// The last one of a day.
void Propose(const v1::RateProposed& proposed, const Timestamp& at, v1::Contract& contract) {
  auto& waiting = *contract.mutable_proposed_rates();
  const auto same_day = std::find_if(waiting.begin(), waiting.end(), [&](const auto& other) {
    return calendar::FromProto(other.proposed().rate().effective_from()) ==
           calendar::FromProto(proposed.rate().effective_from());
  });
  auto& state = same_day == waiting.end() ? *waiting.Add() : *same_day;
  *state.mutable_proposed() = proposed;
  *state.mutable_recorded_at() = at;
}

void End(const v1::ContractEnded& ended, const Timestamp& at, v1::Contract& contract) {
  *contract.mutable_end() = ended.end();
  contract.set_ended(true);
  contract.set_end_reason(ended.reason());
  *contract.mutable_ended_at() = at;
  const uint32_t amendment = NextAmendment(contract);
  v1::EndState& end = *contract.add_ends();
  end.set_amendment(amendment);
  *end.mutable_end() = ended.end();
  end.set_reason(ended.reason());
  end.set_end_cause(ended.end_cause());
  *end.mutable_recorded_at() = at;
}

void Sign(const v1::PaperSigned& signed_paper, const Timestamp& at, v1::Contract& contract) {
  auto& signature = *PaperOf(contract, signed_paper.paper_id())->add_signatures();
  signature.set_signed_by(signed_paper.signed_by());
  signature.set_method(signed_paper.method());
  *signature.mutable_recorded_at() = at;
}

void Change(const v1::ContractEvent& event, const Timestamp& at, v1::Contract& contract) {
  using Event = v1::ContractEvent;
  switch (event.kind_case()) {
    case Event::kContractConcluded: return Conclude(event.contract_concluded(), at, contract);
    case Event::kPaperDrawnUp: return DrawUp(event.paper_drawn_up(), contract);
    case Event::kPaperSigned: return Sign(event.paper_signed(), at, contract);
    case Event::kWorkStarted: return Start(event.work_started(), at, contract);
    case Event::kContractExtended: return Extend(event.contract_extended(), at, contract);
    case Event::kContractEnded: return End(event.contract_ended(), at, contract);
    case Event::kRateAgreed: return Agree(event.rate_agreed(), at, contract);
    case Event::kRateProposed: return Propose(event.rate_proposed(), at, contract);
    case Event::KIND_NOT_SET: break;
  }
  throw eventsourcing::BrokenHistory("contract: unknown event");
}

v1::Assignment AssignmentOf(const v1::Contract& contract) {
  const auto& facts = contract.concluded();
  v1::Assignment assignment;
  assignment.set_contract_id(contract.contract_id());
  assignment.set_worker_id(facts.worker_id());
  assignment.set_client_id(facts.client_id());
  assignment.set_site_id(facts.site_id());
  assignment.set_legal_entity_id(facts.legal_entity_id());
  assignment.set_engagement_kind(facts.engagement_kind());
  assignment.set_title(facts.title());
  *assignment.mutable_start() = facts.start();
  if (contract.has_end()) *assignment.mutable_end() = contract.end();
  assignment.set_unsigned_paper(
      std::any_of(contract.papers().begin(), contract.papers().end(),
                  [](const auto& paper) { return paper.signatures().empty(); }));
  return assignment;
}
}  // namespace

void ApplyContract(const Happened& happened, WritableRows& rows) {
  const auto event = eventsourcing::Decode<v1::ContractEvent>(happened.event);
  const std::string& tenant = happened.commit.tenant();
  const std::string id = happened.stream.name().substr(kContractStream.size());
  auto contract = rows.Load<v1::Contract>(ContractRow(tenant, id)).value_or(v1::Contract{});
  Change(event, happened.commit.recorded_at(), contract);
  contract.set_version(happened.version);
  rows.Store(ContractRow(tenant, id), contract);
  const auto& facts = contract.concluded();
  if (event.has_contract_concluded()) {
    rows.Put(ContractsOfClient(tenant, facts.client_id()) + id, id);
    rows.Put(ContractsOfWorker(tenant, facts.worker_id()) + id, id);
  }
  if (facts.engagement_kind() != v1::ENGAGEMENT_KIND_PERMANENT)
    rows.Store(AssignmentRow(tenant, id), AssignmentOf(contract));
}
}  // namespace aor::engagements
