#include "services/missions/api/tools.h"

#include "aor/missions/v1/missions_rows.pb.h"
#include "libs/eventsourcing/row_key.h"

namespace aor::missions {
Instant ToInstant(absl::Time time) {
  return Instant(std::chrono::seconds(absl::ToUnixSeconds(time)));
}

bool IsTeam(const rpc::Caller& caller) {
  return caller.Has("permanent_team") || caller.Has("service");
}

Actor ActorOf(const rpc::Caller& caller) { return {caller.person.value, IsTeam(caller)}; }

std::string MissionStream(const std::string& mission) { return "mission-" + mission; }
std::string RollStream(const v1::SessionPlanned& session) { return "roll-" + RollOf(session); }

People PeopleOf(const eventsourcing::Rows& rows, const std::string& tenant,
                const std::set<std::string>& persons) {
  People people;
  for (const auto& person : persons) {
    const auto row =
        rows.Load<v1::FacilitatorRow>(eventsourcing::RowKey(tenant, "facilitator", person));
    if (!row) continue;
    people[person].levels = {row->levels().begin(), row->levels().end()};
    people[person].payees = {row->payees().begin(), row->payees().end()};
  }
  return people;
}

std::set<std::string> PersonsOf(const Mission& mission, const std::set<std::string>& named) {
  std::set<std::string> persons = named;
  for (const auto& coordinator : mission.coordinators) persons.insert(coordinator.person);
  for (const auto& [id, session] : mission.sessions) persons.insert(session.active);
  persons.erase("");
  return persons;
}
}  // namespace aor::missions
