// What is known of coordinators and facilitators, looked up before a command is decided.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "aor/missions/v1/facilitator_events.pb.h"
#include "services/missions/domain/rules.h"

namespace aor::missions {
struct Known {
  std::vector<v1::LevelRecorded> levels;  // that were not revoked
  std::vector<v1::PayeeRecorded> payees;  // in the order in which they were recorded
};
using People = std::map<std::string, Known>;

// The highest that holds on the day; empty: none.
std::string LevelOn(const People& people, const std::string& person, calendar::Date day,
                    const Rules& rules);
// As of the day: who moves abroad is paid for earlier sessions as before. Nothing: not recorded.
std::optional<Payee> PayeeOn(const People& people, const std::string& person, calendar::Date day);
}  // namespace aor::missions
