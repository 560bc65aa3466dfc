// Who takes part in one session, who was there on each half-day, and what that is certified as.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "aor/missions/v1/roll_events.pb.h"
#include "libs/calendar/calendar.h"

namespace aor::missions::roll {
using Event = v1::RollEvent;
using calendar::Instant;

struct Register {
  std::vector<v1::ParticipantRegistered> participants;  // sealed; what is decided is left out
};
struct NameParticipant {
  v1::ParticipantNamed facts;  // sealed
};
struct WithdrawParticipant {
  std::string participant;
};
// Of a list: who is new on it, and the names of those whose address came before them.
struct TakeList {
  std::vector<v1::ParticipantRegistered> participants;  // sealed, as in Register
  std::vector<v1::ParticipantNamed> names;              // sealed
};
struct StateHeadCount {
  uint32_t people;
};
struct MarkAttendance {
  std::string half_day;
  std::vector<std::string> present, absent;
};
struct CorrectAttendance {
  std::string participant, half_day;
  bool present;
  std::string reason;
};
struct AcceptInvitation {
  v1::ParticipantRegistered participant;  // sealed
  uint32_t people;                        // who take part at most
};
struct ReachEnd {};
struct EraseParticipant {
  std::string participant;
};
using Wish =
    std::variant<Register, NameParticipant, WithdrawParticipant, TakeList, StateHeadCount,
                 MarkAttendance, CorrectAttendance, AcceptInvitation, ReachEnd, EraseParticipant>;
// So long after the end whoever marks half-day by half-day is waited for, unless the sheet conforms
// before: a certificate that states half of the day would be superseded the same evening.
inline constexpr std::chrono::hours kMarkedWithin{24};
// The session as the mission knows it when the command is decided.
struct SessionFacts {
  std::string id;
  std::vector<std::string> half_days;
  Instant start, end;
  bool cancelled = false, mission_closed = false;
  std::string zone = "UTC";  // of the place, whose wall the half-days go by
  std::string mission = {};
  bool sheet_conforms = false;
};
struct Command {
  std::string by;
  bool is_team = false;
  Instant now;
  SessionFacts session;
  Wish wish;
};

enum class Refusal {
  kSessionCancelled,
  kMissionClosed,
  kParticipantUnknown,
  kAttended,
  kSessionNotBegun,
  kHalfDayUnknown,
  kHalfDayAhead,
  kMarkedOtherwise,
  kNotMarked,
  kReasonMissing,
  kInvitationOver,
  kSessionFull,
};
std::string_view Name(Refusal refusal);
std::string_view Sentence(Refusal refusal);

struct Participant {
  std::string mail_index, name_index;
  bool withdrawn = false, erased = false;
  std::map<std::string, bool> marks;  // half-day: present
  std::vector<std::string> certified;
  std::string certified_name;  // by its index
  uint32_t certificate_version = 0;
  v1::Certificate standing;  // the last that was not revoked
};
struct Roll {
  std::map<std::string, Participant> participants;
  uint32_t heads = 0;    // counted, without names
  bool settled = false;  // nobody waits for marks any more

  uint32_t size() const;  // who takes part, by name or counted
};

using Decision = std::variant<std::vector<Event>, Refusal>;
Decision Decide(const Roll& roll, const Command& command);
Roll Evolve(Roll roll, const Event& event);
}  // namespace aor::missions::roll
