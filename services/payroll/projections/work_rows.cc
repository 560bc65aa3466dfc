#include "aor/payroll/v1/payroll_rows.pb.h"
#include "aor/timesheet/v1/timesheet_events.pb.h"
#include "libs/calendar/calendar.h"
#include "libs/eventsourcing/event_types.h"
#include "services/payroll/projections/pay_book.h"

namespace aor::payroll {
namespace {
constexpr char kHoursVerified[] = "aor.timesheet.v1.WeekEvent/hours_verified";
constexpr std::string_view kCategory = "CATEGORY_";

v1::PaidTime TimeOf(const timesheet::v1::Measured& measured, const timesheet::v1::TimeLine& line) {
  v1::PaidTime time;
  time.set_iso_week(measured.iso_week());
  *time.mutable_day() = line.day();
  time.set_category(timesheet::v1::Category_Name(line.category()).substr(kCategory.size()));
  time.set_seconds(line.time().seconds());
  if (line.has_quantity()) *time.mutable_quantity() = line.quantity();
  if (line.has_percent()) *time.mutable_percent() = line.percent();
  time.set_entries_version(measured.entries_version());
  return time;
}

// Overtime: a row for each day that caused it, since each has its own wage.
void AddTime(const timesheet::v1::Measured& measured, const timesheet::v1::TimeLine& line,
             v1::WorkRow& row) {
  const auto time = TimeOf(measured, line);
  if (line.caused_on().empty()) *row.add_time() = time;
  for (const auto& caused : line.caused_on()) {
    auto& part = *row.add_time();
    part = time;
    part.set_seconds(caused.time().seconds());
    *part.mutable_worked_on() = caused.day();
  }
}

v1::WorkRow RowOf(const timesheet::v1::Measured& measured) {
  v1::WorkRow row;
  row.set_contract_id(measured.contract_id());
  row.set_worker_id(measured.worker_id());
  row.set_legal_entity_id(measured.legal_entity_id());
  row.set_iso_week(measured.iso_week());
  row.set_tz_version(measured.tz_version());
  for (const auto& line : measured.lines()) AddTime(measured, line, row);
  return row;
}
}  // namespace

// Replaces what was verified of this contract and week before.
void ApplyVerifiedHours(const eventsourcing::Happened& happened,
                        eventsourcing::WritableRows& rows) {
  if (happened.event.type() != kHoursVerified) return;
  const auto event = eventsourcing::Decode<timesheet::v1::WeekEvent>(happened.event);
  const auto row = RowOf(event.hours_verified().measured());
  const std::string& tenant = happened.commit.tenant();
  rows.Store(RowKey(tenant, "work", row.contract_id(), row.iso_week()), row);
  v1::DueRow due;
  due.set_contract_id(row.contract_id());
  due.set_worker_id(row.worker_id());
  bool worked = false;
  for (const auto& time : row.time()) {
    const auto period = calendar::MonthOf(calendar::FromProto(time.day()));
    rows.Store(RowKey(tenant, "due", row.legal_entity_id(), period, row.contract_id()), due);
    worked = worked || time.category() == "BASE" || time.category() == "DAY" ||
             time.category() == "MONTH";
  }
  const auto week = RowKey(tenant, "weeks", row.legal_entity_id(), row.worker_id(), row.iso_week(),
                           row.contract_id());
  worked ? rows.Put(week, "") : rows.Delete(week);
}
}  // namespace aor::payroll
