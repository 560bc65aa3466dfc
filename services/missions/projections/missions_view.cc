#include "services/missions/projections/missions_view.h"

#include <google/protobuf/util/message_differencer.h>

#include "aor/missions/v1/complaint_events.pb.h"
#include "aor/missions/v1/facilitator_events.pb.h"
#include "aor/missions/v1/quality_events.pb.h"
#include "libs/eventsourcing/event_types.h"
#include "libs/eventsourcing/transaction.h"
#include "services/missions/projections/mission_change.h"

namespace aor::missions {
using eventsourcing::BrokenHistory;
using eventsourcing::Decode;
using eventsourcing::Happened;
using eventsourcing::Holds;
using eventsourcing::RowKey;
using eventsourcing::WritableRows;

std::string WorkPrefix(const std::string& tenant, v1::WorkKind kind) {
  return RowKey(tenant, "work", v1::WorkKind_Name(kind)) + "/";
}

std::string Padded(int64_t number) {
  std::string digits = std::to_string(number);
  constexpr size_t kDigits = 12;
  return digits.size() < kDigits ? std::string(kDigits - digits.size(), '0') + digits : digits;
}

namespace {
constexpr std::string_view kRollStream = "roll-", kFacilitatorStream = "facilitator-";

v1::ParticipantRow& ParticipantIn(v1::RollRow& row, const std::string& id) {
  for (auto& participant : *row.mutable_participants())
    if (participant.registered().participant_id() == id) return participant;
  throw BrokenHistory("roll: no participant " + id);
}

void SetMark(v1::RollRow& row, const std::string& id, const std::string& half_day, bool present) {
  auto& participant = ParticipantIn(row, id);
  for (auto& mark : *participant.mutable_marks())
    if (mark.half_day() == half_day) return mark.set_present(present);
  auto& mark = *participant.add_marks();
  mark.set_half_day(half_day);
  mark.set_present(present);
}

void TakeName(v1::RollRow& row, const v1::ParticipantNamed& named) {
  auto& registered = *ParticipantIn(row, named.participant_id()).mutable_registered();
  *registered.mutable_surname() = named.surname();
  *registered.mutable_given_names() = named.given_names();
  registered.set_name_index(named.name_index());
}

void TakeCorrection(v1::RollRow& row, const v1::AttendanceCorrected& corrected) {
  SetMark(row, corrected.participant_id(), corrected.half_day(), corrected.is());
  *ParticipantIn(row, corrected.participant_id()).add_corrections() = corrected;
}

void Take(v1::RollRow& row, const v1::RollEvent& event) {
  using Event = v1::RollEvent;
  switch (event.kind_case()) {
    case Event::kParticipantRegistered:
      *row.add_participants()->mutable_registered() = event.participant_registered();
      return;
    case Event::kParticipantNamed: return TakeName(row, event.participant_named());
    case Event::kParticipantWithdrawn:
      return ParticipantIn(row, event.participant_withdrawn().participant_id()).set_withdrawn(true);
    case Event::kHeadCountStated: return row.set_heads(event.head_count_stated().people());
    case Event::kAttendanceMarked: {
      const auto& marked = event.attendance_marked();
      for (const auto& id : marked.present()) SetMark(row, id, marked.half_day(), true);
      for (const auto& id : marked.absent()) SetMark(row, id, marked.half_day(), false);
      return;
    }
    case Event::kAttendanceCorrected: return TakeCorrection(row, event.attendance_corrected());
    case Event::kCertificatesDue:
      for (const auto& certificate : event.certificates_due().certificates())
        *ParticipantIn(row, certificate.participant_id()).mutable_certificate() = certificate;
      return;
    case Event::kParticipantErased:
      return ParticipantIn(row, event.participant_erased().participant_id()).set_erased(true);
    case Event::KIND_NOT_SET: break;
  }
  throw BrokenHistory("roll: unknown event");
}

void ApplyRoll(const Happened& happened, WritableRows& rows) {
  const std::string& tenant = happened.commit.tenant();
  const auto event = Decode<v1::RollEvent>(happened.event);
  const std::string key = RowKey(tenant, "roll", happened.stream.name().substr(kRollStream.size()));
  auto row = rows.Load<v1::RollRow>(key).value_or(v1::RollRow());
  Take(row, event);
  rows.Store(key, row);
  if (event.has_participant_erased())
    rows.Put(kErasedPrefix + tenant + "/" + event.participant_erased().participant_id(), "");
}

void Revoke(v1::FacilitatorRow& row, const v1::LevelRevoked& revoked) {
  using google::protobuf::util::MessageDifferencer;
  v1::FacilitatorRow kept;
  for (const auto& level : row.levels())
    if (level.level() != revoked.level() ||
        !MessageDifferencer::Equals(level.valid_from(), revoked.valid_from()))
      *kept.add_levels() = level;
  row.mutable_levels()->Swap(kept.mutable_levels());
}

void ApplyFacilitator(const Happened& happened, WritableRows& rows) {
  const auto event = Decode<v1::FacilitatorEvent>(happened.event);
  const std::string key = RowKey(happened.commit.tenant(), "facilitator",
                                 happened.stream.name().substr(kFacilitatorStream.size()));
  auto row = rows.Load<v1::FacilitatorRow>(key).value_or(v1::FacilitatorRow());
  if (event.has_level_recorded()) *row.add_levels() = event.level_recorded();
  if (event.has_level_revoked()) Revoke(row, event.level_revoked());
  if (event.has_payee_recorded()) *row.add_payees() = event.payee_recorded();
  rows.Store(key, row);
}
}  // namespace

void MissionsView::Apply(const Happened& happened, WritableRows& rows) {
  if (Holds<v1::MissionEvent>(happened.event))
    return MissionChange(happened, rows).Apply(Decode<v1::MissionEvent>(happened.event));
  if (Holds<v1::RollEvent>(happened.event)) return ApplyRoll(happened, rows);
  if (Holds<v1::FacilitatorEvent>(happened.event)) return ApplyFacilitator(happened, rows);
  if (Holds<v1::QualityEvent>(happened.event)) return ApplyQuality(happened, rows);
  if (Holds<v1::ComplaintEvent>(happened.event)) return ApplyComplaint(happened, rows);
  throw BrokenHistory("missions: unknown event " + happened.event.type());
}
}  // namespace aor::missions
