// The papers of a training session, from its roll: who signs on the day, and what certifies
// afterwards who was there.
#include <absl/strings/str_split.h>

#include "libs/documents/papers/training.h"
#include "libs/ids/content_digest.h"
#include "libs/rpc/errors.h"
#include "services/documents/papers/paper.h"

namespace aor::documents {
namespace {
using missions::v1::GetRollResponse;
using missions::v1::Participant;

// <mission>/<session>, and of a certificate /<participant>
struct Named {
  std::string mission, session, participant;
};
std::optional<Named> NamedIn(const Wanted& wanted) {
  const std::vector<std::string> parts = absl::StrSplit(wanted.source_id, '/');
  const bool certificate = wanted.kind == v1::DOCUMENT_KIND_PARTICIPATION_CERTIFICATE;
  if (parts.size() != (certificate ? 3u : 2u)) return std::nullopt;
  return Named{parts[0], parts[1], certificate ? parts[2] : ""};
}

// All that both papers are printed from.
struct Held {
  missions::v1::Mission mission;
  GetRollResponse roll;
  Known organisation, client, facilitator;
};

absl::StatusOr<Held> HeldOf(Records& records, const std::string& tenant, const Named& named) {
  auto mission = records.Mission(tenant, named.mission);
  if (!mission.ok()) return mission.status();
  auto roll = records.Roll(tenant, named.mission, named.session);
  if (!roll.ok()) return roll.status();
  if (roll->facilitator_id().empty())
    return NotFinal("Nobody runs the session yet: confirm a facilitator, then print it.");
  auto organisation = records.LegalEntity(tenant, mission->opened().legal_entity_id());
  if (!organisation.ok()) return organisation.status();
  auto client = records.Client(tenant, mission->opened().client_id());
  if (!client.ok()) return client.status();
  auto facilitator = records.Person(tenant, roll->facilitator_id());
  if (!facilitator.ok()) return facilitator.status();
  if (facilitator->erased) return Erased("The facilitator");
  return Held{*std::move(mission), *std::move(roll), *std::move(organisation), *std::move(client),
              *std::move(facilitator)};
}

std::vector<HalfDay> HalfDaysOf(const google::protobuf::RepeatedPtrField<std::string>& stated) {
  std::vector<HalfDay> half_days;
  for (const auto& text : stated)
    if (const auto half_day = ParseHalfDay(text)) half_days.push_back(*half_day);
  return half_days;
}

TrainingSession SessionOf(const Held& held) {
  const auto& planned = held.roll.session();
  TrainingSession session;
  session.number = planned.session_id();
  session.mission = held.mission.opened().mission_id();
  session.title = planned.title();
  session.place = planned.place();
  session.group = planned.group();
  session.facilitator = held.facilitator.party.who.name;
  session.is_training = planned.session_kind() == missions::v1::SESSION_KIND_TRAINING;
  for (const auto& time : planned.times()) session.times.push_back(calendar::FromProto(time));
  session.half_days = HalfDaysOf(planned.half_days());
  return session;
}

std::string NameOf(const Participant& one) {
  std::string name = one.surname();
  if (!one.given_names().empty()) name += (name.empty() ? "" : " ") + one.given_names();
  return name;
}

bool TakesPart(const Participant& one) { return !one.withdrawn() && !one.erased(); }

// By who they are, not by what they are called: a digest of a name could be guessed.
v1::SourceRecord SourceIn(const Held& held, const Wanted& wanted, const std::string& facts) {
  v1::SourceRecord source;
  source.set_context("missions");
  source.set_id(wanted.source_id);
  source.set_digest(ContentDigest(held.roll.session().SerializeAsString() +
                                  held.roll.facilitator_id() + "\n" + facts));
  return source;
}

Paper PaperFor(const Held& held, const Wanted& wanted, const std::string& facts) {
  const auto& opened = held.mission.opened();
  Paper paper{SourceIn(held, wanted, facts),
              {},
              wanted.source_id,
              ReaderFor(wanted.language, held.client.language, held.organisation),
              {}};
  paper.parties.set_client_id(opened.client_id());
  paper.parties.set_legal_entity_id(opened.legal_entity_id());
  paper.parties.set_facilitator_id(held.roll.facilitator_id());
  if (held.mission.coordinators_size() > 0)
    paper.parties.set_coordinator_id(held.mission.coordinators().rbegin()->coordinator_id());
  return paper;
}

absl::StatusOr<Paper> SheetPaper(const Held& held, const Wanted& wanted) {
  std::string facts;
  AttendanceSheet sheet;
  for (const auto& one : held.roll.participants()) {
    if (!TakesPart(one)) continue;
    facts += one.participant_id() + "/" + one.identity() + "\n";
    const std::string name = NameOf(one);
    sheet.participants.push_back(name.empty() ? Attendee{one.mail(), ""}
                                              : Attendee{name, one.mail()});
  }
  Paper paper = PaperFor(held, wanted, facts);
  sheet.reader = paper.reader;
  sheet.organisation = held.organisation.party, sheet.client = held.client.party;
  sheet.session = SessionOf(held);
  paper.print = [sheet = std::move(sheet)](const Press& press) { return Print(press, sheet); };
  return paper;
}

// The session's, the participant's and the version's: what a later one names.
std::string NumberOf(const Held& held, const std::string& participant, uint32_t version) {
  constexpr size_t kRecognised = 8;
  return held.roll.session().session_id() + "/" + participant.substr(0, kRecognised) + "/" +
         std::to_string(version);
}

Superseded SupersededBy(const Held& held, const std::string& participant,
                        const missions::v1::SupersededCertificate& stated) {
  Superseded superseded;
  superseded.number = NumberOf(held, participant, stated.version());
  if (stated.has_issued_at())
    superseded.issued =
        calendar::DayAt(calendar::Instant(std::chrono::seconds(stated.issued_at().seconds())),
                        held.organisation.zone);
  if (stated.cause() == missions::v1::CERTIFICATE_CAUSE_NAME)
    superseded.cause = Superseded::Cause::kName;
  superseded.reason = stated.reason();
  return superseded;
}

absl::StatusOr<Paper> CertificatePaper(const Held& held, const Wanted& wanted,
                                       const std::string& participant) {
  const Participant* named = nullptr;
  for (const auto& one : held.roll.participants())
    if (one.participant_id() == participant) named = &one;
  if (!named) return rpc::NotFound("participant", participant);
  if (named->erased()) return Erased("The participant");
  const auto& due = named->certificate();
  if (due.version() == 0 || due.revoked())
    return NotFinal(
        "Nothing is certified of this participant: the session is not over, or no half-day was "
        "marked.");
  if (NameOf(*named).empty())
    return NotFinal("The participant has no name yet: name them, then print the certificate.");
  Paper paper = PaperFor(held, wanted,
                         participant + "/" + named->identity() + "\n" + due.SerializeAsString());
  paper.parties.set_participant_id(participant);
  paper.source.set_part(std::to_string(due.version()));
  ParticipationCertificate certificate;
  certificate.reader = paper.reader;
  certificate.organisation = held.organisation.party;
  certificate.number = NumberOf(held, participant, due.version());
  if (due.has_supersedes())
    certificate.supersedes = SupersededBy(held, participant, due.supersedes());
  certificate.participant = NameOf(*named);
  certificate.session = SessionOf(held);
  certificate.attended = HalfDaysOf(due.half_days());
  paper.print = [certificate = std::move(certificate)](const Press& press) {
    return Print(press, certificate);
  };
  return paper;
}
}  // namespace

absl::StatusOr<Paper> TrainingPaper(Records& records, const Wanted& wanted) {
  const auto named = NamedIn(wanted);
  if (!named)
    return rpc::FieldError("source_id",
                           "give <mission>/<session>, and of a certificate /<participant>");
  const auto held = HeldOf(records, wanted.tenant, *named);
  if (!held.ok()) return held.status();
  return named->participant.empty() ? SheetPaper(*held, wanted)
                                    : CertificatePaper(*held, wanted, named->participant);
}
}  // namespace aor::documents
