// What a mission waits for before it closes, with what to do about each.
#pragma once

#include "aor/missions/v1/missions_rows.pb.h"
#include "services/missions/api/tools.h"

namespace aor::missions {
// What happened, folded: the rules themselves say what is counted and what blocks.
Mission Folded(const eventsourcing::Rows& rows, const std::string& tenant,
               const std::string& mission);
// A fee that was not requested is asked for on trial: nobody is told to do what would be refused.
void AddBlockers(const Tools& tools, const eventsourcing::Rows& rows, const std::string& tenant,
                 const Mission& mission,
                 google::protobuf::RepeatedPtrField<v1::ClosingBlocker>& list);
}  // namespace aor::missions
