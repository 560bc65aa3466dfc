// Who is told of training sessions: a convocation and a positioning test when somebody is
// registered beforehand (S2.28, S2.29), both anew when it is moved, the certificate and a
// questionnaire once the session is over (S2.9).
#include "services/notifications/projections/training_rows.h"

#include <absl/strings/str_format.h>

#include "aor/missions/v1/missions_events.pb.h"
#include "aor/missions/v1/quality_events.pb.h"
#include "aor/missions/v1/roll_events.pb.h"
#include "libs/eventsourcing/event_types.h"
#include "services/notifications/templates/kinds.h"

namespace aor::notifications {
namespace {
using eventsourcing::Happened;
using eventsourcing::Rows;
using eventsourcing::WritableRows;
using missions::v1::MissionEvent;
using missions::v1::QualityEvent;
using missions::v1::RollEvent;

// What the stream is named after, such as roll-<mission>~<session>: two missions may have sessions
// of one id. Older ones are named by the session alone.
std::string RollIn(const Happened& happened, const std::string& session) {
  return happened.stream.name().find('~') == std::string::npos ? session : NameOf(happened);
}

// Without a colon, which a message does not let through: it could make a link.
std::string OnTheWall(calendar::Instant at, const std::string& zone) {
  const auto wall = calendar::TimeOfDayAt(at, zone);
  return absl::StrFormat("%02dh%02d", wall.count() / 3600, wall.count() / 60 % 60);
}

// As it was planned, or moved since.
void StoreSession(const std::string& key, const auto& planned, WritableRows& rows) {
  if (planned.times().empty()) return;
  const auto first = calendar::FromProto(planned.times(0));
  const auto last = calendar::FromProto(*planned.times().rbegin());
  auto row = rows.Load<v1::SessionRow>(key).value_or(v1::SessionRow{});
  row.set_mission_id(planned.mission_id());
  *row.mutable_day() = calendar::ToProto(calendar::DayAt(first.start, first.zone));
  row.set_time(OnTheWall(first.start, first.zone));
  *row.mutable_last_day() = calendar::ToProto(calendar::DayAt(last.end, last.zone));
  row.set_end_time(OnTheWall(last.end, last.zone));
  row.set_half_days(static_cast<uint32_t>(planned.half_days_size()));
  row.set_place(planned.place());
  *row.mutable_starts_at() = TimestampOf(first.start);
  row.set_zone(first.zone);
  rows.Store(key, row);
}

// It keeps its name when it is moved.
void NameSession(const std::string& key, const missions::v1::SessionPlanned& planned,
                 WritableRows& rows) {
  auto row = rows.Load<v1::SessionRow>(key).value_or(v1::SessionRow{});
  row.set_title(planned.title());
  row.set_is_training(planned.session_kind() == missions::v1::SESSION_KIND_TRAINING);
  rows.Store(key, row);
}

// At once, to a participant.
v1::Reminder Told(const char* template_id, const std::string& about, const v1::SessionRow& session,
                  const std::string& session_id, const std::string& participant,
                  calendar::Instant now) {
  v1::Reminder told;
  told.set_reminder_id(std::string(template_id) + "/" + about);
  told.set_template_id(template_id);
  told.set_recipient_id(session.mission_id() + "~" + session_id + "~" + participant);
  *told.mutable_due() = TimestampOf(now);
  AddName(session, session_id, told);
  return told;
}

std::string ParticipantIn(const v1::Reminder& convocation) {
  const std::string& recipient = convocation.recipient_id();
  return recipient.substr(recipient.rfind('~') + 1);
}

std::vector<v1::Reminder> ConvocationsTo(const std::string& tenant, const std::string& roll,
                                         const Rows& rows) {
  std::vector<v1::Reminder> convocations;
  rows.Scan(RowPrefix(tenant, "convoked", roll), "", [&](std::string_view, std::string_view value) {
    convocations.push_back(ParsedRow<v1::Reminder>(value));
    return true;
  });
  return convocations;
}

// Who walks in on the day, or left no address, is not convoked; the first is, should it be moved.
void Convoke(const Happened& happened, const missions::v1::ParticipantRegistered& registered,
             WritableRows& rows) {
  const std::string& tenant = happened.commit.tenant();
  const std::string& id = registered.session_id();
  const auto session = rows.Load<v1::SessionRow>(SessionKey(tenant, RollIn(happened, id)));
  if (!session || !registered.has_mail()) return;
  auto told = Told("convocation", registered.participant_id(), *session, id,
                   registered.participant_id(), RecordedAt(happened));
  AddPlace(*session, told);
  *told.mutable_useful_until() = session->starts_at();
  if (!registered.late()) PutReminder(tenant, told, rows);
  const std::string key =
      RowKey(tenant, "convoked", RollIn(happened, id), registered.participant_id());
  rows.Store(key, told);
  rows.Put(RowKey(tenant, "convoked-as", registered.participant_id()), key);
}

// Whoever left is told nothing more.
void Withdraw(const std::string& tenant, const std::string& participant, WritableRows& rows) {
  const auto key = rows.Get(RowKey(tenant, "convoked-as", participant));
  if (!key) return;
  if (const auto convocation = rows.Load<v1::Reminder>(*key)) TakeBack(tenant, *convocation, rows);
  rows.Delete(*key);
}

// Who has not heard of the session never will; who has hears that it does not take place.
void Cancel(const Happened& happened, const std::string& session_id, WritableRows& rows) {
  const std::string& tenant = happened.commit.tenant();
  const std::string roll = RollOf(happened, session_id, rows);
  const auto session = rows.Load<v1::SessionRow>(SessionKey(tenant, roll));
  if (!session) return;
  for (const auto& convocation : ConvocationsTo(tenant, roll, rows)) {
    TakeBack(tenant, convocation, rows);
    const std::string participant = ParticipantIn(convocation);
    auto told = Told("session-cancelled", participant, *session, session_id, participant,
                     RecordedAt(happened));
    AddPlace(*session, told);
    told.set_takes_back(MessageOf(tenant, convocation));
    *told.mutable_replaced() = convocation.replaced();
    PutReminder(tenant, told, rows);
  }
}

// Everybody who was convoked, each by a name of this move.
void Move(const Happened& happened, const missions::v1::SessionMoved& moved, WritableRows& rows) {
  const std::string& tenant = happened.commit.tenant();
  const std::string roll = RollOf(happened, moved.session_id(), rows);
  StoreSession(SessionKey(tenant, roll), moved, rows);
  const auto session = rows.Load<v1::SessionRow>(SessionKey(tenant, roll));
  if (!session) return;
  for (const auto& convocation : ConvocationsTo(tenant, roll, rows)) {
    const std::string participant = ParticipantIn(convocation);
    auto told = Told("convocation-moved", participant + "/" + std::to_string(happened.version),
                     *session, moved.session_id(), participant, RecordedAt(happened));
    AddPlace(*session, told);
    *told.mutable_useful_until() = session->starts_at();
    *told.mutable_replaced() = convocation.replaced();
    told.add_replaced(MessageOf(tenant, convocation));
    Supersede(tenant, RowKey(tenant, "convoked", roll, participant), told, rows);
  }
}

// On the wall of the place.
types::v1::Date DayOf(calendar::Instant at, const v1::SessionRow& session) {
  return calendar::ToProto(calendar::DayAt(at, session.zone().empty() ? "UTC" : session.zone()));
}

constexpr char kReady[] = "certificate-ready", kReplaced[] = "certificate-replaced";

// Of before it was kept which one it supersedes, it reads like the first.
void AddSuperseded(const missions::v1::Certificate& certificate, const v1::SessionRow& session,
                   v1::Reminder& told) {
  if (!certificate.has_supersedes()) return;
  const auto& old = certificate.supersedes();
  told.set_template_id(kReplaced);
  *told.add_parameters() = NumberParameter(kSuperseded, old.version());
  if (old.has_issued_at())
    *told.add_parameters() =
        DateParameter(kSupersededOn, DayOf(InstantOf(old.issued_at()), session));
  const bool renamed = old.cause() == missions::v1::CERTIFICATE_CAUSE_NAME;
  *told.add_parameters() = IdParameter(kCause, renamed ? kNameCause : kAttendanceCause);
}

// Another version takes the place of the one before, and is told of, too, as that; whatever it
// reads like, once. One that is revoked takes back what nobody has heard of yet.
void Certify(const Happened& happened, const missions::v1::CertificatesDue& due,
             WritableRows& rows) {
  const std::string& tenant = happened.commit.tenant();
  const auto session =
      rows.Load<v1::SessionRow>(SessionKey(tenant, RollIn(happened, due.session_id())));
  if (!session) return;
  for (const auto& certificate : due.certificates()) {
    const std::string& participant = certificate.participant_id();
    const auto of_version = [&](uint32_t version, const char* template_id) {
      auto told = Told(kReady, participant + "/" + std::to_string(version), *session,
                       due.session_id(), participant, RecordedAt(happened));
      told.set_template_id(template_id);
      return told;
    };
    for (uint32_t version = 1; certificate.revoked() && version < certificate.version(); ++version)
      for (const char* kind : {kReady, kReplaced})
        TakeBack(tenant, of_version(version, kind), rows);
    if (certificate.revoked()) continue;
    auto told = of_version(certificate.version(), kReady);
    *told.add_parameters() = NumberParameter("half_days", certificate.half_days_size());
    AddSuperseded(certificate, *session, told);
    PutReminder(tenant, told, rows);
  }
}

// The last whole second of it.
types::v1::Date LastDayOf(const google::protobuf::Timestamp& until, const v1::SessionRow& session) {
  return DayOf(InstantOf(until) - std::chrono::seconds(1), session);
}

void Ask(const Happened& happened, const missions::v1::QuestionnairesAsked& asked,
         WritableRows& rows) {
  const std::string& tenant = happened.commit.tenant();
  const auto session =
      rows.Load<v1::SessionRow>(SessionKey(tenant, RollIn(happened, asked.session_id())));
  if (!session) return;
  const bool is_test = asked.occasion() == missions::v1::OCCASION_POSITIONING;
  const char* kind = is_test ? "positioning-test" : "questionnaire";
  for (const auto& asking : asked.askings()) {
    auto told = Told(kind, asking.asking_id(), *session, asked.session_id(),
                     asking.participant_id(), RecordedAt(happened));
    *told.add_parameters() = is_test
                                 ? DateParameter("day", session->day())
                                 : DateParameter("until", LastDayOf(asked.open_until(), *session));
    *told.add_parameters() = IdParameter(kAsking, asking.asking_id());
    *told.mutable_useful_until() = is_test ? session->starts_at() : asked.open_until();
    Supersede(tenant, RowKey(tenant, "asked", asking.asking_id()), told, rows);
  }
}

// The same link, with the day that it is for now.
void AskAnew(const Happened& happened, const missions::v1::QuestionnairesRescheduled& moved,
             WritableRows& rows) {
  const std::string& tenant = happened.commit.tenant();
  const auto session =
      rows.Load<v1::SessionRow>(SessionKey(tenant, RollIn(happened, moved.session_id())));
  if (!session) return;
  for (const auto& asking : moved.askings()) {
    auto told =
        Told("positioning-test", asking.asking_id() + "/" + std::to_string(happened.version),
             *session, moved.session_id(), asking.participant_id(), RecordedAt(happened));
    *told.add_parameters() = DateParameter("day", session->day());
    *told.add_parameters() = IdParameter(kAsking, asking.asking_id());
    *told.mutable_useful_until() = moved.open_until();
    Supersede(tenant, RowKey(tenant, "asked", asking.asking_id()), told, rows);
  }
}

void AskNoMore(const std::string& tenant, const missions::v1::QuestionnairesTakenBack& taken,
               WritableRows& rows) {
  for (const auto& asking : taken.askings()) {
    const std::string key = RowKey(tenant, "asked", asking.asking_id());
    if (const auto told = rows.Load<v1::Reminder>(key)) TakeBack(tenant, *told, rows);
    rows.Delete(key);
  }
}

void ApplyMission(const Happened& happened, const MissionEvent& event, WritableRows& rows) {
  if (event.has_session_planned()) {
    const auto& planned = event.session_planned();
    const std::string& roll = planned.roll().empty() ? planned.session_id() : planned.roll();
    const std::string key = SessionKey(happened.commit.tenant(), roll);
    StoreSession(key, planned, rows);
    NameSession(key, planned, rows);
  }
  if (event.has_session_moved()) Move(happened, event.session_moved(), rows);
  if (event.has_session_cancelled()) Cancel(happened, event.session_cancelled().session_id(), rows);
}

void ApplyQuality(const Happened& happened, const QualityEvent& event, WritableRows& rows) {
  if (event.has_questionnaires_asked()) Ask(happened, event.questionnaires_asked(), rows);
  if (event.has_questionnaires_rescheduled())
    AskAnew(happened, event.questionnaires_rescheduled(), rows);
  if (event.has_questionnaires_taken_back())
    AskNoMore(happened.commit.tenant(), event.questionnaires_taken_back(), rows);
}
}  // namespace

std::string SessionKey(const std::string& tenant, const std::string& roll) {
  return RowKey(tenant, "session", roll);
}

std::string NameOf(const Happened& happened) {
  const std::string& stream = happened.stream.name();
  return stream.substr(stream.find('-') + 1);
}

std::string RollOf(const Happened& happened, const std::string& session, const Rows& rows) {
  const std::string roll = NameOf(happened) + "~" + session;
  return rows.Get(SessionKey(happened.commit.tenant(), roll)) ? roll : session;
}

void AddName(const v1::SessionRow& session, const std::string& session_id, v1::Reminder& told) {
  *told.add_parameters() = IdParameter("session_id", session_id);
  if (session.title().empty())
    *told.add_parameters() = IdParameter(kCalled, session.is_training() ? "training" : "workshop");
  else
    *told.add_parameters() = IdParameter(kTitled, session.title());
}

void AddPlace(const v1::SessionRow& session, v1::Reminder& told) {
  *told.add_parameters() = DateParameter("day", session.day());
  *told.add_parameters() = IdParameter("time", session.time());
  *told.add_parameters() = IdParameter("place", session.place());
  *told.add_parameters() = DateParameter("last_day", session.last_day());
  *told.add_parameters() = IdParameter("end_time", session.end_time());
  *told.add_parameters() = NumberParameter("half_days", session.half_days());
}

std::string MessageOf(const std::string& tenant, const v1::Reminder& told) {
  return MessageIdOf(tenant, told.reminder_id(), told.recipient_id(), told.template_id());
}

void Supersede(const std::string& tenant, const std::string& key, const v1::Reminder& told,
               WritableRows& rows) {
  const auto before = rows.Load<v1::Reminder>(key);
  if (before && before->reminder_id() != told.reminder_id()) TakeBack(tenant, *before, rows);
  PutReminder(tenant, told, rows);
  rows.Store(key, told);
}

void ApplyMissions(const Happened& happened, WritableRows& rows) {
  const std::string& tenant = happened.commit.tenant();
  if (eventsourcing::Holds<MissionEvent>(happened.event))
    return ApplyMission(happened, eventsourcing::Decode<MissionEvent>(happened.event), rows);
  if (eventsourcing::Holds<QualityEvent>(happened.event))
    return ApplyQuality(happened, eventsourcing::Decode<QualityEvent>(happened.event), rows);
  if (!eventsourcing::Holds<RollEvent>(happened.event)) return;
  const auto event = eventsourcing::Decode<RollEvent>(happened.event);
  if (event.has_participant_registered()) Convoke(happened, event.participant_registered(), rows);
  if (event.has_participant_withdrawn())
    Withdraw(tenant, event.participant_withdrawn().participant_id(), rows);
  if (event.has_certificates_due()) Certify(happened, event.certificates_due(), rows);
}
}  // namespace aor::notifications
