#include "services/notifications/projections/outbox.h"

#include <absl/strings/str_cat.h>

#include <algorithm>

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
v1::Parameter NumberParameter(const std::string& name, int64_t number) {
  v1::Parameter parameter;
  parameter.set_name(name);
  parameter.set_number(number);
  return parameter;
}
v1::Parameter AmountParameter(const std::string& name, const types::v1::Money& amount) {
  v1::Parameter parameter;
  parameter.set_name(name);
  *parameter.mutable_amount() = amount;
  return parameter;
}

std::string RecipientOf(const eventsourcing::Rows& rows, const std::string& tenant,
                        const v1::Reminder& reminder) {
  if (!reminder.recipient_id().empty()) return reminder.recipient_id();
  for (const auto& parameter : reminder.parameters())
    if (parameter.name() == "contract_id") {
      const auto row = rows.Load<v1::ContractRow>(RowKey(tenant, "contract", parameter.id()));
      return row ? row->client_id() : "";
    }
  return "";
}

std::string LeftKey(const std::string& message_id) { return "/left/" + message_id; }

namespace {
std::string DueKey(const std::string& tenant, const v1::Message& message) {
  return kDue + Digits(InstantOf(message.next_at())) + "/" + tenant + "/" +
         message.requested().message_id();
}
std::string WaitingKey(const std::string& tenant, const v1::MessageRequested& requested) {
  return RowKey(tenant, "waiting", requested.recipient_id(), requested.message_id());
}
std::string RemindKey(const std::string& tenant, const std::string& digits,
                      const std::string& reminder_id) {
  return kRemind + digits + "/" + tenant + "/" + reminder_id;
}
}  // namespace

void Queue(const std::string& tenant, const v1::Message& message, WritableRows& rows) {
  v1::DueRow due;
  due.set_tenant(tenant);
  due.set_recipient_id(message.requested().recipient_id());
  due.set_message_id(message.requested().message_id());
  rows.Store(DueKey(tenant, message), due);
  rows.Put(WaitingKey(tenant, message.requested()), "");
}

void Unqueue(const std::string& tenant, const v1::Message& message, WritableRows& rows) {
  if (message.has_next_at()) rows.Delete(DueKey(tenant, message));
  rows.Delete(WaitingKey(tenant, message.requested()));
}

void PutReminder(const std::string& tenant, const v1::Reminder& reminder, WritableRows& rows) {
  const std::string& id = reminder.reminder_id();
  rows.Delete(RowKey(tenant, "taken-back", id));
  if (rows.Get(RowKey(tenant, "told", id))) return;
  DropReminder(tenant, id, rows);
  const std::string digits = Digits(InstantOf(reminder.due()));
  rows.Store(RemindKey(tenant, digits, id), reminder);
  rows.Store(RowKey(tenant, "reminder", digits, id), reminder);
  rows.Put(RowKey(tenant, "reminder-due", id), digits);
}

void DropReminder(const std::string& tenant, const std::string& reminder_id, WritableRows& rows) {
  const std::string key = RowKey(tenant, "reminder-due", reminder_id);
  const auto digits = rows.Get(key);
  if (!digits) return;
  rows.Delete(RemindKey(tenant, *digits, reminder_id));
  rows.Delete(RowKey(tenant, "reminder", *digits, reminder_id));
  rows.Delete(key);
}

void TakeBack(const std::string& tenant, const v1::Reminder& reminder, WritableRows& rows) {
  const std::string& id = reminder.reminder_id();
  DropReminder(tenant, id, rows);
  rows.Put(RowKey(tenant, "void",
                  MessageIdOf(tenant, id, reminder.recipient_id(), reminder.template_id())),
           "");
}

// One that is due may be a message by now, in whatever order the logs are read.
void TakeBackDue(const std::string& tenant, const std::string& reminder_id, calendar::Instant at,
                 WritableRows& rows) {
  const auto due = rows.Get(RowKey(tenant, "reminder-due", reminder_id));
  DropReminder(tenant, reminder_id, rows);
  if (!due || *due <= Digits(at)) rows.Put(RowKey(tenant, "taken-back", reminder_id), "");
}

