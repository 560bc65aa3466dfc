#include "services/missions/domain/roll.h"

#include "services/missions/domain/sample_mission.h"

namespace aor::missions::roll {
namespace {
using sample::Read;
using enum Refusal;
using Then = std::vector<const char*>;

const SessionFacts kSession{"s1",
                            {"2026-10-05-AM", "2026-10-05-PM"},
                            sample::At("2026-10-05T07:00:00Z"),
                            sample::At("2026-10-05T15:00:00Z")};
const Instant kBefore = sample::At("2026-10-05T06:59:59Z"),
              kOnTheDay = sample::At("2026-10-05T07:00:00Z"), kOver = kSession.end;

Command Do(Wish wish, Instant now = kBefore, bool is_team = false, bool closed = false) {
  Command command{"fay", is_team, now, kSession, std::move(wish)};
  command.session.mission_closed = closed;
  return command;
}
Command OfCancelled(Wish wish) {
  auto command = Do(std::move(wish));
  command.session.cancelled = true;
  return command;
}
// Of a session in Paris that goes on the next day.
Command OnTwoDays(Instant now) {
  auto command = Do(MarkAttendance{"2026-10-06-AM", {"ann"}, {}}, now);
  command.session.half_days.push_back("2026-10-06-AM");
  command.session.end = sample::At("2026-10-06T10:00:00Z");
  command.session.zone = "Europe/Paris";
  return command;
}
Register Registered(const std::vector<std::string>& ids) {
  Register wish;
  for (const auto& id : ids) {
    auto& participant = wish.participants.emplace_back();
    participant.set_participant_id(id);
    participant.set_mail_index("mail");
  }
  return wish;
}
constexpr auto kAnn =
    "participant_registered { participant_id: 'ann' session_id: 's1'"
    " mail_index: 'mail' by: 'fay' }";
constexpr auto kBob =
    "participant_registered { participant_id: 'bob' session_id: 's1'"
    " mail_index: 'mail' shares_mail: true by: 'fay' }";
constexpr auto kMorning =
    "attendance_marked { half_day: '2026-10-05-AM' present: 'ann' absent: 'bob' by: 'fay' }";
constexpr auto kAfternoon =
    "attendance_marked { half_day: '2026-10-05-PM' absent: 'ann' by: 'fay' }";
constexpr auto kCertified =
    "certificates_due { session_id: 's1' certificates { participant_id: 'ann'"
    " half_days: '2026-10-05-AM' version: 1 questionnaire: true"
    " issued_at { seconds: 1791212400 } } }";
// In whose place another one stands, from the end of the session or a day later on.
#define SUPERSEDES(day, cause)                      \
  " issued_at { seconds: " day                      \
  " } supersedes { version: 1 issued_at { seconds:" \
  " 1791212400 } cause: CERTIFICATE_CAUSE_" cause
constexpr auto kWithdrawn = "participant_withdrawn { participant_id: 'bob' by: 'fay' }";

TEST(RollTest, ParticipantsAreRegistered) {
  constexpr auto kLate =
      "participant_registered { participant_id: 'ann' session_id: 's1'"
      " mail_index: 'mail' late: true test_not_in_time: true by: 'fay' }";
  NameParticipant name{Read<v1::ParticipantNamed>("participant_id: 'ann' name_index: 'n'")};
  constexpr auto kNamed = "participant_named { participant_id: 'ann' name_index: 'n' by: 'fay' }";
  constexpr auto kErased = "participant_erased { participant_id: 'ann' }";
  constexpr auto kHeads = "head_count_stated { people: 30 by: 'fay' }";
  constexpr auto kBobAgain =
      "participant_registered { participant_id: 'cem' session_id: 's1'"
      " mail_index: 'mail' by: 'fay' }";
  eventsourcing::CheckRules<Roll, Event, Command, Refusal>({
      {"one address may be two people", {}, Do(Registered({"ann", "bob"})), Then{kAnn, kBob}},
      {"each is registered once", {kAnn}, Do(Registered({"ann", "bob"})), Then{kBob}},
      {"who left shares nothing", {kBob, kWithdrawn}, Do(Registered({"cem"})), Then{kBobAgain}},
      {"on the day it is late, visibly", {}, Do(Registered({"ann"}), kOnTheDay), Then{kLate}},
      {"not for a cancelled session", {}, OfCancelled(Registered({"ann"})), kSessionCancelled},
      {"nor after closing", {}, Do(Registered({"ann"}), kOver, false, true), kMissionClosed},
      {"but by the permanent team", {}, Do(Registered({"ann"}), kOver, true, true), Then{kLate}},
      {"names come after", {kAnn}, Do(name), Then{kNamed}},
      {"of who is there", {}, Do(name), kParticipantUnknown},
      {"and not erased", {kAnn, kErased}, Do(name), kParticipantUnknown},
      {"not after closing", {kAnn}, Do(name, kOver, false, true), kMissionClosed},
      {"somebody leaves", {kBob}, Do(WithdrawParticipant{"bob"}), Then{kWithdrawn}},
      {"who is there", {}, Do(WithdrawParticipant{"bob"}), kParticipantUnknown},
      {"and did not attend", {kAnn, kBob, kMorning}, Do(WithdrawParticipant{"bob"}), kAttended},
      {"not after closing",
       {kBob},
       Do(WithdrawParticipant{"bob"}, kOver, false, true),
       kMissionClosed},
      {"heads are counted", {}, Do(StateHeadCount{30}), Then{kHeads}},
      {"not after closing", {}, Do(StateHeadCount{30}, kOver, false, true), kMissionClosed},
      {"somebody is erased", {kAnn}, Do(EraseParticipant{"ann"}), Then{kErased}},
      {"who is there", {}, Do(EraseParticipant{"ann"}), kParticipantUnknown},
  });
  Roll roll;
  for (const char* event : {kAnn, kBob, kWithdrawn, kHeads})
    roll = Evolve(roll, Read<Event>(event));
  EXPECT_EQ(roll.size(), 31u);
}

TEST(RollTest, WhoeverIsInvitedRegistersThemselves) {
  const auto accept = [](const std::string& id, const std::string& mail, uint32_t people) {
    AcceptInvitation wish;
    wish.people = people;
    wish.participant.set_participant_id(id);
    wish.participant.set_mail_index(mail);
    return wish;
  };
  constexpr auto kCem =
      "participant_registered { participant_id: 'cem' session_id: 's1' mail_index: 'c' by: 'fay' }";
  const auto cem = accept("cem", "c", 2);
  auto closed = Do(cem);
  closed.session.mission_closed = closed.is_team = true;
  eventsourcing::CheckRules<Roll, Event, Command, Refusal>({
      {"an invitation is accepted", {kAnn}, Do(cem), Then{kCem}},
      {"once for an address", {kAnn}, Do(accept("dan", "mail", 2)), Then{}},
      {"also where no place is left", {kAnn, kCem}, Do(accept("dan", "c", 1)), Then{}},
      {"as long as there is one", {kAnn, kBob}, Do(cem), kSessionFull},
      {"which somebody may give back", {kAnn, kBob, kWithdrawn}, Do(cem), Then{kCem}},
      {"until it begins", {kAnn}, Do(cem, kOnTheDay), kInvitationOver},
      {"if it takes place", {kAnn}, OfCancelled(cem), kInvitationOver},
      {"and the mission goes on", {kAnn}, closed, kInvitationOver},
  });
}

TEST(RollTest, AttendanceIsMarkedByHalfDay) {
  const MarkAttendance morning{"2026-10-05-AM", {"ann"}, {"bob"}};
  const MarkAttendance more{"2026-10-05-AM", {"ann"}, {}};
  constexpr auto kNextDay =
      "attendance_marked { half_day: '2026-10-06-AM' present: 'ann' by: 'fay' }";
  const Instant at_eleven_at_night = sample::At("2026-10-05T21:59:59Z"),
                after_midnight = sample::At("2026-10-05T22:00:00Z");
  const CorrectAttendance correct{"ann", "2026-10-05-PM", true, "she signed"};
  constexpr auto kCorrected =
      "attendance_corrected { participant_id: 'ann' half_day: '2026-10-05-PM' is: true by: 'fay'"
      " reason: 'she signed' }";
  constexpr auto kByTeam =
      "attendance_corrected { participant_id: 'ann' half_day: '2026-10-05-PM' is: true by: 'fay'"
      " reason: 'she signed' after_closing: true }";
  constexpr auto kSuperseded =
      "certificates_due { session_id: 's1' certificates { participant_id: 'ann'"
      " half_days: '2026-10-05-AM' half_days: '2026-10-05-PM' version: 2" SUPERSEDES(
          "1791212400", "ATTENDANCE") " reason: 'she signed' } } }";
  constexpr auto kNotThere =
      "attendance_corrected { participant_id: 'ann' half_day: '2026-10-05-AM' was: true by: 'fay'"
      " reason: 'left' }";
  constexpr auto kRevokedNow =
      "certificates_due { session_id: 's1' certificates { participant_id: 'ann' version: 2"
      " revoked: true" SUPERSEDES("1791212400", "ATTENDANCE") " reason: 'left' } } }";
  constexpr auto kThereAgain =
      "attendance_corrected { participant_id: 'ann' half_day: '2026-10-05-AM' is: true by: 'fay'"
      " reason: 'came back' }";
  constexpr auto kCertifiedAgain =
      "certificates_due { session_id: 's1' certificates { participant_id: 'ann'"
      " half_days: '2026-10-05-AM' version: 3" SUPERSEDES(
          "1791212400", "ATTENDANCE") " reason: 'came back' } } }";
  const std::vector<const char*> day = {kAnn, kBob, kMorning, kAfternoon};
  const std::vector<const char*> over = {kAnn, kBob, kMorning, kAfternoon, kCertified};
  eventsourcing::CheckRules<Roll, Event, Command, Refusal>({
      {"presence is marked", {kAnn, kBob}, Do(morning, kOnTheDay), Then{kMorning}},
      {"once", {kAnn, kBob, kMorning}, Do(more, kOnTheDay), Then{}},
      {"not before the day", {kAnn, kBob}, Do(morning), kSessionNotBegun},
      {"on a half-day of the session",
       {kAnn},
       Do(MarkAttendance{"2026-10-06-AM", {"ann"}, {}}),
       kHalfDayUnknown},
      {"that has come", {kAnn}, OnTwoDays(at_eleven_at_night), kHalfDayAhead},
      {"by the wall of the place", {kAnn}, OnTwoDays(after_midnight), Then{kNextDay}},
      {"of who is registered", {kAnn}, Do(morning, kOnTheDay), kParticipantUnknown},
      {"and stayed", {kAnn, kBob, kWithdrawn}, Do(morning, kOnTheDay), kParticipantUnknown},
      {"both cannot be",
       {kAnn},
       Do(MarkAttendance{"2026-10-05-AM", {"ann"}, {"ann"}}, kOnTheDay),
       kMarkedOtherwise},
      {"a mark is corrected, not changed",
       {kAnn, kBob, kMorning},
       Do(MarkAttendance{"2026-10-05-AM", {"bob"}, {}}, kOnTheDay),
       kMarkedOtherwise},
      {"after closing by the permanent team",
       {kAnn, kBob},
       Do(morning, kOver, false, true),
       kMissionClosed},
      {"certificates leave at the end", day, Do(ReachEnd{}, kOver), Then{kCertified}},
      {"whatever was marked at nine", day, Do(ReachEnd{}, kOnTheDay), Then{}},
      {"with what is marked later",
       {kAnn, kBob, kAfternoon},
       Do(morning, kOver),
       Then{kMorning, kCertified}},
      {"a correction is visible", day, Do(correct, kOnTheDay), Then{kCorrected}},
      {"and supersedes a certificate", over, Do(correct, kOver), Then{kCorrected, kSuperseded}},
      {"or takes it back", over,
       Do(CorrectAttendance{"ann", "2026-10-05-AM", false, "left"}, kOver),
       Then{kNotThere, kRevokedNow}},
      {"certified once more it takes the place of the one before that",
       {kAnn, kBob, kMorning, kAfternoon, kCertified, kNotThere, kRevokedNow},
       Do(CorrectAttendance{"ann", "2026-10-05-AM", true, "came back"}, kOver),
       Then{kThereAgain, kCertifiedAgain}},
      {"it says why", day, Do(CorrectAttendance{"ann", "2026-10-05-PM", true, ""}, kOnTheDay),
       kReasonMissing},
      {"of what was marked", {kAnn}, Do(correct, kOnTheDay), kNotMarked},
      {"of who was there", {}, Do(correct, kOnTheDay), kParticipantUnknown},
      {"not by others after closing", over, Do(correct, kOver, false, true), kMissionClosed},
      {"by the permanent team, visibly", over, Do(correct, kOver, true, true),
       Then{kByTeam, kSuperseded}},
  });
}
constexpr auto kSettled =
    "attendance_settled { session_id: 's1' mission_id: 'm1' ended_at { seconds: 1791212400 } }";

// With its sheet, or without one that conforms.
Command Reach(Instant now, bool sheet_conforms = false) {
  auto command = Do(ReachEnd{}, now);
  command.session.mission = "m1";
  command.session.sheet_conforms = sheet_conforms;
  return command;
}

// Half-days are marked one after the other: nobody is sent a certificate of the first alone.
TEST(RollTest, ACertificateWaitsForTheMarksOfTheWholeSession) {
  const MarkAttendance afternoon{"2026-10-05-PM", {"ann"}, {}};
  constexpr auto kBothHalves =
      "attendance_marked { half_day: '2026-10-05-PM' present: 'ann' by: 'fay' }";
  constexpr auto kWhole =
      "certificates_due { session_id: 's1' certificates { participant_id: 'ann'"
      " half_days: '2026-10-05-AM' half_days: '2026-10-05-PM' version: 1 questionnaire: true"
      " issued_at { seconds: 1791212400 } } }";
  constexpr auto kADayLater =
      "certificates_due { session_id: 's1' certificates { participant_id: 'ann'"
      " half_days: '2026-10-05-AM' version: 1 questionnaire: true"
      " issued_at { seconds: 1791298800 } } }";
  constexpr auto kMore =
      "certificates_due { session_id: 's1' certificates { participant_id: 'ann'"
      " half_days: '2026-10-05-AM' half_days: '2026-10-05-PM' version: 2" SUPERSEDES(
          "1791298800", "ATTENDANCE") " } } }";
  const Instant almost = kOver + kMarkedWithin - std::chrono::seconds(1),
                next_day = kOver + kMarkedWithin;
  const std::vector<const char*> half = {kAnn, kBob, kMorning};
  auto cancelled = Reach(next_day);
  cancelled.session.cancelled = true;
  eventsourcing::CheckRules<Roll, Event, Command, Refusal>({
      {"half of it waits", half, Reach(kOver), Then{}},
      {"for a day", half, Reach(almost), Then{}},
      {"which passes", half, Reach(next_day), Then{kSettled, kADayLater}},
      {"once", {kAnn, kBob, kMorning, kSettled, kCertified}, Reach(next_day), Then{}},
      {"or until the sheet conforms", half, Reach(kOver, true), Then{kSettled, kCertified}},
      {"which is not before the end", half, Reach(kOnTheDay, true), Then{}},
      {"one certificate states all of it", half, Do(afternoon, kOver), Then{kBothHalves, kWhole}},
      {"who was certified is corrected at once",
       {kAnn, kBob, kMorning, kSettled, kCertified},
       Do(afternoon, next_day),
       Then{kBothHalves, kMore}},
      {"what was given up is waited for no longer", half, cancelled, Then{kSettled}},
  });
}

TEST(RollTest, ACertificateFollowsTheName) {
  constexpr auto kNamed = "participant_named { participant_id: 'ann' name_index: 'n' by: 'fay' }";
  constexpr auto kOfThatName =
      "certificates_due { session_id: 's1' certificates { participant_id: 'ann'"
      " half_days: '2026-10-05-AM' version: 2" SUPERSEDES("1791212400", "NAME") " } } }";
  // Of a log of before it was kept which one it supersedes: that goes unsaid.
  constexpr auto kOld =
      "certificates_due { session_id: 's1' certificates { participant_id: 'ann'"
      " half_days: '2026-10-05-AM' version: 1 questionnaire: true } }";
  constexpr auto kAfterOld =
      "certificates_due { session_id: 's1' certificates { participant_id: 'ann'"
      " half_days: '2026-10-05-AM' version: 2 issued_at { seconds: 1791212400 }"
      " supersedes { version: 1 cause: CERTIFICATE_CAUSE_NAME } } }";
  constexpr auto kRevoked =
      "certificates_due { session_id: 's1' certificates { participant_id: 'ann' version: 2"
      " revoked: true } }";
  constexpr auto kLeft =
      "attendance_corrected { participant_id: 'ann' half_day: '2026-10-05-AM' was: true }";
  const NameParticipant name{Read<v1::ParticipantNamed>("participant_id: 'ann' name_index: 'n'")};
  const std::vector<const char*> certified = {kAnn, kBob, kMorning, kAfternoon, kCertified};
  const std::vector<const char*> revoked = {kAnn,       kBob,  kMorning, kAfternoon,
                                            kCertified, kLeft, kRevoked};
  eventsourcing::CheckRules<Roll, Event, Command, Refusal>({
      {"another name is another version", certified, Do(name, kOver), Then{kNamed, kOfThatName}},
      {"of an older one without its day",
       {kAnn, kBob, kMorning, kAfternoon, kOld},
       Do(name, kOver),
       Then{kNamed, kAfterOld}},
      {"not of one that is gone", revoked, Do(name, kOver), Then{kNamed}},
      {"nor before there is one", {kAnn, kBob, kMorning}, Do(name, kOver), Then{kNamed}},
  });
}

TEST(RollTest, AListNamesWhoseAddressCameBefore) {
  TakeList list;
  list.participants = Registered({"bob"}).participants;
  list.names = {Read<v1::ParticipantNamed>("participant_id: 'ann' name_index: 'n'")};
  constexpr auto kNamed = "participant_named { participant_id: 'ann' name_index: 'n' by: 'fay' }";
  eventsourcing::CheckRules<Roll, Event, Command, Refusal>({
      {"new people and names", {kAnn}, Do(list), Then{kBob, kNamed}},
      {"once", {kAnn, kBob, kNamed}, Do(list), Then{}},
      {"of who is there", {}, Do(list), kParticipantUnknown},
      {"not after closing", {kAnn}, Do(list, kOver, false, true), kMissionClosed},
  });
}
}  // namespace
}  // namespace aor::missions::roll
