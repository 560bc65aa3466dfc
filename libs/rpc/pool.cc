#include "libs/rpc/pool.h"

#include <algorithm>
#include <utility>

namespace aor::rpc {
Pool::Pool(size_t threads, size_t max_waiting) : max_waiting_(max_waiting) {
  for (size_t i = 0; i < threads; ++i) {
    threads_.emplace_back([this] { Run(callers_); });
    threads_.emplace_back([this] { Run(contexts_); });
  }
}

Pool::~Pool() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  callers_.work.notify_all();
  contexts_.work.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

bool Pool::Submit(std::function<void()> work, For whom) {
  Lane& lane = whom == For::kContexts ? contexts_ : callers_;
  const size_t part = whom == For::kStrangers ? kStrangersPart : 1;
  {
    std::lock_guard lock(mutex_);
    if (lane.queue.size() >= std::max<size_t>(max_waiting_ / part, 1)) return false;
    lane.queue.push_back(std::move(work));
  }
  lane.work.notify_one();  // whoever wakes does not find the lock held
  return true;
}

void Pool::Run(Lane& lane) {
  for (;;) {
    std::unique_lock lock(mutex_);
    lane.work.wait(lock, [&] { return stopping_ || !lane.queue.empty(); });
    if (lane.queue.empty()) return;
    const auto work = std::move(lane.queue.front());
    lane.queue.pop_front();
    lock.unlock();
    work();
  }
}
}  // namespace aor::rpc
