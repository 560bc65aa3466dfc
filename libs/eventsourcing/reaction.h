// Whenever this happened there, do that here.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "libs/eventsourcing/projection.h"
#include "libs/eventsourcing/runtime.h"

namespace aor::eventsourcing {
// A decider whose input is other contexts' published events. The owner of the
// target chain runs it; its commit carries the consumed range, so each event
// takes effect exactly once however often the source is read. Values it uses are
// copied from the event: two logs arrive in any order.
class Reaction {
 public:
  virtual ~Reaction() = default;
  virtual std::string name() const = 0;
  virtual std::vector<std::string> sources() const = 0;  // names of other logs
  // The keys (of this log) that an event concerns; none if it concerns nobody here.
  // Those of one chain share a commit.
  virtual std::vector<std::string> KeysOf(const Happened& happened) const = 0;
  // Adds what follows, and insists on it (Insist): what may be refused with reason is looked at
  // before, or parked as an event.
  virtual void React(const Happened& happened, const std::string& key,
                     Transaction& transaction) = 0;
};

// Looks at the clock: called every tick with the time, and after AdvanceTo. What is
// due it executes with request ids derived from the item, so that a tick may come twice.
// One whose view has stopped (ViewStopped) looks again at the next tick.
class Deadline {
 public:
  virtual ~Deadline() = default;
  virtual std::string name() const = 0;
  virtual void At(absl::Time now) = 0;
};
}  // namespace aor::eventsourcing
