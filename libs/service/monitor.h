// Looks after a running process: turns stopped views, a full disk or a broken store into
// health and metrics, and signs the heads. Health knows each service by its name, the log as
// "", "keyring", which stops at the first value that does not open although nobody destroyed its
// key, and two names for orchestrators: "live", the process answers, and "ready", it may be
// asked: it has once caught up with its logs, and something can be read here, even while
// nothing can be written.
#pragma once

#include <grpcpp/grpcpp.h>

#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "libs/service/gauges.h"
#include "libs/service/process.h"

namespace aor::service {
class Monitor {
 public:
  // Process and server outlive it. `services`: ours, by full name.
  Monitor(Process& process, grpc::Server& server, std::vector<std::string> services);
  ~Monitor();
  std::shared_ptr<prometheus::Collectable> gauges() const { return gauges_; }

 private:
  void Loop();
  void LookAtHealth();
  bool HasCaughtUp(const absl::Status& storage) const;
  void Report(const std::string& what, const absl::Status& status);
  void SignHeads();

  Process& process_;
  grpc::Server& server_;
  const std::vector<std::string> services_;
  const std::shared_ptr<Gauges> gauges_;
  std::map<std::string, absl::Status> last_;
  absl::Time tried_to_sign_at_ = absl::InfinitePast();
  std::mutex mutex_;
  std::condition_variable stop_;
  bool stopping_ = false;
  bool caught_up_ = false;
  std::thread thread_;  // last: it uses all of the above
};
}  // namespace aor::service
