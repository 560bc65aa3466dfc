#include "aor/notifications/v1/notifications_rows.pb.h"
#include "libs/eventsourcing/event_types.h"
#include "libs/eventsourcing/transaction.h"
#include "services/notifications/projections/outbox.h"
#include "services/notifications/projections/taken.h"

namespace aor::notifications {
namespace {
using calendar::Instant;
using eventsourcing::Happened;
using eventsourcing::WritableRows;
using v1::MessageEvent;

// One message with its places in the tables.
class Placed {
 public:
  Placed(const std::string& tenant, const std::string& id, WritableRows& rows)
      : tenant_(tenant), id_(id), rows_(rows) {
    message_ = rows.Load<v1::Message>(RowKey(tenant, "message", id)).value_or(v1::Message());
  }
  v1::Message* operator->() { return &message_; }

  void Wait(Instant until, v1::MessageState state) {
    Unqueue(tenant_, message_, rows_);
    message_.set_state(state);
    *message_.mutable_next_at() = TimestampOf(until);
    const std::string& run = message_.requested().run_id();
    if (!run.empty() && !rows_.Get(RowKey(tenant_, "run-closed", run)))
      return rows_.Put(RowKey(tenant_, "run-waits", run, id_), "");
    Queue(tenant_, message_, rows_);
  }
  void End(v1::MessageState state, Instant at) {
    Unqueue(tenant_, message_, rows_);
    message_.set_state(state);
    message_.clear_next_at();
    *message_.mutable_ended_at() = TimestampOf(at);
  }
  void Save() { rows_.Store(RowKey(tenant_, "message", id_), message_); }

  const std::string& Recipient() const { return message_.requested().recipient_id(); }

