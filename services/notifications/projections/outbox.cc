#include "services/notifications/projections/outbox.h"

#include <absl/strings/str_cat.h>

#include "aor/notifications/v1/notifications_rows.pb.h"
#include "aor/operations/v1/run_events.pb.h"
#include "libs/eventsourcing/event_types.h"
#include "libs/eventsourcing/transaction.h"
#include "libs/ids/uuid.h"

namespace aor::notifications {
using eventsourcing::Happened;
using eventsourcing::WritableRows;

std::string Digits(calendar::Instant instant) {
  return absl::StrCat(absl::Dec(instant.time_since_epoch().count(), absl::kZeroPad12));
}
calendar::Instant InstantOf(const google::protobuf::Timestamp& time) {
  return calendar::Instant{std::chrono::seconds{time.seconds()}};
}
google::protobuf::Timestamp TimestampOf(calendar::Instant instant) {
  google::protobuf::Timestamp time;
  time.set_seconds(instant.time_since_epoch().count());
  return time;
}
calendar::Instant RecordedAt(const Happened& happened) {
  return InstantOf(happened.commit.recorded_at());
}

std::string MessageIdOf(const std::string& tenant, const std::string& cause,
                        const std::string& recipient, const std::string& template_id) {
  return DerivedId(tenant, cause + "\n" + recipient, template_id);
}

v1::Parameter IdParameter(const std::string& name, const std::string& id) {
  v1::Parameter parameter;
  parameter.set_name(name);
  parameter.set_id(id);
  return parameter;
}
v1::Parameter DateParameter(const std::string& name, const types::v1::Date& date) {
  v1::Parameter parameter;
  parameter.set_name(name);
  *parameter.mutable_date() = date;
  return parameter;
}

namespace {
std::string RemindKey(const std::string& tenant, const std::string& digits,
                      const std::string& reminder_id) {
  return kRemind + digits + "/" + tenant + "/" + reminder_id;
}
}  // namespace

void PutReminder(const std::string& tenant, const v1::Reminder& reminder, WritableRows& rows) {
  const std::string& id = reminder.reminder_id();
  if (rows.Get(Key(tenant, "told", id))) return;
  DropReminder(tenant, id, rows);
  const std::string digits = Digits(InstantOf(reminder.due()));
  rows.Store(RemindKey(tenant, digits, id), reminder);
  rows.Store(Key(tenant, "reminder", digits, id), reminder);
  rows.Put(Key(tenant, "reminder-due", id), digits);
}

void DropReminder(const std::string& tenant, const std::string& reminder_id, WritableRows& rows) {
  const std::string key = Key(tenant, "reminder-due", reminder_id);
  const auto digits = rows.Get(key);
  if (!digits) return;
  rows.Delete(RemindKey(tenant, *digits, reminder_id));
  rows.Delete(Key(tenant, "reminder", *digits, reminder_id));
  rows.Delete(key);
}

void ApplyRun(const Happened& happened, WritableRows& rows) {
  if (happened.event.type() != "aor.operations.v1.RunEvent/run_closed") return;
  const std::string& tenant = happened.commit.tenant();
  const auto run =
      eventsourcing::Decode<operations::v1::RunEvent>(happened.event).run_closed().run_id();
  rows.Put(Key(tenant, "run-closed", run), "");
  std::vector<std::string> waited;
  const std::string prefix = Prefix(tenant, "run-waits", run);
  rows.Scan(prefix, "", [&](std::string_view key, std::string_view) {
    waited.emplace_back(key.substr(prefix.size()));
    return true;
  });
  for (const std::string& id : waited) {
    rows.Delete(prefix + id);
    const auto message = rows.Load<v1::Message>(Key(tenant, "message", id));
    if (!message || message->state() != v1::MESSAGE_STATE_WAITING) continue;
    v1::DueRow due;
    due.set_tenant(tenant);
    due.set_recipient_id(message->requested().recipient_id());
    due.set_message_id(id);
    rows.Store(kDue + Digits(InstantOf(message->next_at())) + "/" + tenant + "/" + id, due);
    rows.Put(Key(tenant, "waiting", due.recipient_id(), id), "");
  }
}

void Outbox::Apply(const Happened& happened, WritableRows& rows) {
  const std::string& log = happened.commit.log();
  if (log == "notifications") return ApplyMessage(happened, rows);
  if (log == "engagements") return ApplyContract(happened, rows);
  if (log == "timesheet") return ApplyHours(happened, rows);
  if (log == "payroll") return ApplyPayments(happened, rows);
  if (log == "invoicing") return ApplyRun(happened, rows);
}
}  // namespace aor::notifications
