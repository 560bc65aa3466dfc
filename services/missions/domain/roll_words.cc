#include <stdexcept>

#include "services/missions/domain/roll.h"

namespace aor::missions::roll {
namespace {
using enum Refusal;

struct Words {
  std::string_view name, sentence;
};
Words WordsOf(Refusal refusal) {
  switch (refusal) {
    case kSessionCancelled:
      return {"SESSION_CANCELLED", "The session was cancelled: register them for another one."};
    case kMissionClosed:
      return {"MISSION_CLOSED",
              "The mission is closed: ask the permanent team, who still corrects attendance."};
    case kParticipantUnknown:
      return {"PARTICIPANT_UNKNOWN",
              "Nobody of that id takes part in this session: register them, or leave them out."};
    case kAttended:
      return {"ATTENDED", "Their attendance is marked already: correct that instead."};
    case kSessionNotBegun:
      return {"SESSION_NOT_BEGUN", "The session has not begun: attendance is marked on the day."};
    case kHalfDayUnknown:
      return {"HALF_DAY_UNKNOWN", "The session has no such half-day: name one that it shows."};
    case kHalfDayAhead:
      return {"HALF_DAY_AHEAD", "That half-day is still to come: mark it on its day."};
    case kMarkedOtherwise:
      return {"MARKED_OTHERWISE",
              "Somebody was marked otherwise for this half-day: correct that, with the reason."};
    case kNotMarked:
      return {"NOT_MARKED", "Nothing was marked for that half-day: mark it instead."};
    case kReasonMissing: return {"REASON_MISSING", "Say why."};
    case kInvitationOver:
      return {"INVITATION_OVER",
              "The session has begun or does not take place: ask the training organisation."};
    case kSessionFull:
      return {"SESSION_FULL", "No place is left: ask the training organisation for another one."};
  }
  throw std::logic_error("a refusal without words");
}
}  // namespace

std::string_view Name(Refusal refusal) { return WordsOf(refusal).name; }
std::string_view Sentence(Refusal refusal) { return WordsOf(refusal).sentence; }
}  // namespace aor::missions::roll
