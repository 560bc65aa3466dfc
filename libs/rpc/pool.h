// Threads for work that may read from disk: no callback of gRPC waits for it.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace aor::rpc {
// Bounded in threads and in what waits. Safe from any thread.
class Pool {
 public:
  Pool(size_t threads, size_t max_waiting);
  ~Pool();  // runs what waits, then stops
  // Calls of other contexts have threads of their own: whoever asks another context and
  // waits would else take the thread that the answer needs. Of strangers, whom no token names,
  // fewer may wait: a flood of them leaves room for everybody else.
  enum class For { kCallers, kContexts, kStrangers };
  // False, and `work` never runs, when too much waits already.
  bool Submit(std::function<void()> work, For whom = For::kCallers);

 private:
  struct Lane {
    std::condition_variable work;
    std::deque<std::function<void()>> queue;
  };
  void Run(Lane& lane);

  static constexpr size_t kStrangersPart = 8;  // of what may wait, at least one
  const size_t max_waiting_;
  std::mutex mutex_;
  Lane callers_, contexts_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;  // last: they use all of the above
};
}  // namespace aor::rpc
