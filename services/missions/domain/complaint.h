// One complaint about a mission: recorded, answered by its owner until a day, closed with what was
// found.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "aor/missions/v1/complaint_events.pb.h"
#include "libs/calendar/calendar.h"

namespace aor::missions::complaint {
using Event = v1::ComplaintEvent;

struct Record {
  v1::ComplaintRecorded facts;  // sealed
};
struct Assign {
  v1::ComplaintAssigned facts;
};
struct Answer {
  v1::ComplaintAnswered facts;  // sealed; what is decided is left out
};
struct Close {
  v1::ComplaintClosed facts;
};
struct Command {
  calendar::Date today;  // the organisation's
  std::variant<Record, Assign, Answer, Close> wish;
};

enum class Refusal {
  kComplaintExists,
  kComplaintUnknown,
  kComplaintClosed,
  kComplaintAnswered,
  kOwnerInvolved,
  kDueTooEarly,
  kReceivedLater,
  kNotAnswered,
  kMeasureMissing,
};
std::string_view Name(Refusal refusal);
std::string_view Sentence(Refusal refusal);

struct Complaint {
  v1::ComplaintRecorded recorded;  // with the owner and day of now; unset: there is none
  v1::ComplaintAnswered answered;  // unset: not yet
  v1::ComplaintClosed closed;
};

using Decision = std::variant<std::vector<Event>, Refusal>;
Decision Decide(const Complaint& complaint, const Command& command);
Complaint Evolve(Complaint complaint, const Event& event);
}  // namespace aor::missions::complaint
