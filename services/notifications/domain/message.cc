#include "services/notifications/domain/message.h"

#include <algorithm>
#include <stdexcept>

namespace aor::notifications::message {
namespace {
using enum Refusal;
std::vector<Event> AlreadyTrue() { return {}; }

bool IsOpen(const Message& message) {
  return message.status == Status::kWaiting || message.status == Status::kSending;
}

Event GivenUp(const std::string& reason) {
  Event event;
  event.mutable_message_given_up()->set_reason(reason);
  return event;
}

Decision On(const Message& message, const Request& command) {
  if (message.status != Status::kNone) return AlreadyTrue();

  Event event;
  *event.mutable_message_requested() = command.fact;
  return std::vector{event};
}

Decision On(const Message& message, const Lapse& command) {
  if (message.status != Status::kNone) return AlreadyTrue();

  Event event;
  *event.mutable_message_lapsed() = command.fact;
  return std::vector{event};
}

Decision On(const Message& message, const Expire& command) {
  if (message.status == Status::kLapsed) return AlreadyTrue();
  if (message.status == Status::kSending) return kStillOpen;
  if (message.status != Status::kWaiting) return kEnded;

  Event event;
  *event.mutable_message_lapsed() = command.fact;
  return std::vector{event};
}

Decision On(const Message& message, const Postpone& command) {
  if (message.status == Status::kGivenUp) return AlreadyTrue();
  if (!IsOpen(message)) return kEnded;
  if (message.status == Status::kWaiting && message.until == command.until) return AlreadyTrue();
  const bool is_unaddressed = command.because == v1::POSTPONEMENT_NO_ADDRESS;
  if (is_unaddressed && message.unaddressed + 1 >= kMostUnaddressed)
    return std::vector{GivenUp("NO_ADDRESS")};

  Event event;
  auto& postponed = *event.mutable_message_postponed();
  postponed.mutable_until()->set_seconds(command.until.time_since_epoch().count());
  postponed.set_because(command.because);
  return std::vector{event};
}

Decision On(const Message& message, const StartSending& command) {
  const bool is_unwanted = !command.unwanted_topic.empty();
  if (message.status == Status::kSending && message.attempts == command.attempt && !is_unwanted)
    return AlreadyTrue();
  if (message.status == Status::kSuppressed && is_unwanted) return AlreadyTrue();
  if (message.status == Status::kGivenUp && message.attempts + 1 == command.attempt)
    return AlreadyTrue();
  if (!IsOpen(message)) return kEnded;
  if (message.attempts + 1 != command.attempt) return kOtherAttempt;
  // Whoever dies of sending it, again and again, does not do so for ever.
  if (message.spent >= kMostAttempts) return std::vector{GivenUp("INTERRUPTED")};

  Event event;
  if (is_unwanted) {
    event.mutable_message_suppressed()->set_topic(command.unwanted_topic);
    return std::vector{event};
  }
  auto& sending = *event.mutable_message_sending();
  sending.set_attempt(command.attempt);
  sending.set_channel(command.channel);
  sending.set_wire_id(message.id);
  sending.set_reader_id(command.reader_id);
  return std::vector{event};
}

// Nothing stands in the way of an outcome of the attempt that is under way; one that is recorded
// is not recorded again.
std::variant<bool, Refusal> MayRecord(const Message& message, uint32_t attempt) {
  if (message.attempts != attempt || attempt == 0) return kOtherAttempt;
  return IsOpen(message) && message.answered != attempt;
}

template <class Fill>
Decision Recorded(const Message& message, uint32_t attempt, Fill fill) {
  const auto may = MayRecord(message, attempt);
  if (const auto* refusal = std::get_if<Refusal>(&may)) return *refusal;
  if (!std::get<bool>(may)) return AlreadyTrue();
  Event event;
  fill(event);
  return std::vector{event};
}

Decision On(const Message& message, const RecordSent& command) {
  return Recorded(message, command.attempt, [&](Event& event) {
    event.mutable_message_sent()->set_attempt(command.attempt);
    event.mutable_message_sent()->set_reply(command.reply);
    event.mutable_message_sent()->set_server_id(command.server_id);
  });
}

Decision On(const Message& message, const RecordDelay& command) {
  return Recorded(message, command.attempt, [&](Event& event) {
    if (message.spent >= kMostAttempts) {
      event = GivenUp("TOO_MANY_ATTEMPTS");
      return;
    }
    auto& delayed = *event.mutable_message_delayed();
    delayed.set_attempt(command.attempt);
    delayed.set_reply(command.reply);
    const Instant retry_at = command.now + Backoff(message.spent);
    delayed.mutable_retry_at()->set_seconds(retry_at.time_since_epoch().count());
  });
}

Decision On(const Message& message, const RecordRefusal& command) {
  return Recorded(message, command.attempt, [&](Event& event) {
    auto& refused = *event.mutable_message_refused();
    refused.set_attempt(command.attempt);
    refused.set_reply(command.reply);
    if (command.has_other_way && message.spent < kMostAttempts)
      refused.mutable_retry_at()->set_seconds(command.now.time_since_epoch().count());
  });
}

// Reports come late, twice, and in any order. One of an attempt before the last says nothing of
// where the message is now.
bool IsPast(const Message& message, uint32_t attempt) {
  return attempt > 0 && attempt < message.attempts;
}
bool CameBack(const Message& message) {
  return message.bounced > 0 && message.bounced == message.attempts;
}

Decision On(const Message& message, const RecordBounce& command) {
  if (CameBack(message) || IsPast(message, command.attempt)) return AlreadyTrue();
  if (message.status == Status::kDelivered) return kArrived;
  if (message.status != Status::kSent) return kNotSent;

  Event event;
  auto& bounced = *event.mutable_message_bounced();
  bounced.set_attempt(message.attempts);
  bounced.set_status(command.status);
  bounced.set_reply(command.reply);
  const bool may_pass = command.has_other_way || command.status.starts_with('4');
  if (!may_pass || message.spent >= kMostAttempts) return std::vector{event};
  const Instant retry_at =
      command.has_other_way ? command.now : command.now + Backoff(message.spent);
  bounced.mutable_retry_at()->set_seconds(retry_at.time_since_epoch().count());
  return std::vector{event};
}

Decision On(const Message& message, const RecordHeldUp& command) {
  const bool is_told = message.held_up > 0 && message.held_up == message.attempts;
  if (is_told || CameBack(message) || IsPast(message, command.attempt)) return AlreadyTrue();
  if (message.status == Status::kDelivered) return AlreadyTrue();
  if (message.status != Status::kSent) return kNotSent;

  Event event;
  auto& held_up = *event.mutable_message_held_up();
  held_up.set_attempt(message.attempts);
  held_up.set_status(command.status);
  held_up.set_reply(command.reply);
  return std::vector{event};
}

// Also of what came back for now: it need not be sent again.
Decision On(const Message& message, const RecordDelivered& command) {
  if (message.status == Status::kDelivered || IsPast(message, command.attempt))
    return AlreadyTrue();
  const bool waits_again = message.status == Status::kWaiting && CameBack(message);
  if (message.status != Status::kSent && !waits_again) return kNotSent;

  Event event;
  event.mutable_message_delivered()->set_attempt(message.attempts);
  event.mutable_message_delivered()->set_status(command.status);
  return std::vector{event};
}

Decision On(const Message& message, const GiveUp& command) {
  if (message.status == Status::kGivenUp) return AlreadyTrue();
  if (!IsOpen(message)) return kEnded;
  return std::vector{GivenUp(command.reason)};
}

Decision On(const Message& message, const Gather& command) {
  if (message.status == Status::kGathered && message.digest_id == command.digest_id)
    return AlreadyTrue();
  if (message.status != Status::kWaiting) return kEnded;

  Event event;
  event.mutable_message_gathered()->set_digest_id(command.digest_id);
  return std::vector{event};
}

Decision On(const Message& message, const Retry& command) {
  if (message.retried) return AlreadyTrue();
  switch (message.status) {
    case Status::kNone: return kNotRequested;
    case Status::kLapsed: return message.id.empty() ? kNotRequested : kEnded;
    case Status::kWaiting:
    case Status::kSending: return kStillOpen;
    case Status::kSent:
    case Status::kDelivered: return kAlreadySent;
    case Status::kGathered: return kInDigest;
    case Status::kRefused:
    case Status::kGivenUp:
    case Status::kSuppressed:
    case Status::kBounced: break;
  }
  Event event;
  event.mutable_message_retried()->set_retried_by(command.by);
  return std::vector{event};
}

Message Waiting(Message message, const google::protobuf::Timestamp& until) {
  message.status = Status::kWaiting;
  message.until = Instant{std::chrono::seconds{until.seconds()}};
  return message;
}

Message Answered(Message message, Status status) {
  message.answered = message.attempts;
  message.status = status;
  return message;
}

Message Ended(Message message, Status status) {
  message.status = status;
  return message;
}

// Of a fact that says when it is tried again, or not.
template <class Fact>
Message WaitingOr(Message message, const Fact& fact, Status end) {
  return fact.has_retry_at() ? Waiting(std::move(message), fact.retry_at())
                             : Ended(std::move(message), end);
}
}  // namespace

std::chrono::seconds Backoff(uint32_t attempt) {
  constexpr uint32_t kSteps = 5;
  if (attempt > kSteps) return std::chrono::hours{6};
  return std::chrono::minutes{1LL << (2 * (std::max(attempt, 1U) - 1))};
}

Decision Decide(const Message& message, const Command& command) {
  if (message.status == Status::kNone && !std::holds_alternative<Request>(command) &&
      !std::holds_alternative<Lapse>(command))
    return kNotRequested;
  return std::visit([&](const auto& c) { return On(message, c); }, command);
}

Message Evolve(Message message, const Event& event) {
  message.retried = event.kind_case() == Event::kMessageRetried;
  switch (event.kind_case()) {
    case Event::kMessageRequested:
      message.id = event.message_requested().message_id();
      return Waiting(std::move(message), event.message_requested().not_before());
    case Event::kMessageLapsed: return Ended(std::move(message), Status::kLapsed);
    case Event::kMessagePostponed:
      if (event.message_postponed().because() == v1::POSTPONEMENT_NO_ADDRESS) message.unaddressed++;
      return Waiting(std::move(message), event.message_postponed().until());
    case Event::kMessageSending:
      message.attempts = event.message_sending().attempt();
      message.spent++;
      return Ended(std::move(message), Status::kSending);
    case Event::kMessageSent: return Answered(std::move(message), Status::kSent);
    case Event::kMessageDelayed:
      return Waiting(Answered(std::move(message), Status::kWaiting),
                     event.message_delayed().retry_at());
    case Event::kMessageRefused:
      message.answered = message.attempts;
      return WaitingOr(std::move(message), event.message_refused(), Status::kRefused);
    case Event::kMessageGivenUp: return Answered(std::move(message), Status::kGivenUp);
    case Event::kMessageSuppressed: return Ended(std::move(message), Status::kSuppressed);
    case Event::kMessageGathered:
      message.digest_id = event.message_gathered().digest_id();
      return Ended(std::move(message), Status::kGathered);
    case Event::kMessageBounced:
      message.bounced = event.message_bounced().attempt();
      return WaitingOr(std::move(message), event.message_bounced(), Status::kBounced);
    case Event::kMessageHeldUp: message.held_up = event.message_held_up().attempt(); return message;
    case Event::kMessageDelivered: return Ended(std::move(message), Status::kDelivered);
    case Event::kMessageRetried:
      message.spent = message.unaddressed = 0;
      return Waiting(std::move(message), {});
    case Event::KIND_NOT_SET: break;
  }
  throw std::runtime_error("message: unknown event " + event.ShortDebugString());
}

std::string_view Name(Refusal refusal) {
  switch (refusal) {
    case kNotRequested: return "NOT_REQUESTED";
    case kStillOpen: return "STILL_OPEN";
    case kAlreadySent: return "ALREADY_SENT";
    case kInDigest: return "IN_DIGEST";
    case kEnded: return "ENDED";
    case kOtherAttempt: return "OTHER_ATTEMPT";
    case kNotSent: return "NOT_SENT";
    case kArrived: return "ARRIVED";
  }
  throw std::logic_error("message: unnamed refusal");
}

std::string_view Sentence(Refusal refusal) {
  switch (refusal) {
    case kNotRequested: return "There is no message of this id; list the messages.";
    case kStillOpen: return "It is still tried by itself; next_at says when.";
    case kAlreadySent: return "A server took it; it is not sent twice.";
    case kInDigest: return "It left in a digest; retry that one.";
    case kEnded: return "The message has come to its end; nothing is left to do.";
    case kOtherAttempt: return "Another attempt is under way or recorded; look at the message.";
    case kNotSent:
      return "No server has taken it: nothing can have come back; look at the message.";
    case kArrived: return "The last server reported that it arrived; ask the recipient.";
  }
  throw std::logic_error("message: unnamed refusal");
}
}  // namespace aor::notifications::message
