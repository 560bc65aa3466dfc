// Callers that wait until all views have come far enough. One thread looks for all of them: none
// holds a thread of the pool, and who went away is let go.
#pragma once

#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "libs/eventsourcing/projector.h"
#include "libs/rpc/call.h"

namespace aor::operations {
// Wanted sequences by log and chain; empty: all that there is.
using Wanted = std::map<std::pair<std::string, uint32_t>, uint64_t>;

class Settling {
 public:
  struct Waiter {
    Wanted wanted;
    std::shared_ptr<rpc::Call> call;
    // Once: OK, UNAVAILABLE after 10 s (what lags is named; wait again), DEADLINE_EXCEEDED or
    // CANCELLED.
    std::function<void(const absl::Status&)> answer;
    absl::Time until = absl::InfiniteFuture();
    int settled = 0;  // looks in a row that found nothing lagging
  };
  explicit Settling(std::function<std::vector<eventsourcing::ViewPosition>()> positions);
  ~Settling();              // those that still wait hear UNAVAILABLE
  bool Add(Waiter waiter);  // false: too many wait

 private:
  void Loop();
  std::vector<Waiter> Take();
  // What to answer now; nothing while it waits.
  static std::optional<absl::Status> Look(
      Waiter& waiter, const std::vector<eventsourcing::ViewPosition>& positions);

  const std::function<std::vector<eventsourcing::ViewPosition>()> positions_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::vector<Waiter> waiters_;
  bool stopping_ = false;
  std::thread thread_;  // last: it uses the rest
};
}  // namespace aor::operations
