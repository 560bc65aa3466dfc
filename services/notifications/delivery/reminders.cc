#include "services/notifications/delivery/reminders.h"

#include "aor/notifications/v1/notifications_rows.pb.h"
#include "libs/ids/uuid.h"
#include "services/notifications/messages.h"
#include "services/notifications/projections/outbox.h"

namespace aor::notifications {
namespace {
using calendar::Instant;
using eventsourcing::Transaction;

// Of no use after that: hours are late on Monday noon, and that is said by itself; pay is on its
// account.
Instant UsefulUntil(const v1::Reminder& reminder) {
  if (reminder.has_useful_until()) return InstantOf(reminder.useful_until());
  std::chrono::hours useful{14 * 24};
  if (reminder.template_id() == "hours-due") useful = std::chrono::hours{68};
  if (reminder.template_id() == "pay-sent") useful = std::chrono::hours{72};
  return InstantOf(reminder.due()) + useful;
}

message::Command Telling(const std::string& message_id, const v1::Reminder& reminder,
                         const std::string& recipient, bool lapsed) {
  v1::MessageRequested fact;
  fact.set_cause(reminder.reminder_id());
  fact.set_message_id(message_id);
  fact.set_recipient_id(recipient);
  fact.set_template_id(reminder.template_id());
  fact.set_reminder_id(reminder.reminder_id());
  if (lapsed) {
    v1::MessageLapsed late;
    late.set_message_id(fact.message_id());
    late.set_recipient_id(recipient);
    late.set_template_id(fact.template_id());
    late.set_reminder_id(fact.reminder_id());
    return message::Lapse{late};
  }
  fact.set_to_backup(reminder.to_backup());
  fact.set_takes_back(reminder.takes_back());
  *fact.mutable_replaced() = reminder.replaced();
  if (reminder.has_useful_until() || reminder.template_id() == "hours-due")
    *fact.mutable_useful_until() = TimestampOf(UsefulUntil(reminder));
  *fact.mutable_parameters() = reminder.parameters();
  return message::Request{fact};
}

v1::Reminder ReminderIn(const DueItem& item) {
  v1::Reminder reminder;
  if (!reminder.ParseFromString(item.value)) reminder.Clear();
  return reminder;
}
}  // namespace

// Whose contract no log has brought yet is nobody's: it stays, and takes no turn from others.
bool Reminders::IsOurs(const DueItem& item) const {
  const std::string recipient = RecipientOf(outbox_.rows(), item.tenant, ReminderIn(item));
  return !recipient.empty() && runtime_.DecidesOn(item.tenant, recipient);
}

std::future<void> Reminders::Tell(const DueItem& item, Instant now) {
  const std::string& tenant = item.tenant;
  const v1::Reminder reminder = ReminderIn(item);
  const std::string recipient = RecipientOf(outbox_.rows(), tenant, reminder);
  const std::string id =
      MessageIdOf(tenant, reminder.reminder_id(), recipient, reminder.template_id());
  const auto command = Telling(id, reminder, recipient, UsefulUntil(reminder) < now);
  eventsourcing::Request request;
  request.tenant = tenant;
  request.key = recipient;
  request.method = "aor.notifications.v1.Remind";
  request.request_id = request.body = DerivedId(tenant, reminder.reminder_id(), "told");
  request.actor = "reminders";
  auto answered = std::make_shared<std::promise<void>>();
  auto answer = answered->get_future();
  runtime_.Execute(
      std::move(request),
      [=](Transaction& transaction) { return DecideOnMessage(transaction, id, command); },
      // What failed is due again at a later tick.
      [answered](const auto&) { answered->set_value(); });
  return answer;
}

void Reminders::At(absl::Time time) {
  const Instant now{std::chrono::seconds{absl::ToUnixSeconds(time)}};
  const auto is_ours = [this](const DueItem& item) { return IsOurs(item); };
  std::vector<std::future<void>> answers;
  for (const DueItem& item : look_.Take(outbox_.rows(), now, is_ours))
    answers.push_back(Tell(item, now));
  for (auto& answer : answers) answer.wait();
}
}  // namespace aor::notifications
