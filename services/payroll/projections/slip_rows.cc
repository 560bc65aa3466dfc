#include "aor/payroll/v1/payroll_resources.pb.h"
#include "aor/payroll/v1/payroll_rows.pb.h"
#include "libs/eventsourcing/event_types.h"
#include "libs/eventsourcing/transaction.h"
#include "libs/money/money.h"
#include "services/payroll/projections/pay_book.h"

namespace aor::payroll {
namespace {
using eventsourcing::Happened;
using eventsourcing::WritableRows;

void Verified(const Happened& happened, const v1::PayslipVerified& slip, WritableRows& rows) {
  v1::Payslip row;
  *row.mutable_slip() = slip;
  *row.mutable_verified_at() = happened.commit.recorded_at();
  v1::PlaceRow place;
  place.set_id(slip.payslip_id());
  const std::string& tenant = happened.commit.tenant();
  rows.Store(RowKey(tenant, "slip", slip.payslip_id()), row);
  rows.Store(RowKey(tenant, "worker-slip", slip.worker_id(), slip.period(), slip.payslip_id()),
             place);
  rows.Store(
      RowKey(tenant, "entity-slip", slip.legal_entity_id(), slip.period(), slip.payslip_id()),
      place);
  PlaceFees(tenant, slip, rows);
}

std::string AfterDash(const std::string& stream, std::string_view kind) {
  return stream.substr(kind.size() + 1);
}

v1::Advance RowOf(const v1::LoanGranted& loan, bool requested) {
  v1::Advance row;
  row.set_advance_id(loan.advance_id());
  row.set_worker_id(loan.worker_id());
  row.set_legal_entity_id(loan.legal_entity_id());
  row.set_kind(v1::ADVANCE_KIND_LOAN);
  *row.mutable_amount() = loan.amount();
  *row.mutable_open() = loan.amount();
  row.set_waits_for_confirmation(requested);
  *row.mutable_cap_percent() = loan.cap_percent();
  row.set_granted_by(loan.granted_by());
  row.set_confirmed_by(loan.confirmed_by());
  return row;
}

v1::Advance RowOf(const v1::PartPaymentGranted& granted) {
  v1::Advance row;
  row.set_advance_id(granted.advance_id());
  row.set_worker_id(granted.worker_id());
  row.set_legal_entity_id(granted.legal_entity_id());
  row.set_contract_id(granted.contract_id());
  row.set_kind(v1::ADVANCE_KIND_PART_PAYMENT);
  *row.mutable_amount() = granted.amount();
  *row.mutable_open() = granted.amount();
  row.set_recovery_slips(granted.recovery_slips());
  row.set_granted_by(granted.granted_by());
  return row;
}

// A worker may owe two employers under the same id.
std::string AdvanceKey(const std::string& tenant, const v1::Advance& row) {
  return RowKey(tenant, "advance", row.worker_id(), row.legal_entity_id(), row.advance_id());
}

std::string EntityKey(const Happened& happened, const std::string& advance,
                      const std::string& worker) {
  return RowKey(happened.commit.tenant(), "advance-entity", advance, worker,
                std::to_string(happened.chain));
}

void Store(const Happened& happened, v1::Advance row, WritableRows& rows) {
  *row.mutable_granted_at() = happened.commit.recorded_at();
  const std::string& tenant = happened.commit.tenant();
  v1::PlaceRow place;
  place.set_id(row.legal_entity_id());
  rows.Store(AdvanceKey(tenant, row), row);
  rows.Store(EntityKey(happened, row.advance_id(), row.worker_id()), place);
  const auto unconfirmed =
      RowKey(tenant, "unconfirmed", row.legal_entity_id(), row.worker_id(), row.advance_id());
  row.waits_for_confirmation() ? rows.Store(unconfirmed, row) : rows.Delete(unconfirmed);
}

void Recovered(const Happened& happened, const v1::AdvanceRecovered& recovered,
               WritableRows& rows) {
  const std::string worker = AfterDash(happened.stream.name(), "advances");
  const auto place = rows.Load<v1::PlaceRow>(EntityKey(happened, recovered.advance_id(), worker));
  const auto key = RowKey(happened.commit.tenant(), "advance", worker, place ? place->id() : "",
                          recovered.advance_id());
  auto row = rows.Load<v1::Advance>(key);
  if (!row) throw eventsourcing::BrokenHistory("recovery of an unknown advance " + key);
  *row->add_recoveries() = recovered;
  *row->mutable_open() =
      money::ToProto(money::FromProto(row->open()) - money::FromProto(recovered.amount()));
  rows.Store(key, *row);
}
}  // namespace

void ApplyPayslip(const Happened& happened, WritableRows& rows) {
  const auto event = eventsourcing::Decode<v1::PayslipEvent>(happened.event);
  if (event.has_payslip_verified()) return Verified(happened, event.payslip_verified(), rows);
  if (event.has_negative_payslip_approved()) {
    const auto& approved = event.negative_payslip_approved();
    return rows.Store(RowKey(happened.commit.tenant(), "slip-approval", approved.payslip_id()),
                      approved);
  }
  const auto key =
      RowKey(happened.commit.tenant(), "slip", AfterDash(happened.stream.name(), "slip"));
  auto row = rows.Load<v1::Payslip>(key);
  if (!row) throw eventsourcing::BrokenHistory("release of an unknown slip " + key);
  row->set_released(true);
  *row->mutable_released_at() = happened.commit.recorded_at();
  rows.Store(key, *row);
}

void ApplyAdvance(const Happened& happened, WritableRows& rows) {
  const auto event = eventsourcing::Decode<v1::AdvanceEvent>(happened.event);
  switch (event.kind_case()) {
    case v1::AdvanceEvent::kPartPaymentGranted:
      return Store(happened, RowOf(event.part_payment_granted()), rows);
    case v1::AdvanceEvent::kLoanGranted:
      return Store(happened, RowOf(event.loan_granted(), false), rows);
    case v1::AdvanceEvent::kLoanRequested:
      return Store(happened, RowOf(event.loan_requested(), true), rows);
    case v1::AdvanceEvent::kAdvanceRecovered:
      return Recovered(happened, event.advance_recovered(), rows);
    case v1::AdvanceEvent::KIND_NOT_SET: break;
  }
  throw eventsourcing::BrokenHistory("payroll: unknown advance event");
}
}  // namespace aor::payroll
