// Training missions as something to bill: each fee is a contract of its own with the supplier, what
// was delivered of one kind of session another one with the client.
#include "libs/calendar/calendar.h"
#include "libs/eventsourcing/event_types.h"
#include "libs/ids/uuid.h"
#include "services/invoicing/projections/billing_view.h"
#include "services/invoicing/projections/mission_contracts.h"

namespace aor::invoicing {
namespace {
using engagements::v1::ContractConcluded;
using eventsourcing::Happened;
using eventsourcing::WritableRows;
using missions::v1::MissionEvent;

// The fee is named by the events that withhold it, without its legal entity.
std::string EntityKey(const std::string& tenant, const std::string& fee) {
  return RowKey(tenant, "fee_entity", fee);
}

std::string CostKey(const std::string& tenant, const missions::v1::Fee& fee) {
  const std::string month = calendar::MonthOf(calendar::FromProto(fee.worked_on()));
  return RowKey(tenant, "slip", fee.fee_id(), month, fee.fee_id());
}

// Of a role; a newer release's has no name here.
std::string PartOf(const std::string& name) {
  constexpr std::string_view kPrefix = "MISSION_ROLE_";
  return name.substr(std::min(name.size(), kPrefix.size()));
}

types::v1::TrainingWork WorkOf(const missions::v1::FeeBecamePayable& payable) {
  const auto& fee = payable.fee();
  types::v1::TrainingWork work;
  work.set_mission_id(payable.mission_id());
  work.set_part(PartOf(missions::v1::MissionRole_Name(fee.role())));
  work.set_session_id(fee.session_id());
  *work.mutable_worked_on() = fee.worked_on();
  work.set_travel_included(fee.has_travel());
  return work;
}

std::string RoleOf(const std::string& part) {
  if (part == "COORDINATOR") return "coordination";
  if (part == "COACH") return "coaching";
  return part == "TRAINER" ? "training" : "workshop";
}

// In English, as a line's description begins.
std::string TitleOf(const types::v1::TrainingWork& work) {
  std::string title = "Training mission " + work.mission_id() + ", " + RoleOf(work.part());
  if (!work.session_id().empty()) title += " " + work.session_id();
  title += " of " + calendar::ToString(calendar::FromProto(work.worked_on()));
  return work.travel_included() ? title + ", travel included" : title;
}

// A share of the coordination is so many sessions at its tariff, any other fee one amount.
v1::ContractRow ContractOf(const missions::v1::FeeBecamePayable& payable) {
  const auto& fee = payable.fee();
  const bool is_share = fee.sessions() > 0;
  v1::ContractRow row;
  auto& concluded = *row.mutable_concluded();
  concluded.set_contract_id(fee.fee_id());
  concluded.set_worker_id(fee.payee_id());
  concluded.set_supplier_id(fee.supplier_id());
  concluded.set_client_id(payable.client_id());
  concluded.set_legal_entity_id(payable.legal_entity_id());
  *concluded.mutable_start() = fee.worked_on();
  auto& terms = *concluded.mutable_terms();
  terms.set_currency_code(fee.amount().currency_code());
  *terms.mutable_base_wage() = InMajor(is_share ? fee.tariff() : fee.amount());
  *terms.mutable_cost() = terms.base_wage();
  terms.set_self_billed(fee.paper() == missions::v1::FEE_PAPER_SELF_BILLED);
  *row.mutable_sessions() = money::ToProto(money::Decimal{is_share ? fee.sessions() : 1, 0});
  *row.mutable_work() = WorkOf(payable);
  concluded.set_title(TitleOf(row.work()));
  return row;
}

void ApplyPayable(const std::string& tenant, const missions::v1::FeeBecamePayable& payable,
                  WritableRows& rows) {
  const auto& fee = payable.fee();
  v1::FeeRow row;
  *row.mutable_payable() = payable;
  rows.Store(RowKey(tenant, "fee", payable.legal_entity_id(), fee.fee_id()), row);
  rows.Put(EntityKey(tenant, fee.fee_id()), payable.legal_entity_id());
  StoreContract(tenant, ContractOf(payable), rows);
  // What the mission costs is known by its fees, as other work's is by its payslips.
  rows.Store(CostKey(tenant, fee), fee.amount());
}

// One that is not payable yet is held where it was asked for, and is not known here.
void Withhold(const std::string& tenant, const std::string& fee, const std::string& reason,
              WritableRows& rows) {
  const auto entity = rows.Get(EntityKey(tenant, fee));
  if (!entity) return;
  const std::string key = RowKey(tenant, "fee", *entity, fee);
  auto row = rows.Load<v1::FeeRow>(key).value();
  row.set_withheld_because(reason);
  rows.Store(key, row);
  ChangeContract(tenant, fee, rows,
                 [&](v1::ContractRow& contract) { contract.set_withheld(!reason.empty()); });
}

// Given up or refused after all: nobody waits for it and it costs nothing. What was billed of it is
// taken back by the next draft.
void GiveUp(const std::string& tenant, const std::string& fee, WritableRows& rows) {
  const auto entity = rows.Get(EntityKey(tenant, fee));
  if (!entity) return;
  const std::string key = RowKey(tenant, "fee", *entity, fee);
  rows.Delete(CostKey(tenant, rows.Load<v1::FeeRow>(key).value().payable().fee()));
  rows.Delete(key);
  rows.Delete(EntityKey(tenant, fee));
  ChangeContract(tenant, fee, rows, [](v1::ContractRow& contract) {
    contract.set_withheld(false);
    *contract.mutable_sessions() = money::ToProto(money::Decimal{});
  });
}

// By the day of the organisation; before that was said, by the day in UTC.
types::v1::Date ClosedOn(const missions::v1::MissionClosed& closed) {
  if (closed.has_closed_on()) return closed.closed_on();
  const calendar::Instant at(std::chrono::seconds(closed.closed_at().seconds()));
  return calendar::ToProto(calendar::DayAt(at, "UTC"));
}

// What is billed of one kind of session, from a closing or an instalment.
v1::ContractRow ContractOf(const auto& fact, const missions::v1::OrderLine& line,
                           const types::v1::Date& on) {
  v1::ContractRow row;
  auto& concluded = *row.mutable_concluded();
  concluded.set_contract_id(DerivedId(fact.mission_id(), WordOf(line.session_kind()), "delivered"));
  concluded.set_client_id(fact.client_id());
  concluded.set_legal_entity_id(fact.legal_entity_id());
  *concluded.mutable_start() = on;
  concluded.mutable_terms()->set_currency_code(line.price().currency_code());
  *concluded.mutable_terms()->mutable_tariff() = InMajor(line.price());
  *row.mutable_sessions() = money::ToProto(money::Decimal{line.sessions(), 0});
  concluded.set_title(DeliveredTitle(fact.mission_id(), line.session_kind()));
  auto& training = *row.mutable_training();
  training.set_mission_id(fact.mission_id());
  training.set_session_kind(NameOf(line.session_kind()));
  training.set_sessions(line.sessions());
  training.set_title(line.title());
  return row;
}

// Each is a contract of its own: its day decides on month and VAT.
void ApplyInstalment(const std::string& tenant, const missions::v1::InstalmentDue& due,
                     WritableRows& rows) {
  const std::string number = std::to_string(due.number());
  for (const auto& line : due.delivered()) {
    if (IsApportioned(due.apportionment(), line.session_kind())) continue;
    auto row = ContractOf(due, line, due.due_on());
    auto& concluded = *row.mutable_concluded();
    concluded.set_contract_id(
        DerivedId(due.mission_id(), WordOf(line.session_kind()) + "/" + number, "instalment"));
    concluded.set_title(DeliveredTitle(due.mission_id(), line.session_kind(), due.number()));
    row.mutable_training()->set_instalment(due.number());
    AppendContract(tenant, SessionsPrefix(tenant, due.mission_id(), line.session_kind()), row,
                   rows);
  }
  ApplyApportionment(tenant, due.apportionment(), rows);
}

// What no instalment bills of the delivered sessions. One that bills more than took place after all
// bills less from now on.
void ApplyClosed(const std::string& tenant, const missions::v1::MissionClosed& closed,
                 WritableRows& rows) {
  if (!closed.client_billable()) return;
  for (int kind = missions::v1::SessionKind_MIN + 1; kind <= missions::v1::SessionKind_MAX;
       ++kind) {
    const auto session_kind = static_cast<missions::v1::SessionKind>(kind);
    if (IsApportioned(closed.apportionment(), session_kind)) continue;
    missions::v1::OrderLine line;
    for (const auto& delivered : closed.delivered())
      if (delivered.session_kind() == kind) line = delivered;
    const std::string prefix = SessionsPrefix(tenant, closed.mission_id(), session_kind);
    const int64_t left = KeepUpTo(tenant, prefix, line.sessions(), rows);
    line.set_sessions(static_cast<uint32_t>(left));
    if (left > 0) AppendContract(tenant, prefix, ContractOf(closed, line, ClosedOn(closed)), rows);
  }
  ApplyApportionment(tenant, closed.apportionment(), rows);
}
}  // namespace

void ApplyMissions(const Happened& happened, WritableRows& rows) {
  if (!eventsourcing::Holds<MissionEvent>(happened.event)) return;
  const std::string& tenant = happened.commit.tenant();
  const auto event = eventsourcing::Decode<MissionEvent>(happened.event);
  switch (event.kind_case()) {
    case MissionEvent::kFeeBecamePayable:
      return ApplyPayable(tenant, event.fee_became_payable(), rows);
    case MissionEvent::kFeeHeld:
      return Withhold(tenant, event.fee_held().fee_id(), event.fee_held().reason(), rows);
    case MissionEvent::kFeeReleased:
      return Withhold(tenant, event.fee_released().fee().fee_id(), "", rows);
    case MissionEvent::kFeeWaived: return GiveUp(tenant, event.fee_waived().fee_id(), rows);
    case MissionEvent::kFeeRefused: return GiveUp(tenant, event.fee_refused().fee_id(), rows);
    case MissionEvent::kInstalmentDue: return ApplyInstalment(tenant, event.instalment_due(), rows);
    case MissionEvent::kMissionClosed: return ApplyClosed(tenant, event.mission_closed(), rows);
    case MissionEvent::kFundingAgreed:
      return ApplyApportionment(tenant, event.funding_agreed().apportionment(), rows);
    case MissionEvent::kRefusedFundingDecided:
      return ApplyApportionment(tenant, event.refused_funding_decided().apportionment(), rows);
    default: return;  // nothing to bill
  }
}
}  // namespace aor::invoicing