namespace {
// It left, or is about to.
bool IsHeard(const eventsourcing::Rows& rows, const std::string& tenant, const std::string& id) {
  const auto message = rows.Load<v1::Message>(RowKey(tenant, "message", id));
  return message && (message->attempts() > 0 || message->state() == v1::MESSAGE_STATE_GATHERED);
}

// What both name is said as it was said before.
void SayAs(const v1::MessageRequested& before, v1::MessageRequested& message) {
  for (auto& parameter : *message.mutable_parameters())
    for (const auto& said : before.parameters())
      if (said.name() == parameter.name()) parameter = said;
}

bool IsTakenBack(const eventsourcing::Rows& rows, const std::string& tenant,
                 const v1::MessageRequested& message) {
  const std::string& id = message.reminder_id();
  return !id.empty() && rows.Get(RowKey(tenant, "taken-back", id)).has_value();
}
}  // namespace

bool IsVoid(const eventsourcing::Rows& rows, const std::string& tenant,
            const v1::MessageRequested& message, calendar::Instant now) {
  if (rows.Get(RowKey(tenant, "void", message.message_id())) || IsTakenBack(rows, tenant, message))
    return true;
  if (message.has_useful_until() && InstantOf(message.useful_until()) < now) return true;
  if (message.takes_back().empty()) return false;
  return !IsHeard(rows, tenant, message.takes_back()) &&
         std::ranges::none_of(message.replaced(),
                              [&](const auto& id) { return IsHeard(rows, tenant, id); });
}

v1::MessageRequested AsHeardLast(const eventsourcing::Rows& rows, const std::string& tenant,
                                 v1::MessageRequested message) {
  if (message.takes_back().empty()) return message;
  std::vector<std::string> said(message.replaced().begin(), message.replaced().end());
  said.push_back(message.takes_back());
  const auto heard = std::find_if(said.rbegin(), said.rend(),
                                  [&](const auto& id) { return IsHeard(rows, tenant, id); });
  if (heard == said.rend()) return message;
  SayAs(rows.Load<v1::Message>(RowKey(tenant, "message", *heard))->requested(), message);
  return message;
}

std::vector<calendar::Instant> SentTo(const eventsourcing::Rows& rows, const std::string& tenant,
                                      const std::string& recipient) {
  std::vector<calendar::Instant> sent;
  const std::string prefix = RowPrefix(tenant, "sent", recipient);
  rows.Scan(prefix, "", [&](std::string_view key, std::string_view) {
    sent.emplace_back(std::chrono::seconds{std::stoll(std::string(key.substr(prefix.size(), 12)))});
    return true;
  });
  return sent;
}

void ApplyRun(const Happened& happened, WritableRows& rows) {
  if (happened.event.type() != "aor.operations.v1.RunEvent/run_closed") return;
  const std::string& tenant = happened.commit.tenant();
  const auto run =
      eventsourcing::Decode<operations::v1::RunEvent>(happened.event).run_closed().run_id();
  rows.Put(RowKey(tenant, "run-closed", run), "");
  std::vector<std::string> waited;
  const std::string prefix = RowPrefix(tenant, "run-waits", run);
  rows.Scan(prefix, "", [&](std::string_view key, std::string_view) {
    waited.emplace_back(key.substr(prefix.size()));
    return true;
  });
  for (const std::string& id : waited) {
    rows.Delete(prefix + id);
    const auto message = rows.Load<v1::Message>(RowKey(tenant, "message", id));
    if (message && message->state() == v1::MESSAGE_STATE_WAITING) Queue(tenant, *message, rows);
  }
}

void Outbox::Apply(const Happened& happened, WritableRows& rows) {
  const std::string& log = happened.commit.log();
  if (log == "notifications") return ApplyMessage(happened, rows);
  if (log == "engagements") return ApplyContract(happened, rows);
  if (log == "timesheet") return ApplyHours(happened, rows);
  if (log == "payroll") return ApplyPayments(happened, rows);
  if (log == "missions") {
    ApplyMissions(happened, rows);
    return ApplyStaffing(happened, rows);
  }
  if (log == "credentials") return ApplyCredential(happened, rows);
  if (log == "classification") return ApplyDetermination(happened, rows);
  if (log == "invoicing") return ApplyRun(happened, rows);
}
}  // namespace aor::notifications
