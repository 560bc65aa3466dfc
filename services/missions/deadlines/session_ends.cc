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
  std::set<std::string> done;
  for (const auto& [prefix, name] : {std::pair{kEndingPrefix, "session end "},
                                     std::pair{kSettlingPrefix, "attendance settled "}}) {
    const std::string until = prefix + Padded(absl::ToUnixSeconds(now) + 1);
    std::vector<std::string> due;
    tools_.view.rows().Scan(prefix, "", [&](std::string_view key, std::string_view) {
      if (key >= until || due.size() == kMostOfTick) return false;
      due.emplace_back(key);
      return true;
    });
    for (const auto& key : due)
      if (done_.contains(key) || Record(key, prefix, name)) done.insert(key);
  }
  done_ = std::move(done);
}

// Both ask what is to be said of the session by now; `name` tells the one request from the other.
bool SessionEnds::Record(const std::string& due, const std::string& prefix,
                         const std::string& name) {
  const std::vector<std::string> parts = absl::StrSplit(due.substr(prefix.size()), '/');
  const std::string &end = parts.at(0), &tenant = parts.at(1), &mission = parts.at(2),
                    &session = parts.at(3);
  if (!tools_.runtime.DecidesOn(tenant, mission)) return false;
  eventsourcing::Request request;
  request.tenant = tenant;
  request.key = mission;
  request.method = "aor.missions.v1.ReachSessionEnd";
  // Of this end: a session that was moved has another one.
  request.request_id = DerivedId(tenant, mission + "/" + session, name + end);
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
