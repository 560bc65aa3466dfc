// Reminders, as the facts of other contexts raise them and take them back.
#include "aor/engagements/v1/engagements_events.pb.h"
#include "aor/notifications/v1/notifications_rows.pb.h"
#include "aor/payroll/v1/payroll_events.pb.h"
#include "aor/timesheet/v1/timesheet_events.pb.h"
#include "libs/eventsourcing/event_types.h"
#include "services/notifications/projections/outbox.h"

namespace aor::notifications {
namespace {
using calendar::Date;
using calendar::Instant;
using engagements::v1::ContractEvent;
using eventsourcing::Happened;
using eventsourcing::WritableRows;
using payroll::v1::BatchEvent;
using timesheet::v1::WeekEvent;

constexpr int kEndingDays = 14;  // S1.18: before a contract's end
constexpr std::chrono::hours kMorning{9}, kAfternoon{16};
constexpr std::chrono::hours kApprovalWaits{48};      // P28: before the approver hears of it
constexpr std::chrono::hours kApprovalEscalates{96};  // and who stands in
constexpr std::chrono::hours kExportWaits{24};

Instant OnWall(Date day, std::chrono::seconds time, const std::string& zone) {
  const auto wall = calendar::AtWall(day, time, zone).instants;
  return wall.empty() ? calendar::StartOf(day, zone) : wall.front();
}

// Names no recipient where that takes a contract, which another log may bring later.
v1::Reminder ReminderOf(const std::string& id, const char* template_id, Instant due) {
  v1::Reminder reminder;
  reminder.set_reminder_id(id);
  reminder.set_template_id(template_id);
  *reminder.mutable_due() = TimestampOf(due);
  return reminder;
}

v1::Reminder AboutContract(const v1::ContractRow& contract, const std::string& id,
                           const char* template_id, Instant due) {
  auto reminder = ReminderOf(id, template_id, due);
  reminder.set_recipient_id(contract.worker_id());
  *reminder.add_parameters() = IdParameter("contract_id", contract.contract_id());
  return reminder;
}

std::string EndingId(const v1::ContractRow& row) {
  return "contract-ending/" + row.contract_id() + "/" +
         calendar::ToString(calendar::FromProto(row.end()));
}

// Not of a contract that is over already: it came from an earlier system.
void PutEnding(const std::string& tenant, const v1::ContractRow& row, Instant now,
               WritableRows& rows) {
  if (!row.has_end()) return;
  const Date end = calendar::FromProto(row.end());
  const Date said = std::max(end - kEndingDays, calendar::FromProto(row.start()));
  if (calendar::StartOf(end + 1, row.zone()) <= now) return;
  auto reminder =
      AboutContract(row, EndingId(row), "contract-ending", OnWall(said, kMorning, row.zone()));
  *reminder.add_parameters() = DateParameter("end", row.end());
  PutReminder(tenant, reminder, rows);
}

void Conclude(const Happened& happened, const engagements::v1::ContractConcluded& concluded,
              WritableRows& rows) {
  using namespace engagements::v1;
  v1::ContractRow row;
  row.set_contract_id(concluded.contract_id());
  row.set_worker_id(concluded.worker_id());
  row.set_client_id(concluded.client_id());
  row.set_zone(calendar::IsZone(concluded.zone()) ? concluded.zone() : "UTC");
  *row.mutable_start() = concluded.start();
  if (concluded.has_end()) *row.mutable_end() = concluded.end();
  const auto unit = concluded.terms().unit();
  row.set_by_week((unit == UNIT_HOUR || unit == UNIT_DAY) &&
                  concluded.engagement_kind() != ENGAGEMENT_KIND_PERMANENT);
  rows.Store(RowKey(happened.commit.tenant(), "contract", row.contract_id()), row);
  PutEnding(happened.commit.tenant(), row, RecordedAt(happened), rows);
  PutHoursReminder(happened.commit.tenant(), row.contract_id(), RecordedAt(happened), rows);
}

// Another end: of an extension the worker hears at once.
void EndElsewhere(const Happened& happened, const std::string& contract_id,
                  const types::v1::Date& end, bool is_extension, WritableRows& rows) {
  const std::string& tenant = happened.commit.tenant();
  const Instant now = RecordedAt(happened);
  auto row = rows.Load<v1::ContractRow>(RowKey(tenant, "contract", contract_id));
  if (!row) return;
  if (row->has_end()) TakeBackDue(tenant, EndingId(*row), now, rows);
  *row->mutable_end() = end;
  rows.Store(RowKey(tenant, "contract", contract_id), *row);
  if (is_extension) {
    PutEnding(tenant, *row, now, rows);
    const std::string day = calendar::ToString(calendar::FromProto(end));
    auto reminder = AboutContract(*row, "contract-extended/" + contract_id + "/" + day,
                                  "contract-extended", now);
    *reminder.add_parameters() = DateParameter("end", end);
    PutReminder(tenant, reminder, rows);
  }
  PutHoursReminder(tenant, contract_id, now, rows);
}

std::string HoursDueId(const std::string& contract, const std::string& week) {
  return "hours-due/" + contract + "/" + week;
}

std::string ApprovalId(const char* stage, const std::string& contract, const std::string& week) {
  return std::string(stage) + "/" + contract + "/" + week;
}

// Another version of the hours that is complete waits anew, under its own name.
void PutApproval(const std::string& tenant, const timesheet::v1::WeekDeclaredComplete& complete,
                 Instant now, WritableRows& rows) {
  const std::string version = "/" + std::to_string(complete.entries_version());
  const std::pair<const char*, std::chrono::hours> stages[] = {
      {"approval-waiting", kApprovalWaits}, {"approval-escalated", kApprovalEscalates}};
  for (const auto& [stage, after] : stages) {
    const std::string place =
        RowKey(tenant, "approval", stage, complete.contract_id(), complete.iso_week());
    if (const auto before = rows.Get(place)) TakeBackDue(tenant, *before, now, rows);
    const std::string id = ApprovalId(stage, complete.contract_id(), complete.iso_week()) + version;
    auto reminder = ReminderOf(id, stage, now + after);
    reminder.set_to_backup(after == kApprovalEscalates);
    *reminder.add_parameters() = IdParameter("contract_id", complete.contract_id());
    *reminder.add_parameters() = IdParameter("week", complete.iso_week());
    PutReminder(tenant, reminder, rows);
    rows.Put(place, id);
  }
}

void DropApproval(const std::string& tenant, const std::string& contract, const std::string& week,
                  Instant now, WritableRows& rows) {
  for (const char* stage : {"approval-waiting", "approval-escalated"}) {
    const std::string place = RowKey(tenant, "approval", stage, contract, week);
    if (const auto id = rows.Get(place)) TakeBackDue(tenant, *id, now, rows);
    rows.Delete(place);
  }
}

void Complete(const Happened& happened, const timesheet::v1::WeekDeclaredComplete& complete,
              WritableRows& rows) {
  const std::string& tenant = happened.commit.tenant();
  rows.Put(RowKey(tenant, "complete", complete.contract_id(), complete.iso_week()), "");
  TakeBackDue(tenant, HoursDueId(complete.contract_id(), complete.iso_week()), RecordedAt(happened),
              rows);
  PutHoursReminder(tenant, complete.contract_id(), RecordedAt(happened), rows);
  PutApproval(tenant, complete, RecordedAt(happened), rows);
}
}  // namespace

// One reminder for each contract, whatever the number of its weeks: the next one stands where the
// last one was told or its hours came.
void PutHoursReminder(const std::string& tenant, const std::string& contract_id, Instant from,
                      WritableRows& rows) {
  const auto row = rows.Load<v1::ContractRow>(RowKey(tenant, "contract", contract_id));
  if (!row || !row->by_week()) return;
  const std::string place = RowKey(tenant, "hours-of", contract_id);
  if (const auto before = rows.Get(place)) DropReminder(tenant, *before, rows);
  rows.Delete(place);
  const Date first =
      std::max(calendar::FromProto(row->start()), calendar::DayAt(from, row->zone()));
  for (Date monday = calendar::MondayOf(first);
       !row->has_end() || monday <= calendar::FromProto(row->end()); monday += 7) {
    const std::string week = calendar::IsoWeek(monday);
    const std::string id = HoursDueId(contract_id, week);
    const Instant due = OnWall(monday + 4, kAfternoon, row->zone());
    if (due < from || rows.Get(RowKey(tenant, "told", id)) ||
        rows.Get(RowKey(tenant, "complete", contract_id, week)))
      continue;
    auto reminder = AboutContract(*row, id, "hours-due", due);
    *reminder.add_parameters() = IdParameter("week", week);
    PutReminder(tenant, reminder, rows);
    return rows.Put(place, id);
  }
}

void ApplyContract(const Happened& happened, WritableRows& rows) {
  if (!eventsourcing::Holds<ContractEvent>(happened.event)) return;
  const auto event = eventsourcing::Decode<ContractEvent>(happened.event);
  if (event.has_contract_concluded()) Conclude(happened, event.contract_concluded(), rows);
  if (event.has_contract_extended())
    EndElsewhere(happened, event.contract_extended().contract_id(), event.contract_extended().end(),
                 true, rows);
  if (event.has_contract_ended())
    EndElsewhere(happened, event.contract_ended().contract_id(), event.contract_ended().end(),
                 false, rows);
}

void ApplyHours(const Happened& happened, WritableRows& rows) {
  if (!eventsourcing::Holds<WeekEvent>(happened.event)) return;
  const std::string& tenant = happened.commit.tenant();
  const auto event = eventsourcing::Decode<WeekEvent>(happened.event);
  if (event.has_week_declared_complete()) Complete(happened, event.week_declared_complete(), rows);
  if (event.has_hours_approved()) {
    const auto& measured = event.hours_approved().measured();
    DropApproval(tenant, measured.contract_id(), measured.iso_week(), RecordedAt(happened), rows);
  }
  if (event.has_hours_contested())
    DropApproval(tenant, event.hours_contested().contract_id(), event.hours_contested().iso_week(),
                 RecordedAt(happened), rows);
}

namespace {
void TellOfPay(const std::string& tenant, v1::Reminder reminder, const std::string& worker,
               WritableRows& rows) {
  reminder.set_recipient_id(worker);
  PutReminder(tenant, reminder, rows);
}

// A slip and its payment are on chains of their own: whichever comes first waits for the other.
void Verify(const Happened& happened, const payroll::v1::PayslipVerified& verified,
            WritableRows& rows) {
  const std::string& tenant = happened.commit.tenant();
  const std::string& slip = verified.payslip_id();
  rows.Put(RowKey(tenant, "slip", slip), verified.worker_id());
  std::vector<std::pair<std::string, v1::Reminder>> waited;
  rows.Scan(RowPrefix(tenant, "paid", slip), "", [&](std::string_view key, std::string_view row) {
    v1::Reminder reminder;
    if (reminder.ParseFromArray(row.data(), static_cast<int>(row.size())))
      waited.emplace_back(key, std::move(reminder));
    return true;
  });
  for (auto& [key, reminder] : waited) {
    rows.Delete(key);
    TellOfPay(tenant, std::move(reminder), verified.worker_id(), rows);
  }
}

// Part payments and suppliers' invoices have no slip: nobody is told of them here.
void Pay(const Happened& happened, const payroll::v1::PayablePaid& paid, WritableRows& rows) {
  const std::string& tenant = happened.commit.tenant();
  auto reminder = ReminderOf("pay-sent/" + paid.payable_id(), "pay-sent", RecordedAt(happened));
  *reminder.add_parameters() = IdParameter("payslip_id", paid.source_id());
  *reminder.add_parameters() = AmountParameter("amount", paid.amount());
  *reminder.add_parameters() = DateParameter("day", paid.paid_on());
  if (const auto worker = rows.Get(RowKey(tenant, "slip", paid.source_id())))
    return TellOfPay(tenant, std::move(reminder), *worker, rows);
  rows.Store(RowKey(tenant, "paid", paid.source_id(), paid.payable_id()), reminder);
}

void ApplyBatch(const Happened& happened, const BatchEvent& event, WritableRows& rows) {
  const std::string& tenant = happened.commit.tenant();
  const auto id_of = [](const std::string& batch) { return "export-waiting/" + batch; };
  if (event.has_batch_released()) {
    const auto& released = event.batch_released();
    auto reminder = ReminderOf(id_of(released.batch_id()), "export-waiting",
                               RecordedAt(happened) + kExportWaits);
    reminder.set_recipient_id(released.legal_entity_id());
    *reminder.add_parameters() = IdParameter("batch_id", released.batch_id());
    PutReminder(tenant, reminder, rows);
  }
  if (event.has_payment_file_stored())
    TakeBackDue(tenant, id_of(event.payment_file_stored().batch_id()), RecordedAt(happened), rows);
  if (event.has_batch_withdrawn())
    TakeBackDue(tenant, id_of(event.batch_withdrawn().batch_id()), RecordedAt(happened), rows);
}
}  // namespace

void ApplyPayments(const Happened& happened, WritableRows& rows) {
  if (eventsourcing::Holds<BatchEvent>(happened.event))
    ApplyBatch(happened, eventsourcing::Decode<BatchEvent>(happened.event), rows);
  if (eventsourcing::Holds<payroll::v1::PayslipEvent>(happened.event)) {
    const auto event = eventsourcing::Decode<payroll::v1::PayslipEvent>(happened.event);
    if (event.has_payslip_verified()) Verify(happened, event.payslip_verified(), rows);
  }
  if (eventsourcing::Holds<payroll::v1::PayableEvent>(happened.event)) {
    const auto event = eventsourcing::Decode<payroll::v1::PayableEvent>(happened.event);
    if (event.has_payable_paid()) Pay(happened, event.payable_paid(), rows);
  }
}
}  // namespace aor::notifications
