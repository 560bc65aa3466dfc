// Whenever a gate of a contract's work has another answer than was last published, by a new fact or
// by a day that came: publishes it.
#pragma once

#include <future>
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
  bool IsDue(absl::Time now) const { return !by_time_.empty() && by_time_.begin()->first <= now; }
  // Looks at some that are due, and waits for what it told of them together.
  void LookAtBatch(absl::Time now);
  // What others have to be told, and when to look again once they were.
  struct Outlook {
    absl::Time next;
    std::vector<gate_days::Observe> untold = {};
    uint64_t version = 0;  // of what was told before
  };
  Outlook Look(const Contract& contract, absl::Time now) const;
  // Was it told?
  std::future<bool> Tell(const Contract& contract, const Outlook& outlook);

  eventsourcing::Runtime& runtime_;
  eventsourcing::View& view_;
  int64_t next_change_ = -1;  // none taken in this life
  std::map<Contract, absl::Time> due_;
  std::set<std::pair<absl::Time, Contract>> by_time_;
};
}  // namespace aor::credentials
