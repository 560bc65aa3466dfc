// What the endpoints work with, and who is asking.
#pragma once

#include <memory>
#include <string>

#include "libs/eventsourcing/clock.h"
#include "libs/eventsourcing/projection.h"
#include "libs/eventsourcing/runtime.h"
#include "libs/rpc/edge.h"
#include "libs/vault/vault.h"
#include "services/missions/domain/mission.h"
#include "services/missions/domain/quality_book.h"

namespace aor::missions {
struct Tools {
  rpc::Edge edge;
  eventsourcing::View& view;  // of MissionsView
  eventsourcing::Runtime& runtime;
  vault::Vault& vault;
  const eventsourcing::Clock& clock;
  std::shared_ptr<const Rules> rules;
  std::shared_ptr<const QualityBook> quality;
};

Instant ToInstant(absl::Time time);
bool IsTeam(const rpc::Caller& caller);
Actor ActorOf(const rpc::Caller& caller);
std::string MissionStream(const std::string& mission);
std::string RollStream(const v1::SessionPlanned& session);
// What the view knows of these people.
People PeopleOf(const eventsourcing::Rows& rows, const std::string& tenant,
                const std::set<std::string>& persons);
// Everybody whom a decision on the mission may ask about, and those whom the wish names.
std::set<std::string> PersonsOf(const Mission& mission, const std::set<std::string>& named);
}  // namespace aor::missions
