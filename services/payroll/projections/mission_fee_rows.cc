// Fees of training missions: which are withheld, and what they owe employees with their wage.
#include <algorithm>

#include "aor/missions/v1/missions_events.pb.h"
#include "aor/payroll/v1/payroll_rows.pb.h"
#include "libs/calendar/calendar.h"
#include "libs/eventsourcing/event_types.h"
#include "libs/money/money.h"
#include "services/payroll/domain/prefill.h"
#include "services/payroll/projections/pay_book.h"

namespace aor::payroll {
namespace {
using eventsourcing::Happened;
using eventsourcing::Holds;
using eventsourcing::Rows;
using eventsourcing::WritableRows;

types::v1::TrainingWork WorkOf(const missions::v1::FeeBecamePayable& payable) {
  types::v1::TrainingWork work;
  work.set_mission_id(payable.mission_id());
  constexpr std::string_view kPrefix = "MISSION_ROLE_";
  const std::string role = missions::v1::MissionRole_Name(payable.fee().role());
  work.set_part(role.substr(std::min(role.size(), kPrefix.size())));
  work.set_session_id(payable.fee().session_id());
  *work.mutable_worked_on() = payable.fee().worked_on();
  return work;
}

std::string TitleOf(const missions::v1::FeeBecamePayable& payable) {
  const auto& fee = payable.fee();
  std::string title = "Training mission " + payable.mission_id();
  title += fee.session_id().empty() ? ", coordination" : ", session " + fee.session_id();
  return title + " of " + calendar::ToString(calendar::FromProto(fee.worked_on()));
}

// A share of the coordination is so many sessions at its tariff.
v1::MissionFeeRow RowOf(const missions::v1::FeeBecamePayable& payable) {
  const auto& fee = payable.fee();
  const auto tariff = money::FromProto(fee.tariff());
  const int64_t times = fee.sessions() > 0 ? fee.sessions() : 1;
  v1::MissionFeeRow row;
  row.set_fee_id(fee.fee_id());
  row.set_worker_id(fee.payee_id());
  row.set_legal_entity_id(payable.legal_entity_id());
  row.set_title(TitleOf(payable));
  *row.mutable_training() = WorkOf(payable);
  *row.mutable_base() =
      money::ToProto(money::Times(tariff.currency, money::ToDecimal(tariff), {times, 0}));
  row.set_percent(fee.percent());
  if (fee.has_travel()) *row.mutable_travel() = fee.travel();
  *row.mutable_worked_on() = fee.worked_on();
  row.set_source(fee.tariff_source());
  row.set_verified(fee.tariff_status() == missions::v1::TARIFF_STATUS_IN_FORCE);
  return row;
}

std::string PeriodOf(const v1::MissionFeeRow& fee) {
  return calendar::MonthOf(calendar::FromProto(fee.worked_on()));
}

void Due(const std::string& tenant, const v1::MissionFeeRow& fee, const std::string& contract,
         WritableRows& rows) {
  v1::DueRow due;
  due.set_contract_id(contract);
  due.set_worker_id(fee.worker_id());
  rows.Store(RowKey(tenant, "due", fee.legal_entity_id(), PeriodOf(fee), contract), due);
}

void Owe(const Happened& happened, const missions::v1::FeeBecamePayable& payable,
         WritableRows& rows) {
  if (payable.fee().paper() != missions::v1::FEE_PAPER_PAYROLL) return;
  const std::string& tenant = happened.commit.tenant();
  const auto row = RowOf(payable);
  const std::string& entity = row.legal_entity_id();
  rows.Store(RowKey(tenant, "mission-fee", entity, row.worker_id(), row.fee_id()), row);
  if (!rows.Get(RowKey(tenant, "fee-slips", row.fee_id())))  // which another log may bring first
    rows.Store(RowKey(tenant, "open-fee", entity, row.fee_id()), row);
  const std::string contract = ContractOfFee(rows, tenant, row);
  if (!contract.empty()) Due(tenant, row, contract, rows);
}

bool Covers(const v1::ContractRow& contract, const v1::MissionFeeRow& fee) {
  const auto day = calendar::FromProto(fee.worked_on());
  const auto& kind = contract.engagement_kind();
  return (kind == "TEMP" || kind == "EOR") &&
         contract.currency_code() == fee.base().currency_code() &&
         calendar::FromProto(contract.start()) <= day &&
         (!contract.has_end() || day <= calendar::FromProto(contract.end()));
}
}  // namespace

std::string ContractOfFee(const Rows& rows, const std::string& tenant,
                          const v1::MissionFeeRow& fee) {
  if (const auto stands = rows.Get(RowKey(tenant, "fee-slips", fee.fee_id()))) return *stands;
  std::optional<v1::ContractRow> first;
  rows.Scan(RowPrefix(tenant, "worker-contract", fee.legal_entity_id(), fee.worker_id()), "",
            [&](std::string_view, std::string_view id) {
              auto contract =
                  rows.Load<v1::ContractRow>(RowKey(tenant, "contract", std::string(id))).value();
              const bool is_earlier = !first || calendar::FromProto(contract.start()) <
                                                    calendar::FromProto(first->start());
              if (is_earlier && Covers(contract, fee)) first = std::move(contract);
              return true;
            });
  return first ? first->contract_id() : "";
}

void LookAtFeesOf(const std::string& tenant, const v1::ContractRow& contract, WritableRows& rows) {
  std::vector<v1::MissionFeeRow> fees;
  rows.Scan(RowPrefix(tenant, "mission-fee", contract.legal_entity_id(), contract.worker_id()), "",
            [&](std::string_view, std::string_view row) {
              fees.push_back(ParsedRow<v1::MissionFeeRow>(row));
              return true;
            });
  for (const auto& fee : fees)
    if (ContractOfFee(rows, tenant, fee) == contract.contract_id())
      Due(tenant, fee, contract.contract_id(), rows);
}

void PlaceFees(const std::string& tenant, const v1::PayslipVerified& slip, WritableRows& rows) {
  for (const auto& line : slip.lines()) {
    if (line.code() != kMissionFee && line.code() != kMissionTravel) continue;
    rows.Put(RowKey(tenant, "fee-slips", line.rule()), slip.contract_id());
    rows.Delete(RowKey(tenant, "open-fee", slip.legal_entity_id(), line.rule()));
  }
}

// Also of fees that are not payable yet, or paid otherwise: nobody asks for those.
void ApplyMissionFee(const Happened& happened, WritableRows& rows) {
  if (!Holds<missions::v1::MissionEvent>(happened.event)) return;
  const auto event = eventsourcing::Decode<missions::v1::MissionEvent>(happened.event);
  const auto key = [&](const std::string& fee) {
    return RowKey(happened.commit.tenant(), "withheld", fee);
  };
  const auto withhold = [&](const auto& fact, bool given_up) {
    v1::WithheldFeeRow row;
    row.set_reason(fact.reason());
    row.set_given_up(given_up);
    rows.Store(key(fact.fee_id()), row);
  };
  if (event.has_fee_became_payable()) Owe(happened, event.fee_became_payable(), rows);
  if (event.has_fee_held()) withhold(event.fee_held(), false);
  if (event.has_fee_waived()) withhold(event.fee_waived(), true);
  if (event.has_fee_refused()) withhold(event.fee_refused(), true);
  if (event.has_fee_released()) rows.Delete(key(event.fee_released().fee().fee_id()));
}
}  // namespace aor::payroll
