#include "aor/engagements/v1/engagements_events.pb.h"
#include "aor/payroll/v1/payroll_rows.pb.h"
#include "libs/calendar/calendar.h"
#include "libs/eventsourcing/event_types.h"
#include "libs/money/money.h"
#include "services/payroll/projections/pay_book.h"

namespace aor::payroll {
namespace {
using engagements::v1::ContractEvent;

template <class Text>
std::string Without(const char* prefix, const Text& name) {
  return std::string(name).substr(std::string_view(prefix).size());
}

void AddWage(v1::ContractRow& row, const types::v1::Date& from, const types::v1::Decimal& wage) {
  auto& added = *row.add_wages();
  *added.mutable_effective_from() = from;
  *added.mutable_base_wage() = wage;
}

// Where the contract does not say them they are those of its quote, which has them by day or month.
types::v1::Decimal DailyHours(const engagements::v1::Terms& terms) {
  const bool quoted = terms.unit() == engagements::v1::UNIT_DAY && !terms.has_daily_hours();
  return quoted ? terms.hours_per_unit() : terms.daily_hours();
}

types::v1::Decimal WeeklyHours(const engagements::v1::Terms& terms) {
  if (terms.unit() != engagements::v1::UNIT_MONTH || terms.has_weekly_hours() ||
      !terms.has_hours_per_unit())
    return terms.weekly_hours();
  const auto yearly = money::FromProto(terms.hours_per_unit()) * money::Decimal{12, 0};
  return money::ToProto(money::Divide(yearly, {52, 0}, 4));
}

v1::ContractRow RowOf(const engagements::v1::ContractConcluded& concluded) {
  v1::ContractRow row;
  row.set_contract_id(concluded.contract_id());
  row.set_worker_id(concluded.worker_id());
  row.set_legal_entity_id(concluded.legal_entity_id());
  row.set_engagement_kind(Without(
      "ENGAGEMENT_KIND_", engagements::v1::EngagementKind_Name(concluded.engagement_kind())));
  row.set_jurisdiction(concluded.jurisdiction());
  row.set_currency_code(concluded.terms().currency_code());
  row.set_unit(Without("UNIT_", engagements::v1::Unit_Name(concluded.terms().unit())));
  row.set_cba_id(concluded.terms().cba_id());
  *row.mutable_daily_hours() = DailyHours(concluded.terms());
  *row.mutable_weekly_hours() = WeeklyHours(concluded.terms());
  *row.mutable_start() = concluded.start();
  if (concluded.has_end()) *row.mutable_end() = *row.mutable_agreed_end() = concluded.end();
  AddWage(row, concluded.start(), concluded.terms().base_wage());
  return row;
}

void SayCause(const engagements::v1::ContractEnded& ended, v1::ContractRow& row) {
  row.set_ended_early(!row.has_agreed_end() ||
                      calendar::FromProto(ended.end()) < calendar::FromProto(row.agreed_end()));
  if (ended.end_cause() != engagements::v1::END_CAUSE_UNSPECIFIED)
    row.set_end_cause(Without("END_CAUSE_", engagements::v1::EndCause_Name(ended.end_cause())));
}

// Its end may owe something, also in a month without hours.
void Store(const std::string& tenant, const v1::ContractRow& row,
           eventsourcing::WritableRows& rows) {
  rows.Store(RowKey(tenant, "contract", row.contract_id()), row);
  rows.Put(
      RowKey(tenant, "worker-contract", row.legal_entity_id(), row.worker_id(), row.contract_id()),
      row.contract_id());
  LookAtFeesOf(tenant, row, rows);
  if (!row.has_end()) return;
  v1::DueRow due;
  due.set_contract_id(row.contract_id());
  due.set_worker_id(row.worker_id());
  const auto period = calendar::MonthOf(calendar::FromProto(row.end()));
  rows.Store(RowKey(tenant, "due", row.legal_entity_id(), period, row.contract_id()), due);
}

// The events of one contract come in order, so its row is there.
template <class Change>
void Amend(const std::string& tenant, const std::string& contract,
           eventsourcing::WritableRows& rows, Change change) {
  auto row = rows.Load<v1::ContractRow>(RowKey(tenant, "contract", contract));
  if (!row) return;
  change(*row);
  Store(tenant, *row, rows);
}
}  // namespace

void ApplyContract(const eventsourcing::Happened& happened, eventsourcing::WritableRows& rows) {
  if (!eventsourcing::Holds<ContractEvent>(happened.event)) return;
  const auto event = eventsourcing::Decode<ContractEvent>(happened.event);
  const std::string& tenant = happened.commit.tenant();
  const auto ends = [&](const auto& fact) {
    return [&](v1::ContractRow& row) {
      auto& earlier = *row.add_earlier_ends();
      if (row.has_end()) *earlier.mutable_end() = row.end();
      *earlier.mutable_replaced_at() = happened.commit.recorded_at();
      *row.mutable_end() = fact.end();
    };
  };
  switch (event.kind_case()) {
    case ContractEvent::kContractConcluded:
      return Store(tenant, RowOf(event.contract_concluded()), rows);
    case ContractEvent::kContractExtended:
      return Amend(tenant, event.contract_extended().contract_id(), rows,
                   [&](v1::ContractRow& row) {
                     ends(event.contract_extended())(row);
                     *row.mutable_agreed_end() = event.contract_extended().end();
                   });
    case ContractEvent::kContractEnded:
      return Amend(tenant, event.contract_ended().contract_id(), rows, [&](v1::ContractRow& row) {
        ends(event.contract_ended())(row);
        SayCause(event.contract_ended(), row);
      });
    case ContractEvent::kRateAgreed:
      return Amend(tenant, event.rate_agreed().contract_id(), rows, [&](v1::ContractRow& row) {
        AddWage(row, event.rate_agreed().effective_from(), event.rate_agreed().base_wage());
      });
    default: return;  // papers are no matter of pay
  }
}
}  // namespace aor::payroll
