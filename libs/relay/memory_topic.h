// A public topic that forgets at exit: for tests. Its broker goes and comes at will.
#pragma once

#include <mutex>
#include <vector>

#include "libs/relay/public_topic.h"

namespace aor::relay {
class MemoryTopic final : public PublicTopic {
 public:
  absl::Status Publish(const std::vector<Outgoing>& events) override {
    std::lock_guard lock(mutex_);
    for (const auto& one : events) {
      if (takes_ == 0) return absl::UnavailableError("the broker is away");
      if (takes_ > 0) --takes_;
      events_.push_back(one);
    }
    return absl::OkStatus();
  }
  absl::Status Remember(const HandedOut& handed_out) override {
    std::lock_guard lock(mutex_);
    if (takes_ == 0) return absl::UnavailableError("the broker is away");
    for (const auto& [chain, sequence] : handed_out) remembered_[chain] = sequence;
    ++times_remembered_;
    return absl::OkStatus();
  }
  absl::StatusOr<HandedOut> Remembered() override {
    std::lock_guard lock(mutex_);
    if (takes_ == 0) return absl::UnavailableError("the broker is away");
    return remembered_;
  }
  // So many more events, then it is away; -1: it stays.
  void Take(int count) {
    std::lock_guard lock(mutex_);
    takes_ = count;
  }
  std::vector<Outgoing> events() const {
    std::lock_guard lock(mutex_);
    return events_;
  }
  HandedOut marks() const {
    std::lock_guard lock(mutex_);
    return remembered_;
  }
  int times_remembered() const {
    std::lock_guard lock(mutex_);
    return times_remembered_;
  }

 private:
  mutable std::mutex mutex_;
  int takes_ = -1, times_remembered_ = 0;
  std::vector<Outgoing> events_;
  HandedOut remembered_;
};
}  // namespace aor::relay
