// Hands the published events of one log out to its public topic, at least once, without a gap and
// in the order of each chain, behind the commits and never in their way (docs/adr/0021).
#pragma once

#include <absl/status/status.h>

#include <array>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "libs/eventlog/event_log.h"
#include "libs/eventsourcing/bell.h"
#include "libs/relay/public_topic.h"

namespace aor::relay {
class Relay {
 public:
  // `owns`: the chains that this process hands out; another one has the others. The log outlives
  // the relay.
  Relay(eventlog::EventLog& log, std::unique_ptr<PublicTopic> topic,
        std::function<bool(uint32_t chain)> owns);
  ~Relay();
  void Start();
  // OK, or why it waits; it tries again by itself.
  absl::Status Health() const;
  // Commits that it has not looked at yet, of the chains that are its own.
  uint64_t Lag() const;

 private:
  void Loop();
  bool Turn();  // false: nothing more at the moment
  bool Failed(const absl::Status& status);
  absl::Status TakeOver();
  absl::Status Collect(uint32_t chain, size_t& bytes, std::vector<Outgoing>& events,
                       HandedOut& reached) const;
  void Rest();
  void Remember();
  void Say(absl::Status status);

  eventlog::EventLog& log_;
  const std::unique_ptr<PublicTopic> topic_;
  const std::function<bool(uint32_t)> owns_;
  std::array<std::atomic<uint64_t>, eventlog::kChainCount> handed_out_{};
  std::array<bool, eventlog::kChainCount> mine_{};
  uint32_t first_ = 0;     // of the chains of a turn: none waits behind a busy one for long
  bool remembers_ = true;  // what is remembered is all there is
  std::chrono::steady_clock::time_point remembered_at_;
  absl::Status mark_;  // of the last time that something was to be remembered
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  absl::Status health_;
  bool dirty_ = true, stopping_ = false;
  int failures_ = 0;  // of the topic, one after another
  std::thread thread_;
  const eventsourcing::Bell bell_;  // last: nobody rings once it is gone
};
}  // namespace aor::relay
