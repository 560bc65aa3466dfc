// Whenever a session's end has passed: records it, lets its certificates and questionnaires leave,
// and closes the mission if that was all it waited for. A day later whoever is not marked on a
// half-day is waited for no longer.
#pragma once

#include <memory>
#include <set>
#include <string>

#include "libs/eventsourcing/reaction.h"
#include "services/missions/api/tools.h"

namespace aor::missions {
class SessionEnds final : public eventsourcing::Deadline {
 public:
  explicit SessionEnds(Tools tools) : tools_(std::move(tools)) {}
  std::string name() const override { return "session-ends"; }
  void At(absl::Time now) override;

 private:
  bool Record(const std::string& due, const std::string& prefix, const std::string& name);

  Tools tools_;
  std::set<std::string> done_;  // until the view has seen it
};
}  // namespace aor::missions
