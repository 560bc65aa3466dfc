// How a message leaves. Twins: files in a folder for the demo and development; SMTP for mail, SMPP
// for SMS.
#pragma once

#include <string>

#include "libs/calendar/calendar.h"

namespace aor::notifications {
// Everything that is sent, for the time of sending only.
struct Letter {
  std::string wire_id;  // the same for every attempt
  std::string to;       // a mail address or a phone number, as the directory checked it
  std::string subject;  // mail only
  std::string text;
  std::string language;
  calendar::Instant at;
  std::string topic = {};  // of which the reader may want no more; empty: contractual
  std::string link = {};   // of their space; empty: none
  std::string mac = {};    // of its mark (mark.h); empty: it bears none
};
enum class Result { kSent, kDelayed, kRefused };
struct Outcome {
  Result result = Result::kDelayed;
  std::string reply;           // of the server; made harmless by SafeReply before it is stored
  std::string server_id = {};  // by which its receipt will name it
};

// Bounded in time; safe from any thread.
class Way {
 public:
  virtual ~Way() = default;
  virtual Outcome Send(const Letter& letter) = 0;
};

// A server's reply without what may name a person, in one bounded line.
std::string SafeReply(const std::string& reply);
}  // namespace aor::notifications
