// Files that come in from outside: each is taken and gone, or set aside with the reason, for
// somebody to look at. A folder may be a maildir that a mail server delivers to.
#pragma once

#include <absl/status/status.h>
#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/registry.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "libs/eventsourcing/reaction.h"
#include "libs/rpc/pool.h"

namespace aor::notifications {
// What became of a file. OK: taken. UNAVAILABLE: nobody could be asked, again later, however
// long. NOT_FOUND: of nothing that we know yet, again later, for a while. Anything else: never.
using TakeFile = std::function<absl::Status(const std::string& content)>;
struct Inbox {
  std::string kind;    // in the metric: mail, receipt
  std::string folder;  // new/ holds what came; set-aside/ what nobody could take
  TakeFile take;
};

// The folders of an inbox, which a mail server knows as a maildir. False where they cannot be.
bool MakeMaildir(const std::string& folder);

// Any number of processes may look at one folder.
class Intake final : public eventsourcing::Deadline {
 public:
  static constexpr size_t kTurn = 100;           // files of a folder in one look
  static constexpr size_t kMostSetAside = 1000;  // the oldest go
  static constexpr std::chrono::minutes kKnownWithin{10};

  Intake(std::vector<Inbox> inboxes, prometheus::Registry& registry);
  std::string name() const override { return "intake"; }
  void At(absl::Time now) override;
  void Look();  // at all of them, once

 private:
  using Clock = std::chrono::steady_clock;
  void Look(const Inbox& inbox);
  void Take(const Inbox& inbox, const std::string& path);
  void SetAside(const Inbox& inbox, const std::string& path, const absl::Status& why);
  bool WaitsStill(const std::string& path);
  void Wait(const std::string& path, const absl::Status& why);

  const std::vector<Inbox> inboxes_;
  prometheus::Family<prometheus::Counter>& totals_;  // by kind and outcome
  std::map<std::string, Clock::time_point> again_;   // files that are not looked at before
  bool told_ = false;                                // in this look, that something waits
  std::atomic<bool> looking_ = false;
  rpc::Pool pool_;  // last: its thread uses all of the above
};
}  // namespace aor::notifications
