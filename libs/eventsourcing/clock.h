#pragma once

#include <absl/time/clock.h>
#include <absl/time/time.h>

#include <atomic>

namespace aor::eventsourcing {
// The only door to the time of day. Safe from any thread.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual absl::Time Now() const = 0;
};

class SystemClock final : public Clock {
 public:
  absl::Time Now() const override { return absl::Now(); }
};

// Stands at a chosen time and moves only when told to, and never back. Exists
// outside production only.
class DevelopmentClock final : public Clock {
 public:
  explicit DevelopmentClock(absl::Time start) : micros_(absl::ToUnixMicros(start)) {}
  absl::Time Now() const override { return absl::FromUnixMicros(micros_.load()); }
  bool AdvanceTo(absl::Time time) {  // false, and nothing moves, for a time before Now
    const int64_t wanted = absl::ToUnixMicros(time);
    int64_t now = micros_.load();
    while (now <= wanted)
      if (micros_.compare_exchange_weak(now, wanted)) return true;
    return false;
  }

 private:
  std::atomic<int64_t> micros_;
};
}  // namespace aor::eventsourcing
