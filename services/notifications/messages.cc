#include "services/notifications/messages.h"

#include <set>
#include <stdexcept>

#include "services/notifications/domain/recipient.h"
#include "services/notifications/projections/outbox.h"
#include "services/notifications/templates/kinds.h"

namespace aor::notifications {
namespace {
using eventsourcing::Refused;
using eventsourcing::Transaction;

v1::MessageRequested DigestOf(const std::string& tenant, const std::string& recipient,
                              const std::vector<v1::Message>& due) {
  v1::MessageRequested digest;
  digest.set_cause("digest/" + due.front().requested().message_id());
  digest.set_recipient_id(recipient);
  digest.set_template_id("digest");
  digest.set_message_id(MessageIdOf(tenant, digest.cause(), recipient, "digest"));
  *digest.add_parameters() = NumberParameter("count", static_cast<int64_t>(due.size()));
  for (const auto& message : due) digest.add_member_ids(message.requested().message_id());
  return digest;
}

std::optional<Refused> Suppress(Transaction& transaction, const v1::Message& message) {
  return DecideOnMessage(transaction, message.requested().message_id(),
                         message::StartSending{message.attempts() + 1, v1::CHANNEL_UNSPECIFIED,
                                               TopicOf(message.requested())});
}
}  // namespace

std::string MessageStream(const std::string& message_id) { return "message-" + message_id; }

std::optional<eventsourcing::Refused> DecideOnMessage(eventsourcing::Transaction& transaction,
                                                      const std::string& message_id,
                                                      const message::Command& command) {
  return eventsourcing::DecideOn<message::Message, message::Event, message::Command>(
      transaction, MessageStream(message_id), command);
}

bool Began(const eventsourcing::Committed& committed, const std::string& message_id) {
  for (const auto& stream : committed.commit->streams())
    for (const auto& event : stream.events())
      if (stream.name() == MessageStream(message_id) && event.type().ends_with("/message_sending"))
        return true;
  return false;
}

message::Command CommandFor(const Outcome& outcome, uint32_t attempt, calendar::Instant now,
                            bool is_sms) {
  const std::string reply = SafeReply(outcome.reply);
  switch (outcome.result) {
    case Result::kSent: return message::RecordSent{attempt, reply, outcome.server_id};
    case Result::kDelayed: return message::RecordDelay{attempt, reply, now};
    case Result::kRefused: return message::RecordRefusal{attempt, reply, now, is_sms};
  }
  throw std::logic_error("delivery: unknown result");
}

message::Command ExpiryOf(const v1::MessageRequested& message) {
  v1::MessageLapsed lapsed;
  lapsed.set_message_id(message.message_id());
  lapsed.set_recipient_id(message.recipient_id());
  lapsed.set_template_id(message.template_id());
  lapsed.set_reminder_id(message.reminder_id());
  return message::Expire{lapsed};
}

std::string TopicOf(const v1::MessageRequested& message) {
  const Kind* kind = KindOf(message.template_id());
  return kind ? std::string(kind->topic) : "";
}

std::string TopicOf(const eventsourcing::Rows& rows, const std::string& tenant,
                    const v1::MessageRequested& message) {
  std::set<std::string> topics;
  for (const std::string& id : message.member_ids()) {
    const auto member = rows.Load<v1::Message>(RowKey(tenant, "message", id));
    topics.insert(member ? TopicOf(member->requested()) : "");
  }
  if (topics.empty()) return TopicOf(message);
  return topics.size() == 1 ? *topics.begin() : "";
}

bool IsUnwanted(Transaction& transaction, const std::string& recipient, const std::string& topic) {
  const auto& wants =
      transaction.Fold<recipient::Recipient, recipient::Event>("recipient-" + recipient);
  return !topic.empty() && wants.unwanted.contains(topic);
}

std::optional<Refused> DecideOnDigest(Transaction& transaction, const std::string& recipient,
                                      const std::vector<v1::Message>& due) {
  std::optional<Refused> refused;
  bool all_wanted = true;
  for (const auto& message : due) {
    if (refused || !IsUnwanted(transaction, recipient, TopicOf(message.requested()))) continue;
    refused = Suppress(transaction, message);
    all_wanted = false;
  }
  if (refused || !all_wanted) return refused;
  const auto digest = DigestOf(transaction.tenant(), recipient, due);
  refused = DecideOnMessage(transaction, digest.message_id(), message::Request{digest});
  for (int i = 0; i < digest.member_ids_size() && !refused; ++i)
    refused =
        DecideOnMessage(transaction, digest.member_ids(i), message::Gather{digest.message_id()});
  return refused;
}
}  // namespace aor::notifications
