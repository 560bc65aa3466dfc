// The papers of a training session: who signs that they were there, and what certifies it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "libs/documents/papers/press.h"

namespace aor::documents {
// What one signature is for.
struct HalfDay {
  enum class Part { kMorning, kAfternoon, kEvening };
  calendar::Date day;
  Part part = Part::kMorning;
  friend bool operator==(const HalfDay&, const HalfDay&) = default;
};
std::optional<HalfDay> ParseHalfDay(std::string_view text);  // "2026-10-05-AM"

struct TrainingSession {
  std::string number, mission, place, group, facilitator;
  std::string title;         // empty: called by its kind
  bool is_training = false;  // else a workshop
  std::vector<calendar::Interval> times;
  std::vector<HalfDay> half_days;  // at least one
};

struct Attendee {
  std::string name, mail;
};
// One for each session and facilitator: a box for each half-day of everybody, the facilitator too.
struct AttendanceSheet {
  Reader reader;
  Party organisation, client;
  TrainingSession session;
  std::vector<Attendee> participants;
};

// In whose place a certificate stands.
struct Superseded {
  enum class Cause { kAttendance, kName };
  std::string number;
  std::optional<calendar::Date> issued;  // nothing: it was not kept
  Cause cause = Cause::kAttendance;
  std::string reason;  // in somebody's own words; may be empty
};
struct ParticipationCertificate {
  Reader reader;
  Party organisation;
  std::string number, participant;
  TrainingSession session;
  std::vector<HalfDay> attended;  // of the session's
  std::optional<Superseded> supersedes = {};
};

absl::StatusOr<std::string> Print(const Press& press, const AttendanceSheet& sheet);
absl::StatusOr<std::string> Print(const Press& press, const ParticipationCertificate& certificate);
}  // namespace aor::documents
