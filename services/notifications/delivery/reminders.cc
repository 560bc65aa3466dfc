#include "services/notifications/delivery/reminders.h"

#include <future>

#include "aor/notifications/v1/notifications_rows.pb.h"
#include "libs/ids/uuid.h"
#include "services/notifications/messages.h"
#include "services/notifications/projections/outbox.h"

namespace aor::notifications {
namespace {
using calendar::Instant;
using eventsourcing::Rows;
using eventsourcing::Transaction;

// Of no use after that: hours are late on Monday noon, and that is said by itself.
Instant UsefulUntil(const v1::Reminder& reminder) {
  if (reminder.has_useful_until()) return InstantOf(reminder.useful_until());
  const bool is_hours = reminder.template_id() == "hours-due";
  return InstantOf(reminder.due()) +
         (is_hours ? std::chrono::hours{68} : std::chrono::hours{14 * 24});
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
  if (reminder.has_useful_until()) *fact.mutable_useful_until() = reminder.useful_until();
  *fact.mutable_parameters() = reminder.parameters();
  return message::Request{fact};
}
}  // namespace

void Reminders::At(absl::Time time) {
  const Instant now{std::chrono::seconds{absl::ToUnixSeconds(time)}};
  const Rows& rows = outbox_.rows();
  std::vector<std::pair<std::string, v1::Reminder>> due;  // with their tenants
  const std::string end = kRemind + Digits(now + std::chrono::seconds{1});
  rows.Scan(kRemind, "", [&](std::string_view key, std::string_view value) {
    if (key >= end || due.size() == kTurn) return false;
    const size_t tenant = end.size() + 1;
    v1::Reminder reminder;
    if (reminder.ParseFromArray(value.data(), static_cast<int>(value.size())))
      due.emplace_back(key.substr(tenant, key.find('/', tenant) - tenant), std::move(reminder));
    return true;
  });
  std::vector<std::future<void>> answers;
  for (const auto& [tenant, reminder] : due) {
    const std::string recipient = RecipientOf(rows, tenant, reminder);
    if (recipient.empty() || !runtime_.DecidesOn(tenant, recipient)) continue;
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
    answers.push_back(answered->get_future());
    runtime_.Execute(
        std::move(request),
        [=](Transaction& transaction) { return DecideOnMessage(transaction, id, command); },
        // What failed is due again at the next tick.
        [answered](const auto&) { answered->set_value(); });
  }
  for (auto& answer : answers) answer.wait();
}
}  // namespace aor::notifications
