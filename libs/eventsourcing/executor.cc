#include "libs/eventsourcing/executor.h"

#include <pthread.h>

#include <utility>

namespace aor::eventsourcing {
Executor::Executor(size_t threads) {
  for (size_t i = 0; i < threads; ++i) {
    auto& worker = *workers_.emplace_back(std::make_unique<Worker>());
    worker.thread = std::thread([&worker] { Loop(worker); });
  }
}

Executor::~Executor() {
  for (const auto& worker : workers_) {
    {
      std::lock_guard lock(worker->mutex);
      worker->stopping = true;
    }
    worker->work.notify_all();
  }
  for (const auto& worker : workers_) worker->thread.join();
}

void Executor::Run(size_t lane, std::function<void()> task) {
  Worker& worker = *workers_[lane % workers_.size()];
  // Woken under the lock: the task may be the last that anybody waits for, and
  // then the worker may be gone before an unlocked notification is through.
  std::lock_guard lock(worker.mutex);
  worker.tasks.push_back(std::move(task));
  if (worker.tasks.size() == 1) worker.work.notify_one();
}

void Executor::Loop(Worker& worker) {
  pthread_setname_np(pthread_self(), "decide");
  for (;;) {
    std::vector<std::function<void()>> tasks;
    {
      std::unique_lock lock(worker.mutex);
      worker.work.wait(lock, [&] { return worker.stopping || !worker.tasks.empty(); });
      if (worker.tasks.empty()) return;
      tasks.swap(worker.tasks);
    }
    for (const auto& task : tasks) task();
  }
}
}  // namespace aor::eventsourcing
