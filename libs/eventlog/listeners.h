#pragma once

#include <functional>
#include <mutex>
#include <utility>
#include <vector>

namespace aor::eventlog {
// Who wants to know of commits. Safe from any thread; a listener only wakes somebody up.
class Listeners {
 public:
  void Add(std::function<void()> listener) {
    std::lock_guard lock(mutex_);
    all_.push_back(std::move(listener));
  }
  void Wake() const {
    std::lock_guard lock(mutex_);
    for (const auto& listener : all_) listener();
  }

 private:
  mutable std::mutex mutex_;
  std::vector<std::function<void()>> all_;
};
}  // namespace aor::eventlog
