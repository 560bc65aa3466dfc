#include "libs/eventsourcing/strand.h"

#include <utility>

namespace aor::eventsourcing {
void Strand::Run(Task task) {
  std::unique_lock lock(mutex_);
  tasks_.push_back(std::move(task));
  Work(std::move(lock));
}

bool Strand::Leave(Task task) {
  std::lock_guard lock(mutex_);
  tasks_.push_back(std::move(task));
  return !at_work_ && hurried_;
}

void Strand::Drain() { Work(std::unique_lock(mutex_)); }

void Strand::Work(std::unique_lock<std::mutex> lock) {
  if (std::exchange(at_work_, true)) return;
  while (!tasks_.empty()) {
    const std::vector<Task> tasks = std::exchange(tasks_, {});
    lock.unlock();
    for (const Task& task : tasks) task();
    lock.lock();
  }
  at_work_ = false;
}
}  // namespace aor::eventsourcing
