#include "services/missions/projections/roll_rows.h"

#include <algorithm>

#include "libs/eventsourcing/event_types.h"
#include "libs/eventsourcing/row_key.h"
#include "libs/eventsourcing/transaction.h"
#include "services/missions/projections/missions_view.h"

namespace aor::missions {
using eventsourcing::BrokenHistory;
using eventsourcing::Happened;
using eventsourcing::ParsedRow;
using eventsourcing::RowKey;
using eventsourcing::RowPrefix;
using eventsourcing::Rows;
using eventsourcing::WritableRows;

namespace {
constexpr std::string_view kRollStream = "roll-";

std::string RollIn(const Happened& happened) {
  return RollIdOf(std::string_view(happened.stream.name()).substr(kRollStream.size()),
                  happened.chain);
}

// One roll's rows, each loaded and written by itself: what a commit costs follows from whom it
// names, not from how many take part.
class RollChange {
 public:
  RollChange(const Happened& happened, WritableRows& rows)
      : rows_(rows), tenant_(happened.commit.tenant()), roll_(RollIn(happened)) {}
  void Apply(const v1::RollEvent& event);

 private:
  template <class Change>
  void OnRoll(Change change) {
    const std::string key = RowKey(tenant_, "roll", roll_);
    auto row = rows_.Load<v1::RollRow>(key).value_or(v1::RollRow());
    change(row);
    rows_.Store(key, row);
  }
  template <class Change>
  void OnParticipant(const std::string& id, Change change) {
    const std::string key = RowKey(tenant_, "roll", roll_, id);
    auto row = rows_.Load<v1::ParticipantRow>(key);
    if (!row) throw BrokenHistory("roll " + roll_ + ": no participant " + id);
    change(*row);
    rows_.Store(key, *row);
  }
  void Register(const v1::ParticipantRegistered& registered);
  void TakeName(const v1::ParticipantNamed& named);
  void Mark(const v1::AttendanceMarked& marked);
  void Correct(const v1::AttendanceCorrected& corrected);
  void Certify(const v1::CertificatesDue& due);
  void Erase(const std::string& id);
  void Settle(const v1::AttendanceSettled& settled);

  WritableRows& rows_;
  const std::string tenant_, roll_;
};

void SetMark(v1::ParticipantRow& participant, const std::string& half_day, bool present) {
  for (auto& mark : *participant.mutable_marks())
    if (mark.half_day() == half_day) return mark.set_present(present);
  auto& mark = *participant.add_marks();
  mark.set_half_day(half_day);
  mark.set_present(present);
}

void RollChange::Register(const v1::ParticipantRegistered& registered) {
  v1::ParticipantRow participant;
  *participant.mutable_registered() = registered;
  OnRoll([&](v1::RollRow& row) {
    participant.set_place(row.registered());
    row.set_registered(row.registered() + 1);
  });
  rows_.Store(RowKey(tenant_, "roll", roll_, registered.participant_id()), participant);
}

void RollChange::TakeName(const v1::ParticipantNamed& named) {
  OnParticipant(named.participant_id(), [&](v1::ParticipantRow& row) {
    *row.mutable_registered()->mutable_surname() = named.surname();
    *row.mutable_registered()->mutable_given_names() = named.given_names();
    row.mutable_registered()->set_name_index(named.name_index());
  });
}

void RollChange::Mark(const v1::AttendanceMarked& marked) {
  for (const bool present : {true, false})
    for (const auto& id : present ? marked.present() : marked.absent())
      OnParticipant(id, [&](v1::ParticipantRow& row) { SetMark(row, marked.half_day(), present); });
}

void RollChange::Correct(const v1::AttendanceCorrected& corrected) {
  OnParticipant(corrected.participant_id(), [&](v1::ParticipantRow& row) {
    SetMark(row, corrected.half_day(), corrected.is());
    *row.add_corrections() = corrected;
  });
}

void RollChange::Certify(const v1::CertificatesDue& due) {
  for (const auto& certificate : due.certificates())
    OnParticipant(certificate.participant_id(),
                  [&](v1::ParticipantRow& row) { *row.mutable_certificate() = certificate; });
}

void RollChange::Erase(const std::string& id) {
  OnParticipant(id, [](v1::ParticipantRow& row) { row.set_erased(true); });
  rows_.Put(kErasedPrefix + tenant_ + "/" + id, "");
}

void RollChange::Settle(const v1::AttendanceSettled& settled) {
  OnRoll([](v1::RollRow& row) { row.set_settled(true); });
  rows_.Delete(SettlingKey(tenant_, settled.mission_id(), settled.session_id(),
                           settled.ended_at().seconds()));
}

void RollChange::Apply(const v1::RollEvent& event) {
  using Event = v1::RollEvent;
  switch (event.kind_case()) {
    case Event::kParticipantRegistered: return Register(event.participant_registered());
    case Event::kParticipantNamed: return TakeName(event.participant_named());
    case Event::kParticipantWithdrawn:
      return OnParticipant(event.participant_withdrawn().participant_id(),
                           [](v1::ParticipantRow& row) { row.set_withdrawn(true); });
    case Event::kHeadCountStated:
      return OnRoll([&](v1::RollRow& row) { row.set_heads(event.head_count_stated().people()); });
    case Event::kAttendanceMarked: return Mark(event.attendance_marked());
    case Event::kAttendanceCorrected: return Correct(event.attendance_corrected());
    case Event::kCertificatesDue: return Certify(event.certificates_due());
    case Event::kParticipantErased: return Erase(event.participant_erased().participant_id());
    case Event::kAttendanceSettled: return Settle(event.attendance_settled());
    case Event::KIND_NOT_SET: break;
  }
  throw BrokenHistory("roll: unknown event");
}
}  // namespace

std::string RollIdOf(std::string_view roll, uint32_t chain) {
  if (roll.find('~') != std::string_view::npos) return std::string(roll);
  return "~" + std::to_string(chain) + "~" + std::string(roll);
}

void OpenRoll(const std::string& tenant, const std::string& mission, const std::string& roll,
              WritableRows& rows) {
  const std::string key = RowKey(tenant, "roll", roll);
  if (rows.Get(key)) return;
  v1::RollRow row;
  row.set_mission_id(mission);
  rows.Store(key, row);
}

void ApplyRoll(const Happened& happened, WritableRows& rows) {
  RollChange(happened, rows).Apply(eventsourcing::Decode<v1::RollEvent>(happened.event));
}

std::optional<RollRead> ReadRoll(const Rows& rows, const std::string& tenant,
                                 const std::string& mission, const v1::SessionRecord& session) {
  const auto row = rows.Load<v1::RollRow>(RowKey(tenant, "roll", session.roll()));
  if (!row || row->mission_id() != mission) return std::nullopt;
  RollRead read{row->heads(), {}};
  rows.Scan(RowPrefix(tenant, "roll", session.roll()), "",
            [&](std::string_view, std::string_view participant) {
              read.participants.push_back(ParsedRow<v1::ParticipantRow>(participant));
              return true;
            });
  std::ranges::sort(read.participants, {}, &v1::ParticipantRow::place);
  return read;
}
}  // namespace aor::missions
