// Whenever a gate of a contract's work has another answer than was last published, by a new fact or
// by a day that came: publishes it.
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>

#include "libs/eventsourcing/reaction.h"
#include "libs/eventsourcing/runtime.h"
#include "services/credentials/domain/gate_days.h"

namespace aor::credentials {
class GateWatch final : public eventsourcing::Deadline {
 public:
  GateWatch(eventsourcing::Runtime& runtime, eventsourcing::View& view)
      : runtime_(runtime), view_(view) {}
  std::string name() const override { return "gate-watch"; }
  void At(absl::Time now) override;

 private:
  using Contract = std::pair<std::string, std::string>;  // tenant, contract

  void TakeChanges(absl::Time now);
  void TakeChange(const std::string& tenant, const std::string& part, absl::Time now);
  void TakeAll(const std::string& prefix, absl::Time now);
  void LookAt(const Contract& contract, absl::Time when);
  // When to look again.
  absl::Time Look(const Contract& contract, absl::Time now);
  bool Tell(const Contract& contract, const std::vector<gate_days::Observe>& found,
            uint64_t version);

  eventsourcing::Runtime& runtime_;
  eventsourcing::View& view_;
  int64_t next_change_ = -1;  // none taken in this life
  std::map<Contract, absl::Time> due_;
  std::set<std::pair<absl::Time, Contract>> by_time_;
};
}  // namespace aor::credentials