 private:
  const std::string tenant_, id_;
  WritableRows& rows_;
  v1::Message message_;
};

void Told(const std::string& tenant, const std::string& reminder_id, const std::string& contract,
          Instant at, WritableRows& rows) {
  if (reminder_id.empty()) return;
  DropReminder(tenant, reminder_id, rows);
  rows.Put(RowKey(tenant, "told", reminder_id), "");
  if (reminder_id.starts_with("hours-due/")) PutHoursReminder(tenant, contract, at, rows);
}

std::string ContractOfReminder(const std::string& reminder_id) {
  const size_t from = reminder_id.find('/') + 1;
  return reminder_id.substr(from, reminder_id.find('/', from) - from);
}

void Request(const Happened& happened, const v1::MessageRequested& requested, WritableRows& rows) {
  const std::string& tenant = happened.commit.tenant();
  const std::string& id = requested.message_id();
  const Instant now = RecordedAt(happened);
  Placed placed(tenant, id, rows);
  *placed->mutable_requested() = requested;
  *placed->mutable_requested_at() = TimestampOf(now);
  placed.Wait(std::max(now, InstantOf(requested.not_before())), v1::MESSAGE_STATE_WAITING);
  placed.Save();
  rows.Put(RowKey(tenant, "of-recipient", requested.recipient_id(), id), id);
  rows.Put(RowKey(tenant, "of-cause", requested.cause()) + "//" + id, id);
  Told(tenant, requested.reminder_id(), ContractOfReminder(requested.reminder_id()), now, rows);
}

// What was sent within the last hour is remembered, not what came before that.
void RememberSent(const std::string& tenant, const std::string& recipient, const std::string& id,
                  Instant at, WritableRows& rows) {
  const std::string prefix = RowPrefix(tenant, "sent", recipient);
  std::vector<std::string> old;
  rows.Scan(prefix, "", [&](std::string_view key, std::string_view) {
    if (key.substr(prefix.size()) >= Digits(at - std::chrono::hours{1})) return false;
    old.emplace_back(key);
    return true;
  });
  for (const std::string& key : old) rows.Delete(key);
  rows.Put(prefix + Digits(at) + "/" + id, "");
}

v1::LeftRow LeftAs(const std::string& tenant, const std::string& id, uint32_t attempt) {
  v1::LeftRow row;
  row.set_tenant(tenant);
  row.set_message_id(id);
  row.set_attempt(attempt);
  return row;
}

// As it came due, or later, while it waited.
void Lapse(const Happened& happened, const v1::MessageLapsed& lapsed, WritableRows& rows) {
  const std::string& tenant = happened.commit.tenant();
  const std::string& reminder = lapsed.reminder_id();
  Told(tenant, reminder, ContractOfReminder(reminder), RecordedAt(happened), rows);
  if (!rows.Get(RowKey(tenant, "message", lapsed.message_id()))) return;
  Placed placed(tenant, lapsed.message_id(), rows);
  placed.End(v1::MESSAGE_STATE_LAPSED, RecordedAt(happened));
  placed.Save();
}

// Wishes of whoever stands in for somebody are read here: their stream lies on another chain.
void Want(const std::string& tenant, const v1::RecipientEvent& event, WritableRows& rows) {
  const auto key = [&](const auto& fact) {
    return RowKey(tenant, "unwanted", fact.recipient_id(), fact.topic());
  };
  if (event.has_recipient_unsubscribed()) rows.Put(key(event.recipient_unsubscribed()), "");
  if (event.has_recipient_resubscribed()) rows.Delete(key(event.recipient_resubscribed()));
}

// What did not reach anybody: it is tried again, or has come to its end.
template <class Fact>
void Fail(Placed& placed, const Fact& fact, v1::MessageState end, Instant at) {
  placed->set_reply(fact.reply());
  if (!fact.has_retry_at()) return placed.End(end, at);
  placed->clear_ended_at();
  if (placed->channel() == v1::CHANNEL_SMS) placed->set_sms_failed(true);
  placed.Wait(InstantOf(fact.retry_at()), v1::MESSAGE_STATE_DELAYED);
}

void Send(Placed& placed, const v1::MessageSending& sending, Instant at) {
  placed.Wait(at, v1::MESSAGE_STATE_SENDING);
  placed->clear_detail();
  placed->set_attempts(sending.attempt());
  placed->set_channel(sending.channel());
  placed->set_reader_id(sending.reader_id());
  placed->set_wire_id(sending.wire_id());
}

void Change(Placed& placed, const MessageEvent& event, Instant at) {
  switch (event.kind_case()) {
    case MessageEvent::kMessagePostponed:
      placed.Wait(InstantOf(event.message_postponed().until()), v1::MESSAGE_STATE_WAITING);
      return placed->set_detail(
          v1::Postponement_Name(event.message_postponed().because()).substr(13));
    case MessageEvent::kMessageSending: return Send(placed, event.message_sending(), at);
    case MessageEvent::kMessageSent:
      placed->set_reply(event.message_sent().reply());
      return placed.End(v1::MESSAGE_STATE_SENT, at);
    case MessageEvent::kMessageDelayed:
      placed->set_reply(event.message_delayed().reply());
      return placed.Wait(InstantOf(event.message_delayed().retry_at()), v1::MESSAGE_STATE_DELAYED);
    case MessageEvent::kMessageRefused:
      return Fail(placed, event.message_refused(), v1::MESSAGE_STATE_REFUSED, at);
    case MessageEvent::kMessageGivenUp:
      placed->set_detail(event.message_given_up().reason());
      return placed.End(v1::MESSAGE_STATE_GIVEN_UP, at);
    case MessageEvent::kMessageSuppressed:
      placed->set_detail(event.message_suppressed().topic());
      return placed.End(v1::MESSAGE_STATE_SUPPRESSED, at);
    case MessageEvent::kMessageGathered:
      placed->set_digest_id(event.message_gathered().digest_id());
      return placed.End(v1::MESSAGE_STATE_GATHERED, at);
    case MessageEvent::kMessageBounced:
      placed->set_detail(event.message_bounced().status());
      return Fail(placed, event.message_bounced(), v1::MESSAGE_STATE_BOUNCED, at);
    case MessageEvent::kMessageHeldUp:
      placed->set_detail(event.message_held_up().status());
      return placed->set_reply(event.message_held_up().reply());
    case MessageEvent::kMessageDelivered:
      placed->set_detail(event.message_delivered().status());
      return placed.End(v1::MESSAGE_STATE_DELIVERED, at);
    case MessageEvent::kMessageRetried:
      placed->clear_ended_at();
      placed->clear_detail();
      placed->clear_sms_failed();
      return placed.Wait(at, v1::MESSAGE_STATE_WAITING);
    case MessageEvent::kMessageRequested:
    case MessageEvent::kMessageLapsed:
    case MessageEvent::KIND_NOT_SET: break;
  }
  throw eventsourcing::BrokenHistory("message: unknown event");
}
}  // namespace

void ApplyMessage(const Happened& happened, WritableRows& rows) {
  const std::string& tenant = happened.commit.tenant();
  if (eventsourcing::Holds<v1::RecipientEvent>(happened.event))
    return Want(tenant, eventsourcing::Decode<v1::RecipientEvent>(happened.event), rows);
  const auto event = eventsourcing::Decode<MessageEvent>(happened.event);
  if (event.has_message_requested()) return Request(happened, event.message_requested(), rows);
  if (event.has_message_lapsed()) return Lapse(happened, event.message_lapsed(), rows);
  const std::string id = happened.stream.name().substr(std::string_view("message-").size());
  Placed placed(tenant, id, rows);
  Change(placed, event, RecordedAt(happened));
  placed.Save();
  if (event.has_message_sending())
    rows.Store(LeftKey(id), LeftAs(tenant, id, event.message_sending().attempt()));
  if (!event.has_message_sent()) return;
  const auto& sent = event.message_sent();
  RememberSent(tenant, placed.Recipient(), id, RecordedAt(happened), rows);
  if (!sent.server_id().empty())
    StoreTaken(sent.server_id(), LeftAs(tenant, id, sent.attempt()), rows);
}
}  // namespace aor::notifications
