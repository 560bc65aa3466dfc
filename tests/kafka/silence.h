// How long a broker, or the machine with it, answered nobody: no bound that is promised counts
// that.
#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <thread>

#include "libs/eventlog/kafka/rdkafka_cluster.h"

namespace aor::testing {
class Silence {
 public:
  // The cluster outlives it.
  explicit Silence(eventlog::kafka::RdkafkaCluster& cluster)
      : thread_([this, &cluster] { Watch(cluster); }) {}
  ~Silence() {
    ends_ = true;
    thread_.join();
  }
  int64_t longest_ms() const { return longest_ms_; }

 private:
  void Watch(eventlog::kafka::RdkafkaCluster& cluster) {
    using Time = std::chrono::steady_clock;
    for (auto heard = Time::now(); !ends_;
         std::this_thread::sleep_for(std::chrono::milliseconds(20))) {
      if (!cluster.Reach().ok()) continue;
      const auto now = Time::now();
      longest_ms_ = std::max<int64_t>(
          longest_ms_, std::chrono::duration_cast<std::chrono::milliseconds>(now - heard).count());
      heard = now;
    }
  }
  std::atomic<bool> ends_ = false;
  std::atomic<int64_t> longest_ms_ = 0;
  std::thread thread_;  // last: it uses the rest
};
}  // namespace aor::testing
