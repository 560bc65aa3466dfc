// Group commit: one thread takes everything that waits and writes it as one batch.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "libs/eventlog/event_log.h"

namespace aor::eventlog {
struct Waiting {
  std::string log;
  Record record;
  Done done;
};

class Committer {
 public:
  // `write` answers each of its batch, in order, on the committer's thread.
  using Write = std::function<void(std::vector<Waiting> batch)>;
  Committer(Write write, size_t max_waiting);
  ~Committer();  // writes what waits, then stops
  // kUnavailable at once when max_waiting others wait.
  void Submit(Waiting waiting);

 private:
  static constexpr size_t kMaxBatch = 1024;
  static constexpr size_t kMaxBatchBytes = 1 << 20;
  void Run();
  std::vector<Waiting> TakeBatch();

  const Write write_;
  const size_t max_waiting_;
  std::mutex mutex_;
  std::condition_variable work_;
  std::vector<Waiting> queue_;
  bool stopping_ = false;
  std::thread thread_;  // last: it uses all of the above
};
}  // namespace aor::eventlog
