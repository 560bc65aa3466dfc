#include "libs/eventlog/committer.h"

#include <pthread.h>

#include <iterator>
#include <utility>

namespace aor::eventlog {
Committer::Committer(Write write, size_t max_waiting)
    : write_(std::move(write)), max_waiting_(max_waiting), thread_([this] { Run(); }) {}

Committer::~Committer() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  work_.notify_all();
  thread_.join();
}

void Committer::Submit(Waiting waiting) {
  {
    std::lock_guard lock(mutex_);
    if (queue_.size() < max_waiting_ && !stopping_) {
      queue_.push_back(std::move(waiting));
      if (queue_.size() == 1) work_.notify_one();
      return;
    }
  }
  waiting.done({Outcome::kUnavailable, {}, "too many commits wait"});
}

std::vector<Waiting> Committer::TakeBatch() {
  std::unique_lock lock(mutex_);
  work_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
  size_t count = 0, bytes = 0;
  while (count < queue_.size() && count < kMaxBatch && bytes < kMaxBatchBytes)
    bytes += queue_[count++].record.bytes.size();
  if (count == queue_.size()) return std::exchange(queue_, {});
  std::vector<Waiting> batch(std::make_move_iterator(queue_.begin()),
                             std::make_move_iterator(queue_.begin() + count));
  queue_.erase(queue_.begin(), queue_.begin() + count);
  return batch;
}

void Committer::Run() {
  pthread_setname_np(pthread_self(), "commit");
  for (;;) {
    std::vector<Waiting> batch = TakeBatch();
    if (batch.empty()) return;
    write_(std::move(batch));
  }
}
}  // namespace aor::eventlog
