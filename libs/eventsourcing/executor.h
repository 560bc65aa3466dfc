#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace aor::eventsourcing {
// A few threads; the tasks of one lane run one after another, in the order given.
class Executor {
 public:
  explicit Executor(size_t threads);
  ~Executor();  // runs what was given, then stops
  void Run(size_t lane, std::function<void()> task);

 private:
  struct Worker {
    std::mutex mutex;
    std::condition_variable work;
    std::vector<std::function<void()>> tasks;
    bool stopping = false;
    std::thread thread;
  };
  static void Loop(Worker& worker);
  std::vector<std::unique_ptr<Worker>> workers_;
};
}  // namespace aor::eventsourcing
