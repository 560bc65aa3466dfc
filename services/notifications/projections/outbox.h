// What there is to say, when, and what was said: messages, and reminders that wait for their time.
#pragma once

#include <string>
#include <string_view>

#include "aor/notifications/v1/notifications_service.pb.h"
#include "libs/calendar/calendar.h"
#include "libs/eventsourcing/projection.h"
#include "libs/eventsourcing/row_key.h"

namespace aor::notifications {
// Rows by table; an instant is its seconds in 12 digits, so that the earliest comes first.
//   /due/<instant>/<tenant>/<message>              DueRow: of all tenants
//   /remind/<instant>/<tenant>/<reminder>          Reminder: of all tenants
//   /left/<message>                                LeftRow: of all tenants, once it leaves
//   /taken/<server's id>                           LeftRow: of an SMS, by its centre's id
//   <tenant>/message/<message>                     Message
//   <tenant>/of-recipient/<recipient>/<message>    the message's id
//   <tenant>/of-cause/<cause>//<message>           the message's id
//   <tenant>/waiting/<recipient>/<message>         empty: its time may have come
//   <tenant>/sent/<recipient>/<instant>/<message>  empty: of the last hour before the last one
//   <tenant>/run-closed/<run>                      empty
//   <tenant>/run-waits/<run>/<message>             empty: until that run is closed
//   <tenant>/reminder/<instant>/<reminder>         Reminder
//   <tenant>/reminder-due/<reminder>               the instant
//   <tenant>/told/<reminder>                       empty: said, or too late to say
//   <tenant>/void/<message>                        empty: what it says holds no more
//   <tenant>/unwanted/<recipient>/<topic>          empty
//   <tenant>/contract/<contract>                   ContractRow
//   <tenant>/slip/<payslip>                        its worker's id
//   <tenant>/paid/<payslip>/<payable>              Reminder: of a slip that no log has brought yet
//   <tenant>/complete/<contract>/<week>            empty: the week's hours are there
//   <tenant>/hours-of/<contract>                   its reminder's id
//   <tenant>/taken-back/<reminder>                 empty: what it became does not leave any more
//   <tenant>/session/<session>                     SessionRow
//   <tenant>/expiring/<holder>/<kind>/<client>     ExpiringRow
//   <tenant>/expiring-of/<credential>              the key of its ExpiringRow
//   <tenant>/determined/<worker>/<assessment>      its latest determination's id: each worker's
//                                                  assessments have ids of their own
//   <tenant>/determination/<determination>         DeterminationRow
//   <tenant>/convoked/<session>/<participant>      Reminder
//   <tenant>/convoked-as/<participant>             the key of that row
//   <tenant>/runs/<session>                        Reminder: of whoever is to run it
//   <tenant>/offered/<mission>/<person>            Reminder
//   <tenant>/asked/<asking>                        Reminder
//   <tenant>/approval/<stage>/<contract>/<week>    its reminder's id
using eventsourcing::ParsedRow;
using eventsourcing::RowKey;
using eventsourcing::RowPrefix;
std::string Digits(calendar::Instant instant);
inline constexpr char kDue[] = "/due/";
inline constexpr char kRemind[] = "/remind/";

calendar::Instant InstantOf(const google::protobuf::Timestamp& time);
google::protobuf::Timestamp TimestampOf(calendar::Instant instant);
// The one message of a cause, a recipient and a template.
std::string MessageIdOf(const std::string& tenant, const std::string& cause,
                        const std::string& recipient, const std::string& template_id);
// To whom a reminder goes: the client approves what names a contract only. Empty while no log has
// brought the contract.
std::string RecipientOf(const eventsourcing::Rows& rows, const std::string& tenant,
                        const v1::Reminder& reminder);
// What a questionnaire's link is asked for with; no text prints it.
inline constexpr char kAsking[] = "asking_id";
v1::Parameter IdParameter(const std::string& name, const std::string& id);
v1::Parameter DateParameter(const std::string& name, const types::v1::Date& date);
v1::Parameter NumberParameter(const std::string& name, int64_t number);
v1::Parameter AmountParameter(const std::string& name, const types::v1::Money& amount);

class Outbox final : public eventsourcing::Projection {
 public:
  std::string name() const override { return "outbox"; }
  int version() const override { return 8; }
  std::vector<std::string> logs() const override {
    return {"notifications", "engagements", "timesheet",   "invoicing",
            "payroll",       "missions",    "credentials", "classification"};
  }
  void Apply(const eventsourcing::Happened& happened, eventsourcing::WritableRows& rows) override;
};

// The parts of Apply. Those of other contexts pass over what they do not use.
void ApplyMessage(const eventsourcing::Happened& happened, eventsourcing::WritableRows& rows);
void ApplyContract(const eventsourcing::Happened& happened, eventsourcing::WritableRows& rows);
void ApplyHours(const eventsourcing::Happened& happened, eventsourcing::WritableRows& rows);
void ApplyPayments(const eventsourcing::Happened& happened, eventsourcing::WritableRows& rows);
void ApplyMissions(const eventsourcing::Happened& happened, eventsourcing::WritableRows& rows);
void ApplyStaffing(const eventsourcing::Happened& happened, eventsourcing::WritableRows& rows);
void ApplyCredential(const eventsourcing::Happened& happened, eventsourcing::WritableRows& rows);
void ApplyDetermination(const eventsourcing::Happened& happened, eventsourcing::WritableRows& rows);
void ApplyRun(const eventsourcing::Happened& happened, eventsourcing::WritableRows& rows);

// Whose a message is that left.
std::string LeftKey(const std::string& message_id);

// Its time may have come at next_at.
void Queue(const std::string& tenant, const v1::Message& message,
           eventsourcing::WritableRows& rows);
void Unqueue(const std::string& tenant, const v1::Message& message,
             eventsourcing::WritableRows& rows);
// Once told, a reminder is not put there again, in whatever order the logs are read.
void PutReminder(const std::string& tenant, const v1::Reminder& reminder,
                 eventsourcing::WritableRows& rows);
void DropReminder(const std::string& tenant, const std::string& reminder_id,
                  eventsourcing::WritableRows& rows);
// It holds no more: neither it nor the message that it became leaves from now on.
void TakeBack(const std::string& tenant, const v1::Reminder& reminder,
              eventsourcing::WritableRows& rows);
// The same where only its id is known, at an instant: before it is due it simply goes.
void TakeBackDue(const std::string& tenant, const std::string& reminder_id, calendar::Instant at,
                 eventsourcing::WritableRows& rows);
// Taken back, of no use any more, or taking back what never left.
bool IsVoid(const eventsourcing::Rows& rows, const std::string& tenant,
            const v1::MessageRequested& message, calendar::Instant now);
// Naming day, time and place as its reader heard them last, where it takes back what was said in
// several versions: the newest of them may never have left.
v1::MessageRequested AsHeardLast(const eventsourcing::Rows& rows, const std::string& tenant,
                                 v1::MessageRequested message);
// When messages left to them within the last hour, and some before.
std::vector<calendar::Instant> SentTo(const eventsourcing::Rows& rows, const std::string& tenant,
                                      const std::string& recipient);
// The next week of a contract whose hours are not there, from an instant on.
void PutHoursReminder(const std::string& tenant, const std::string& contract_id,
                      calendar::Instant from, eventsourcing::WritableRows& rows);
calendar::Instant RecordedAt(const eventsourcing::Happened& happened);
}  // namespace aor::notifications
