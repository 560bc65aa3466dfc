#include "services/missions/deadlines/session_ends.h"

#include <absl/strings/str_split.h>

#include <vector>

#include "libs/ids/uuid.h"
#include "services/missions/api/roll_wishes.h"
#include "services/missions/api/wishes.h"
#include "services/missions/projections/missions_view.h"

namespace aor::missions {
namespace {
constexpr char kActor[] = "missions-deadlines";
constexpr size_t kMostOfTick = 500;
}  // namespace

// The rows are in the order of their ends; what is recorded leaves them with its event.
void SessionEnds::At(absl::Time now) {
  const std::string prefix = kEndingPrefix;
  const std::string until = prefix + Padded(absl::ToUnixSeconds(now) + 1);
  std::vector<std::string> due;
  tools_.view.rows().Scan(prefix, "", [&](std::string_view key, std::string_view) {
    if (key >= until || due.size() == kMostOfTick) return false;
    due.emplace_back(key);
    return true;
  });
  std::set<std::string> done;
  for (const auto& key : due) {
    const std::vector<std::string> parts = absl::StrSplit(key.substr(prefix.size()), '/');
    if (done_.contains(key) || Record(parts.at(1), parts.at(2), parts.at(3), parts.at(0)))
      done.insert(key);
  }
  done_ = std::move(done);
}

bool SessionEnds::Record(const std::string& tenant, const std::string& mission,
                         const std::string& session, const std::string& end) {
  if (!tools_.runtime.DecidesOn(tenant, mission)) return false;
  eventsourcing::Request request;
  request.tenant = tenant;
  request.key = mission;
  request.method = "aor.missions.v1.ReachSessionEnd";
  // Of this end: a session that was moved has another one.
  request.request_id = DerivedId(tenant, mission + "/" + session, "session end " + end);
  request.body = mission + "/" + session;
  request.actor = kActor;
  const Actor clock{kActor, true};
  return tools_.runtime
      .ExecuteAndWait(std::move(request),
                      [=, this](eventsourcing::Transaction& transaction) {
                        auto refused = DecideOnRoll(transaction, *tools_.quality, mission, session,
                                                    clock, roll::ReachEnd{});
                        return refused ? refused
                                       : DecideOnMission(transaction, tools_, mission, clock,
                                                         missions::ReachSessionEnd{session});
                      })
      .ok();
}
}  // namespace aor::missions
