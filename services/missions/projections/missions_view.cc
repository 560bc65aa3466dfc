#include "services/missions/projections/missions_view.h"

#include <google/protobuf/util/message_differencer.h>

#include "aor/missions/v1/complaint_events.pb.h"
#include "aor/missions/v1/facilitator_events.pb.h"
#include "aor/missions/v1/quality_events.pb.h"
#include "libs/eventsourcing/event_types.h"
#include "libs/eventsourcing/transaction.h"
#include "services/missions/domain/roll.h"
#include "services/missions/projections/directory_rows.h"
#include "services/missions/projections/mission_change.h"
#include "services/missions/projections/roll_rows.h"

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

std::string SettlingKey(const std::string& tenant, const std::string& mission,
                        const std::string& session, int64_t ended_at) {
  const int64_t until = ended_at + std::chrono::seconds(roll::kMarkedWithin).count();
  return kSettlingPrefix + Padded(until) + "/" + tenant + "/" + mission + "/" + session;
}

namespace {
constexpr std::string_view kFacilitatorStream = "facilitator-";

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
  if (happened.commit.log() == "directory") return ApplyDirectory(happened, rows);
  if (Holds<v1::MissionEvent>(happened.event))
    return MissionChange(happened, rows).Apply(Decode<v1::MissionEvent>(happened.event));
  if (Holds<v1::RollEvent>(happened.event)) return ApplyRoll(happened, rows);
  if (Holds<v1::FacilitatorEvent>(happened.event)) return ApplyFacilitator(happened, rows);
  if (Holds<v1::QualityEvent>(happened.event)) return ApplyQuality(happened, rows);
  if (Holds<v1::ComplaintEvent>(happened.event)) return ApplyComplaint(happened, rows);
  throw BrokenHistory("missions: unknown event " + happened.event.type());
}
}  // namespace aor::missions
