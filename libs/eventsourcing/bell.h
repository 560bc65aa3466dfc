#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <utility>

namespace aor::eventsourcing {
// What a log calls after commits lives as long as the log; whom it wakes may go before.
class Bell {
 public:
  explicit Bell(std::function<void()> ring) : held_(std::make_shared<Held>()) {
    held_->ring = std::move(ring);
  }
  Bell(const Bell&) = delete;
  ~Bell() {  // a ring that has begun ends first
    std::lock_guard lock(held_->mutex);
    held_->ring = nullptr;
  }
  // For the log to keep.
  std::function<void()> listener() const {
    return [held = held_] {
      std::lock_guard lock(held->mutex);
      if (held->ring) held->ring();
    };
  }

 private:
  struct Held {
    std::mutex mutex;
    std::function<void()> ring;
  };
  const std::shared_ptr<Held> held_;
};
}  // namespace aor::eventsourcing
