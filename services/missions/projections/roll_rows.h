// A session's roll as rows: what it is as a whole, and below that one row for each participant.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "aor/missions/v1/missions_rows.pb.h"
#include "libs/eventsourcing/projection.h"

namespace aor::missions {
// Where the rows of a roll are, by what its stream is named after. Older rolls are named by their
// session alone, which a mission on another chain may use too: there the chain keeps them apart.
std::string RollIdOf(std::string_view roll, uint32_t chain);
// The first mission that plans a session of the roll has it.
void OpenRoll(const std::string& tenant, const std::string& mission, const std::string& roll,
              eventsourcing::WritableRows& rows);
void ApplyRoll(const eventsourcing::Happened& happened, eventsourcing::WritableRows& rows);

struct RollRead {
  uint32_t heads = 0;
  std::vector<v1::ParticipantRow> participants;  // in the order in which they were registered
};
// Nothing for the roll of another mission.
std::optional<RollRead> ReadRoll(const eventsourcing::Rows& rows, const std::string& tenant,
                                 const std::string& mission, const v1::SessionRecord& session);
}  // namespace aor::missions
