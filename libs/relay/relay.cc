#include "libs/relay/relay.h"

#include <chrono>

#include "libs/eventsourcing/commits.h"
#include "libs/metrics/log.h"

namespace aor::relay {
namespace {
constexpr auto kPause = std::chrono::milliseconds(200);   // also bounds how often is remembered
constexpr auto kLongestPause = std::chrono::seconds(30);  // while the broker is away
constexpr size_t kTurnBytes = 1 << 20;
}  // namespace

Relay::Relay(eventlog::EventLog& log, std::unique_ptr<PublicTopic> topic,
             std::function<bool(uint32_t chain)> owns)
    : log_(log), topic_(std::move(topic)), owns_(std::move(owns)), bell_([this] {
        std::lock_guard lock(mutex_);
        dirty_ = true;
        wake_.notify_one();
      }) {
  log_.OnCommit(bell_.listener());
}

Relay::~Relay() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
    wake_.notify_one();
  }
  if (thread_.joinable()) thread_.join();
}

void Relay::Start() {
  thread_ = std::thread([this] { Loop(); });
}

absl::Status Relay::Health() const {
  std::lock_guard lock(mutex_);
  return health_;
}

uint64_t Relay::Lag() const {
  uint64_t lag = 0;
  for (uint32_t chain = 0; chain < eventlog::kChainCount; ++chain)
    if (const uint64_t tail = log_.TailOf(chain).sequence, at = handed_out_[chain];
        owns_(chain) && at < tail)
      lag += tail - at;
  return lag;
}

void Relay::Loop() {
  for (;;) {
    while (Turn()) {
    }
    Remember();
    std::unique_lock lock(mutex_);
    if (wake_.wait_for(lock, kPause, [this] { return stopping_; })) return;
    // Without news it still looks now and then: a chain may have become this process's.
    if (failures_ > 0)
      wake_.wait_for(lock,
                     std::min<std::chrono::milliseconds>(kPause * (1 << failures_), kLongestPause),
                     [this] { return stopping_; });
    else
      wake_.wait_for(lock, 5 * kPause, [this] { return stopping_ || dirty_; });
    dirty_ = false;
  }
}

// Where an earlier owner of chains that are new here came to.
absl::Status Relay::TakeOver() {
  bool gained = false;
  std::array<bool, eventlog::kChainCount> mine{};
  for (uint32_t chain = 0; chain < eventlog::kChainCount; ++chain) {
    mine[chain] = owns_(chain);
    gained |= mine[chain] && !mine_[chain];
  }
  if (gained) {
    const auto remembered = topic_->Remembered();
    if (!remembered.ok()) return remembered.status();
    for (const auto& [chain, sequence] : *remembered)
      if (mine[chain] && !mine_[chain]) handed_out_[chain] = sequence;
  }
  mine_ = mine;
  return absl::OkStatus();
}

absl::Status Relay::Collect(uint32_t chain, size_t& bytes, std::vector<Outgoing>& events,
                            HandedOut& reached) const {
  absl::Status found;
  const auto read = log_.Read(chain, handed_out_[chain] + 1, [&](const eventlog::Stored& stored) {
    eventlog::v1::Commit parsed;
    auto published = PublicEventsOf(eventsourcing::CommitOf(stored, parsed), stored.at.sequence);
    if (!published.ok()) return found = published.status(), false;
    for (auto& event : *published) events.push_back({chain, std::move(event)});
    reached[chain] = stored.at.sequence;
    bytes += stored.bytes.size();
    return bytes < kTurnBytes;
  });
  return read.ok() ? found : read;
}

bool Relay::Turn() {
  {
    std::lock_guard lock(mutex_);
    if (stopping_) return false;
  }
  absl::Status status = TakeOver();
  if (!status.ok()) return Say(status), false;
  std::vector<Outgoing> events;
  HandedOut reached;
  size_t bytes = 0;
  // A chain that stands still for a type it does not know holds up no other one.
  first_ = (first_ + 1) % eventlog::kChainCount;
  for (uint32_t i = 0; i < eventlog::kChainCount && bytes < kTurnBytes; ++i)
    if (const uint32_t chain = (first_ + i) % eventlog::kChainCount;
        mine_[chain] && log_.TailOf(chain).sequence > handed_out_[chain])
      status.Update(Collect(chain, bytes, events, reached));
  if (const auto sent = topic_->Publish(events); !sent.ok()) return Say(sent), false;
  for (const auto& [chain, sequence] : reached) {
    handed_out_[chain] = sequence;
    unremembered_[chain] = sequence;
  }
  Say(status);
  return !reached.empty();
}

// Forgetting costs a reader nothing but duplicates: a failure is tried with the next ones.
void Relay::Remember() {
  if (unremembered_.empty()) return;
  HandedOut mine;
  for (uint32_t chain = 0; chain < eventlog::kChainCount; ++chain)
    if (mine_[chain]) mine[chain] = handed_out_[chain];
  const auto status = topic_->Remember(mine);
  if (status.ok()) unremembered_.clear();
  if (!status.ok()) Say(status);
}

void Relay::Say(const absl::Status& status) {
  std::lock_guard lock(mutex_);
  failures_ = status.ok() ? 0 : std::min(failures_ + 1, 10);
  if (health_ == status) return;
  health_ = status;
  metrics::Log(status.ok() ? spdlog::level::info : spdlog::level::warn, "relay",
               {{"log", log_.name()}, {"detail", status.ok() ? "goes on" : status.ToString()}});
}
}  // namespace aor::relay
