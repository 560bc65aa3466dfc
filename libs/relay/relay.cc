#include "libs/relay/relay.h"

#include <chrono>

#include "libs/eventsourcing/commits.h"
#include "libs/metrics/log.h"

namespace aor::relay {
namespace {
constexpr auto kPause = std::chrono::milliseconds(200);  // also bounds how often is remembered
constexpr auto kLongestPause = std::chrono::seconds(5);  // while the broker is away
// Brokers forget a group's mark after a week (offsets.retention.minutes) unless it is set again.
constexpr auto kRememberedFor = std::chrono::hours(24);
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
    lock.unlock();
    Rest();
  }
}

// Until there is news. Without it the relay still looks now and then: a chain may have become this
// process's. A topic that refuses is left alone for longer and longer.
void Relay::Rest() {
  std::unique_lock lock(mutex_);
  if (failures_ > 0)
    wake_.wait_for(lock,
                   std::min<std::chrono::milliseconds>(kPause * (1 << failures_), kLongestPause),
                   [this] { return stopping_; });
  else
    wake_.wait_for(lock, 5 * kPause, [this] { return stopping_ || dirty_; });
  dirty_ = false;
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
    remembers_ = false;
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
  if (const auto taken = TakeOver(); !taken.ok()) return Failed(taken);
  std::vector<Outgoing> events;
  HandedOut reached;
  size_t bytes = 0;
  absl::Status stuck;
  // A chain that stands still for a type it does not know neither holds up another nor slows it.
  first_ = (first_ + 1) % eventlog::kChainCount;
  for (uint32_t i = 0; i < eventlog::kChainCount && bytes < kTurnBytes; ++i)
    if (const uint32_t chain = (first_ + i) % eventlog::kChainCount;
        mine_[chain] && log_.TailOf(chain).sequence > handed_out_[chain])
      stuck.Update(Collect(chain, bytes, events, reached));
  if (const auto sent = topic_->Publish(events); !sent.ok()) return Failed(sent);
  for (const auto& [chain, sequence] : reached) handed_out_[chain] = sequence;
  remembers_ = remembers_ && reached.empty();
  failures_ = 0;
  Say(stuck);
  return !reached.empty();
}

bool Relay::Failed(const absl::Status& status) {
  failures_ = std::min(failures_ + 1, 10);
  Say(status);
  return false;
}

// Never more than what is lasting in the topic. Forgetting costs a reader nothing but duplicates:
// a failure is tried with the next turn.
void Relay::Remember() {
  const auto now = std::chrono::steady_clock::now();
  if (failures_ > 0 || (remembers_ && now - remembered_at_ < kRememberedFor)) return;
  HandedOut mine;
  for (uint32_t chain = 0; chain < eventlog::kChainCount; ++chain)
    if (mine_[chain]) mine[chain] = handed_out_[chain];
  mark_ = topic_->Remember(mine);
  remembers_ = mark_.ok();
  if (mark_.ok()) remembered_at_ = now;
  if (!mark_.ok()) Say(mark_);
}

void Relay::Say(absl::Status status) {
  status.Update(mark_);
  std::lock_guard lock(mutex_);
  if (health_ == status) return;
  health_ = status;
  metrics::Log(status.ok() ? spdlog::level::info : spdlog::level::warn, "relay",
               {{"log", log_.name()}, {"detail", status.ok() ? "goes on" : status.ToString()}});
}
}  // namespace aor::relay
