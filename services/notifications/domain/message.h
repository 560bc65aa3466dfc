// One message, from its cause to its end: asked for once, tried within bounds, and never sent again
// once a server's answer is recorded.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "aor/notifications/v1/notifications_events.pb.h"
#include "libs/calendar/calendar.h"

namespace aor::notifications::message {
using Event = v1::MessageEvent;
using calendar::Instant;

inline constexpr uint32_t kMostAttempts = 10;     // about a day and a half
inline constexpr uint32_t kMostUnaddressed = 10;  // looks for an address, one a day
// From the n-th failed attempt to the next: 1, 4, 16, 64 and 256 minutes, then 6 hours.
std::chrono::seconds Backoff(uint32_t attempt);

struct Request {
  v1::MessageRequested fact;
};
struct Lapse {  // a reminder that nobody needs any more
  v1::MessageLapsed fact;
};
struct Expire {  // a message that waits, and is of no use any more
  v1::MessageLapsed fact;
};
struct Postpone {
  Instant until;
  v1::Postponement because;
};
struct StartSending {
  uint32_t attempt = 0;  // one more than were recorded
  v1::Channel channel = v1::CHANNEL_MAIL;
  std::string unwanted_topic = {};  // the reader unsubscribed from it; empty: send
  std::string reader_id = {};       // who stands in for the recipient; empty: nobody
};
struct RecordSent {
  uint32_t attempt = 0;
  std::string reply;
  std::string server_id = {};  // by which its server knows it
};
struct RecordDelay {
  uint32_t attempt = 0;
  std::string reply;
  Instant now;
};
struct RecordRefusal {
  uint32_t attempt = 0;
  std::string reply;
  Instant now = {};
  bool has_other_way = false;  // it is sent by that at once
};
// What is reported of a message that a server had taken; without an attempt of the last one.
struct RecordBounce {
  std::string status;  // 4.x.x or 5.x.x
  std::string reply;
  Instant now;
  uint32_t attempt = 0;
  bool has_other_way = false;
};
struct RecordHeldUp {
  std::string status, reply;
  uint32_t attempt = 0;
};
struct RecordDelivered {
  std::string status;
  uint32_t attempt = 0;
};
struct GiveUp {  // there is no way left
  std::string reason;
};
struct Gather {
  std::string digest_id;
};
struct Retry {
  std::string by;
};
using Command =
    std::variant<Request, Lapse, Expire, Postpone, StartSending, RecordSent, RecordDelay,
                 RecordRefusal, RecordBounce, RecordHeldUp, RecordDelivered, GiveUp, Gather, Retry>;

enum class Refusal {
  kNotRequested,
  kStillOpen,
  kAlreadySent,
  kInDigest,
  kEnded,
  kOtherAttempt,
  kNotSent,
  kArrived
};

enum class Status {
  kNone,
  kLapsed,
  kWaiting,
  kSending,
  kSent,
  kRefused,
  kGivenUp,
  kSuppressed,
  kGathered,
  kBounced,
  kDelivered
};
struct Message {
  std::string id;
  Status status = Status::kNone;
  uint32_t attempts = 0;     // of all time: the number of the last one
  uint32_t spent = 0;        // since it was requested, or retried
  uint32_t unaddressed = 0;  // as well
  uint32_t answered = 0;     // the last attempt whose outcome is known
  uint32_t bounced = 0;      // the last attempt that came back
  uint32_t held_up = 0;      // the last one that was
  Instant until;             // it waits
  bool retried = false;      // and nothing happened since
  std::string digest_id;
};

using Decision = std::variant<std::vector<Event>, Refusal>;
Decision Decide(const Message& message, const Command& command);
Message Evolve(Message message, const Event& event);
std::string_view Name(Refusal refusal);
std::string_view Sentence(Refusal refusal);
}  // namespace aor::notifications::message
