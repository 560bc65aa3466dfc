// Missions, rolls and facilitators as they stand, who has which, what is to be looked at, what
// ends when, what was answered and complained of.
#pragma once

#include <string>

#include "aor/missions/v1/missions_rows.pb.h"
#include "libs/eventsourcing/projection.h"
#include "libs/eventsourcing/row_key.h"

namespace aor::missions {
//   <tenant>/mission/<mission>                        Mission
//   <tenant>/history/<mission>/<version>              MissionEvent: folded by whom rules are asked
//   <tenant>/by-state/<open|closed>/<mission>         the mission's id
//   <tenant>/of-client/<client>/<open|closed>/<mission>
//   <tenant>/of-person/<person>/<open|closed>/<mission>   coordinates it, or was ever enrolled
//   <tenant>/roll/<roll>                              RollRow
//   <tenant>/roll/<roll>/<participant>                ParticipantRow
//   <tenant>/facilitator/<person>                     FacilitatorRow
//   <tenant>/registered/<kind>/<id>                   nothing: of whom the directory knows
//   <tenant>/work/<kind>/<mission>/<session, fee or kind of session>   WorkItem
//   <tenant>/asking/<asking>                          AskingRow
//   <tenant>/asking-of/<mission>/<session>/<asking>   the asking's id
//   <tenant>/quality/<mission>/<session>              QualityRow
//   <tenant>/complaint/<complaint>                    ComplaintRow
//   <tenant>/complaint-of/<mission>/<complaint>       the complaint's id
//   <tenant>/complaint-about/<facilitator>/<complaint>
//   <tenant>/complaint-due/<day>/<complaint>          while it is open
//   /ending/<seconds>/<tenant>/<mission>/<session>    empty: ends then, of all tenants
//   /settling/<seconds>/<tenant>/<mission>/<session>  empty: its marks are waited for until then
//   /erased/<tenant>/<participant>                    empty: a key to destroy
inline constexpr char kEndingPrefix[] = "/ending/";
inline constexpr char kSettlingPrefix[] = "/settling/";
inline constexpr char kErasedPrefix[] = "/erased/";
inline constexpr char kOpen[] = "open", kClosed[] = "closed";
std::string WorkPrefix(const std::string& tenant, v1::WorkKind kind);
// Sorts as the numbers do.
std::string Padded(int64_t number);
// Of a session that ended then.
std::string SettlingKey(const std::string& tenant, const std::string& mission,
                        const std::string& session, int64_t ended_at);

class MissionsView final : public eventsourcing::Projection {
 public:
  std::string name() const override { return "missions"; }
  int version() const override { return 5; }
  std::vector<std::string> logs() const override { return {"directory", "missions"}; }
  void Apply(const eventsourcing::Happened& happened, eventsourcing::WritableRows& rows) override;
};

// Parts of Apply: each takes one kind of event.
void ApplyQuality(const eventsourcing::Happened& happened, eventsourcing::WritableRows& rows);
void ApplyComplaint(const eventsourcing::Happened& happened, eventsourcing::WritableRows& rows);
}  // namespace aor::missions
