#include "services/missions/domain/roll.h"

#include <algorithm>
#include <stdexcept>

namespace aor::missions::roll {
namespace {
using Events = std::vector<Event>;
using enum Refusal;

Decision AlreadyTrue() { return Events{}; }

const Participant* Find(const Roll& roll, const std::string& id) {
  const auto found = roll.participants.find(id);
  return found == roll.participants.end() ? nullptr : &found->second;
}

// After closing the permanent team alone goes on.
std::optional<Refusal> RefuseWork(const Command& command) {
  if (command.session.mission_closed && !command.is_team) return kMissionClosed;
  if (command.session.cancelled) return kSessionCancelled;
  return std::nullopt;
}

bool SharesMail(const Roll& roll, const std::string& mail_index) {
  return !mail_index.empty() && std::ranges::any_of(roll.participants, [&](const auto& named) {
    return !named.second.withdrawn && named.second.mail_index == mail_index;
  });
}

// Two people may have one address: they are marked, never merged.
Decision On(const Roll& roll, const Command& command, const Register& wish) {
  Events events;
  Roll after = roll;
  for (const auto& participant : wish.participants) {
    if (Find(after, participant.participant_id())) continue;
    if (auto refusal = RefuseWork(command)) return *refusal;
    const bool late = command.session.start <= command.now;
    auto& registered = *events.emplace_back().mutable_participant_registered();
    registered = participant;
    registered.set_session_id(command.session.id);
    registered.set_shares_mail(SharesMail(after, participant.mail_index()));
    registered.set_late(late);
    registered.set_test_not_in_time(late);
    registered.set_by(command.by);
    after = Evolve(std::move(after), events.back());
  }
  return events;
}

// Nobody looks who it is: an address is registered once, and as many as were invited.
Decision On(const Roll& roll, const Command& command, const AcceptInvitation& wish) {
  if (SharesMail(roll, wish.participant.mail_index())) return AlreadyTrue();
  const auto& session = command.session;
  if (session.cancelled || session.mission_closed || session.start <= command.now)
    return kInvitationOver;
  if (roll.size() >= wish.people) return kSessionFull;
  return On(roll, command, Register{{wish.participant}});
}

Decision On(const Roll& roll, const Command& command, const NameParticipant& wish) {
  const Participant* participant = Find(roll, wish.facts.participant_id());
  if (!participant || participant->erased) return kParticipantUnknown;
  if (participant->name_index == wish.facts.name_index()) return AlreadyTrue();
  if (auto refusal = RefuseWork(command)) return *refusal;
  Events events(1);
  *events[0].mutable_participant_named() = wish.facts;
  events[0].mutable_participant_named()->set_by(command.by);
  return events;
}

// Whoever it names was without a name when the list was read.
Decision On(const Roll& roll, const Command& command, const TakeList& wish) {
  auto decision = On(roll, command, Register{wish.participants});
  auto* events = std::get_if<Events>(&decision);
  for (const auto& facts : wish.names) {
    if (!events) break;
    auto named = On(roll, command, NameParticipant{facts});
    if (const auto* refusal = std::get_if<Refusal>(&named)) return *refusal;
    for (Event& event : std::get<Events>(named)) events->push_back(std::move(event));
  }
  return decision;
}

Decision On(const Roll& roll, const Command& command, const WithdrawParticipant& wish) {
  const Participant* participant = Find(roll, wish.participant);
  if (!participant) return kParticipantUnknown;
  if (participant->withdrawn) return AlreadyTrue();
  if (auto refusal = RefuseWork(command)) return *refusal;
  if (!participant->marks.empty()) return kAttended;
  Events events(1);
  events[0].mutable_participant_withdrawn()->set_participant_id(wish.participant);
  events[0].mutable_participant_withdrawn()->set_by(command.by);
  return events;
}

Decision On(const Roll& roll, const Command& command, const StateHeadCount& wish) {
  if (roll.heads == wish.people) return AlreadyTrue();
  if (auto refusal = RefuseWork(command)) return *refusal;
  Events events(1);
  events[0].mutable_head_count_stated()->set_people(wish.people);
  events[0].mutable_head_count_stated()->set_by(command.by);
  return events;
}

bool IsOfSession(const Command& command, const std::string& half_day) {
  return std::ranges::find(command.session.half_days, half_day) != command.session.half_days.end();
}

// On a later day than the wall of the place shows; a half-day begins with its day: 2026-10-24-AM.
bool IsAhead(const Command& command, const std::string& half_day) {
  const auto today = calendar::ToString(calendar::DayAt(command.now, command.session.zone));
  return half_day.substr(0, today.size()) > today;
}

// Nothing, or why the participant is not marked so; `is_new` says whether it is one.
std::optional<Refusal> RefuseMark(const Participant* participant, const std::string& half_day,
                                  bool present, bool& is_new) {
  is_new = false;
  if (!participant || participant->withdrawn) return kParticipantUnknown;
  const auto mark = participant->marks.find(half_day);
  is_new = mark == participant->marks.end();
  if (!is_new && mark->second != present) return kMarkedOtherwise;
  return std::nullopt;
}

Decision On(const Roll& roll, const Command& command, const MarkAttendance& wish) {
  if (!IsOfSession(command, wish.half_day)) return kHalfDayUnknown;
  Events events(1);
  auto& marked = *events[0].mutable_attendance_marked();
  Roll after = roll;
  for (const bool present : {true, false})
    for (const auto& id : present ? wish.present : wish.absent) {
      bool is_new = false;
      if (auto refusal = RefuseMark(Find(after, id), wish.half_day, present, is_new))
        return *refusal;
      if (!is_new) continue;
      after.participants[id].marks[wish.half_day] = present;
      (present ? marked.add_present() : marked.add_absent())->assign(id);
    }
  if (marked.present().empty() && marked.absent().empty()) return AlreadyTrue();
  if (auto refusal = RefuseWork(command)) return *refusal;
  if (command.session.start > command.now) return kSessionNotBegun;
  if (IsAhead(command, wish.half_day)) return kHalfDayAhead;
  marked.set_half_day(wish.half_day);
  marked.set_by(command.by);
  return events;
}

Decision On(const Roll& roll, const Command& command, const CorrectAttendance& wish) {
  const Participant* participant = Find(roll, wish.participant);
  if (!participant) return kParticipantUnknown;
  const auto mark = participant->marks.find(wish.half_day);
  if (mark == participant->marks.end()) return kNotMarked;
  if (mark->second == wish.present) return AlreadyTrue();
  if (auto refusal = RefuseWork(command)) return *refusal;
  if (wish.reason.empty()) return kReasonMissing;
  Events events(1);
  auto& corrected = *events[0].mutable_attendance_corrected();
  corrected.set_participant_id(wish.participant);
  corrected.set_half_day(wish.half_day);
  corrected.set_was(!wish.present);
  corrected.set_is(wish.present);
  corrected.set_by(command.by);
  corrected.set_reason(wish.reason);
  corrected.set_after_closing(command.session.mission_closed);
  return events;
}

// Also of a session that was cancelled afterwards: it is waited for no longer, either.
Decision On(const Roll& roll, const Command& command, const ReachEnd&) {
  const auto& session = command.session;
  if (roll.settled || session.end > command.now) return AlreadyTrue();
  if (!session.sheet_conforms && command.now < session.end + kMarkedWithin) return AlreadyTrue();
  Events events(1);
  auto& settled = *events[0].mutable_attendance_settled();
  settled.set_session_id(session.id);
  settled.set_mission_id(session.mission);
  settled.mutable_ended_at()->set_seconds(session.end.time_since_epoch().count());
  return events;
}

Decision On(const Roll& roll, const Command&, const EraseParticipant& wish) {
  const Participant* participant = Find(roll, wish.participant);
  if (!participant) return kParticipantUnknown;
  if (participant->erased) return AlreadyTrue();
  Events events(1);
  events[0].mutable_participant_erased()->set_participant_id(wish.participant);
  return events;
}

std::vector<std::string> PresentOn(const Participant& participant,
                                   const std::vector<std::string>& half_days) {
  std::vector<std::string> present;
  for (const auto& half_day : half_days)
    if (const auto mark = participant.marks.find(half_day);
        mark != participant.marks.end() && mark->second)
      present.push_back(half_day);
  return present;
}

// Half of their marks are still to come. What is certified already is corrected at once.
bool WaitsForMarks(const Roll& roll, const Participant& participant,
                   const std::vector<std::string>& half_days) {
  if (roll.settled || participant.certificate_version > 0) return false;
  return std::ranges::any_of(half_days, [&](const std::string& half_day) {
    return !participant.marks.contains(half_day);
  });
}

bool IsCertified(const Participant& participant, const std::vector<std::string>& present) {
  return participant.certified == present &&
         (present.empty() || participant.certified_name == participant.name_index);
}

// Which certificate this one takes the place of, and why.
v1::SupersededCertificate Superseded(const Participant& participant,
                                     const std::vector<std::string>& present,
                                     const Command& command) {
  v1::SupersededCertificate superseded;
  superseded.set_version(participant.standing.version());
  if (participant.standing.has_issued_at())
    *superseded.mutable_issued_at() = participant.standing.issued_at();
  const auto& certified = participant.standing.half_days();
  const bool renamed = participant.certified_name != participant.name_index &&
                       std::ranges::equal(certified, present);
  superseded.set_cause(renamed ? v1::CERTIFICATE_CAUSE_NAME : v1::CERTIFICATE_CAUSE_ATTENDANCE);
  if (const auto* correction = std::get_if<CorrectAttendance>(&command.wish))
    superseded.set_reason(correction->reason);
  return superseded;
}

// Once the session is over: for everybody of whom something else is true than was certified, their
// name included.
Events Certify(const Roll& roll, const Command& command) {
  Event event;
  auto& due = *event.mutable_certificates_due();
  if (command.session.end > command.now || command.session.cancelled) return {};
  for (const auto& [id, participant] : roll.participants) {
    const auto present = PresentOn(participant, command.session.half_days);
    if (IsCertified(participant, present) || participant.erased) continue;
    if (WaitsForMarks(roll, participant, command.session.half_days)) continue;
    auto& certificate = *due.add_certificates();
    certificate.set_participant_id(id);
    certificate.mutable_half_days()->Assign(present.begin(), present.end());
    certificate.set_version(participant.certificate_version + 1);
    certificate.set_revoked(present.empty());
    certificate.set_questionnaire(participant.certificate_version == 0);
    certificate.mutable_issued_at()->set_seconds(command.now.time_since_epoch().count());
    if (participant.standing.version() > 0)
      *certificate.mutable_supersedes() = Superseded(participant, present, command);
  }
  if (due.certificates().empty()) return {};
  due.set_session_id(command.session.id);
  return {std::move(event)};
}

void Remember(Roll& roll, const v1::ParticipantRegistered& registered) {
  Participant& participant = roll.participants[registered.participant_id()];
  participant.mail_index = registered.mail_index();
  participant.name_index = registered.name_index();
}

void Remember(Roll& roll, const v1::CertificatesDue& due) {
  for (const auto& certificate : due.certificates()) {
    Participant& participant = roll.participants[certificate.participant_id()];
    participant.certified = {certificate.half_days().begin(), certificate.half_days().end()};
    participant.certified_name = participant.name_index;
    participant.certificate_version = certificate.version();
    if (!certificate.revoked()) participant.standing = certificate;
  }
}
}  // namespace

uint32_t Roll::size() const {
  const auto named = std::ranges::count_if(
      participants, [](const auto& participant) { return !participant.second.withdrawn; });
  return heads + static_cast<uint32_t>(named);
}

// Certificates leave with whatever makes them due.
Decision Decide(const Roll& roll, const Command& command) {
  auto decision =
      std::visit([&](const auto& wish) { return On(roll, command, wish); }, command.wish);
  auto* events = std::get_if<Events>(&decision);
  if (!events) return decision;
  Roll after = roll;
  for (const Event& event : *events) after = Evolve(std::move(after), event);
  for (Event& event : Certify(after, command)) events->push_back(std::move(event));
  return decision;
}

Roll Evolve(Roll roll, const Event& event) {
  switch (event.kind_case()) {
    case Event::kParticipantRegistered: Remember(roll, event.participant_registered()); return roll;
    case Event::kParticipantNamed:
      roll.participants[event.participant_named().participant_id()].name_index =
          event.participant_named().name_index();
      return roll;
    case Event::kParticipantWithdrawn:
      roll.participants[event.participant_withdrawn().participant_id()].withdrawn = true;
      return roll;
    case Event::kHeadCountStated: roll.heads = event.head_count_stated().people(); return roll;
    case Event::kAttendanceMarked: {
      const auto& marked = event.attendance_marked();
      for (const auto& id : marked.present()) roll.participants[id].marks[marked.half_day()] = true;
      for (const auto& id : marked.absent()) roll.participants[id].marks[marked.half_day()] = false;
      return roll;
    }
    case Event::kAttendanceCorrected: {
      const auto& corrected = event.attendance_corrected();
      roll.participants[corrected.participant_id()].marks[corrected.half_day()] = corrected.is();
      return roll;
    }
    case Event::kCertificatesDue: Remember(roll, event.certificates_due()); return roll;
    case Event::kParticipantErased:
      roll.participants[event.participant_erased().participant_id()].erased = true;
      return roll;
    case Event::kAttendanceSettled: roll.settled = true; return roll;
    case Event::KIND_NOT_SET: break;
  }
  // A newer release wrote this stream: refuse to decide on half a history.
  throw std::runtime_error("roll: unknown event " + event.ShortDebugString());
}
}  // namespace aor::missions::roll
