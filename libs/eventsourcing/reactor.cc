#include "libs/eventsourcing/reactor.h"

#include <absl/strings/numbers.h>
#include <absl/strings/str_cat.h>
#include <pthread.h>

#include <algorithm>
#include <exception>
#include <future>
#include <limits>
#include <stdexcept>
#include <utility>

#include "libs/eventsourcing/commits.h"
#include "libs/eventsourcing/event_types.h"
#include "libs/eventsourcing/ownership.h"
#include "libs/ids/uuid.h"

namespace aor::eventsourcing {
namespace {
constexpr uint64_t kNone = std::numeric_limits<uint64_t>::max();

void LeaveUndone(std::atomic<uint64_t>& undone, uint64_t sequence) {
  uint64_t first = undone.load();
  while (sequence < first && !undone.compare_exchange_weak(first, sequence)) {
  }
}

// While one effect is decided: not before those ahead of it stand, and one that throws is undone
// at once, long before its answer comes.
class Ordered {
 public:
  Ordered(std::atomic<uint64_t>& undone, uint64_t sequence)
      : undone_(undone), sequence_(sequence), throwing_(std::uncaught_exceptions()) {
    if (const uint64_t first = undone.load(); first < sequence)
      throw std::runtime_error(absl::StrCat("waits for sequence ", first));
  }
  ~Ordered() {
    if (std::uncaught_exceptions() > throwing_) LeaveUndone(undone_, sequence_);
  }

 private:
  std::atomic<uint64_t>& undone_;
  const uint64_t sequence_;
  const int throwing_;
};
}  // namespace

Reactor::Reactor(Runtime& runtime, RowStore& cursors, LogOf log_of)
    : runtime_(runtime), cursors_(cursors), log_of_(std::move(log_of)) {}

Reactor::~Reactor() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void Reactor::Add(std::unique_ptr<Reaction> reaction) {
  for (const std::string& log : reaction->sources()) {
    if (std::find(sources_.begin(), sources_.end(), log) != sources_.end()) continue;
    sources_.push_back(log);
    log_of_(log).OnCommit(bell_.listener());
  }
  reactions_.push_back(std::move(reaction));
}

void Reactor::Wake() {
  std::lock_guard lock(mutex_);
  if (!std::exchange(dirty_, true) && !resting_) wake_.notify_one();
}

void Reactor::Start() {
  for (const std::string& log : sources_)
    for (uint32_t chain = 0; chain < eventlog::kChainCount; ++chain) {
      uint64_t& read_to = read_to_[{log, chain}];
      try {
        if (const auto cursor = cursors_.Get(CursorKey(log, chain)))
          (void)absl::SimpleAtoi(*cursor, &read_to);
      } catch (const DamagedRows&) {
        // From the beginning, then: what took effect before takes none again.
      }
    }
  if (!reactions_.empty()) thread_ = std::thread([this] { Loop(); });
}

std::string Reactor::CursorKey(const std::string& log, uint32_t chain) const {
  return absl::StrCat("cursor/", runtime_.log().name(), "/", log, "/", chain);
}

void Reactor::Loop() {
  pthread_setname_np(pthread_self(), "react");
  for (;;) {
    const int followed = Turn();
    if (followed == 0 || ++turns_unsaved_ == kTurnsUnsaved) SaveCursors();
    std::unique_lock lock(mutex_);
    if (stopping_) break;
    if (followed >= kBatch) continue;
    if (followed > 0) {
      resting_ = true;
      wake_.wait_for(lock, followed < kBusy ? kPause : kBusyPause, [this] { return stopping_; });
      resting_ = false;
    } else
      wake_.wait_for(lock, std::chrono::seconds(1), [this] { return stopping_ || dirty_; });
    dirty_ = false;
  }
  SaveCursors();
}

void Reactor::SaveCursors() {
  turns_unsaved_ = 0;
  if (!moved_to_.empty() && cursors_.Write(moved_to_).ok()) moved_to_.clear();
}

// What the events of one commit concern, by target chain: one commit for each. Others' private
// facts concern nobody here.
std::map<uint32_t, std::vector<Reactor::Effect>> Reactor::EffectsOf(const Happened& commit) const {
  std::map<uint32_t, std::vector<Effect>> effects;
  for (int s = 0; s < commit.commit.streams_size(); ++s) {
    const auto& stream = commit.commit.streams(s);
    for (int e = 0; e < stream.events_size(); ++e) {
      if (!IsPublished(KnownKind(stream.events(e).type()))) continue;
      const Happened happened{commit.commit, stream,    stream.events(e),
                              commit.chain,  commit.at, stream.expected_version() + e + 1};
      for (const auto& reaction : reactions_)
        for (std::string& key : reaction->KeysOf(happened))
          effects[eventlog::ChainOf(commit.commit.tenant() + "/" + key)].push_back(
              {reaction.get(), s, e, std::move(key)});
    }
  }
  return effects;
}

Request Reactor::RequestFor(const eventlog::v1::Commit& cause, uint32_t source_chain,
                            uint64_t source_sequence, uint32_t target,
                            const std::string& key) const {
  Request request;
  request.tenant = cause.tenant();
  request.key = key;
  request.method = absl::StrCat("reaction/", runtime_.log().name(), "/", cause.log());
  request.request_id = Uuid5(
      kDerivedIds, absl::StrCat(cause.log(), "/", source_chain, "/", source_sequence, "/", target));
  request.body = request.request_id;
  request.actor = "reaction";
  request.causation_id = cause.commit_id();
  request.correlation_id =
      cause.correlation_id().empty() ? cause.commit_id() : cause.correlation_id();
  request.traceparent = cause.traceparent();
  return request;
}

// Submits what one source commit leads to: one commit per target chain. Nothing of one that this
// program cannot read: a newer release wrote it, or it is damaged.
absl::Status Reactor::Follow(const eventlog::Stored& stored, Stretch& stretch) try {
  std::shared_ptr<const eventlog::v1::Commit> commit = stored.commit;
  if (!commit) {
    const auto parsed = std::make_shared<eventlog::v1::Commit>();
    CommitOf(stored, *parsed);
    commit = parsed;
  }
  static const eventlog::v1::Stream kNoStream;
  static const eventlog::v1::Event kNoEvent;
  const uint32_t chain = stored.chain;
  const eventlog::Tail at = stored.at;
  for (auto& [target, effects] : EffectsOf({*commit, kNoStream, kNoEvent, chain, at, 0})) {
    auto answered = std::make_shared<std::promise<absl::Status>>();
    Undone& undone = stretch.undone[target];
    if (!undone) undone = std::make_shared<std::atomic<uint64_t>>(kNone);
    stretch.followed.push_back({at.sequence, undone, answered->get_future()});
    Request request = RequestFor(*commit, chain, at.sequence, target, effects.front().key);
    const auto react = [=, log = stretch.log, undone = undone,
                        effects = std::move(effects)](Transaction& transaction) {
      const Ordered ordered(*undone, at.sequence);
      transaction.Consumes(log, chain, at.sequence, at.sequence);
      for (const Effect& effect : effects) {
        const auto& stream = commit->streams(effect.stream);
        effect.reaction->React({*commit, stream, stream.events(effect.event), chain, at,
                                stream.expected_version() + effect.event + 1},
                               effect.key, transaction);
      }
      return std::optional<Refused>();
    };
    runtime_.Execute(std::move(request), react,
                     [answered, undone = undone, at](absl::StatusOr<Committed> answer) {
                       if (!answer.ok()) LeaveUndone(*undone, at.sequence);
                       answered->set_value(answer.status());
                     });
  }
  return absl::OkStatus();
} catch (const std::exception& error) {
  return absl::DataLossError(absl::StrCat("sequence ", stored.at.sequence, ": ", error.what()));
}

// All that is new is submitted before anything is waited for.
int Reactor::Turn() {
  std::vector<Stretch> stretches;
  int followed = 0, moved = 0;
  size_t next = first_;
  const size_t places = sources_.size() * eventlog::kChainCount;
  for (size_t i = 0; i < places && followed < kBatch; ++i) {
    const size_t place = (first_ + i) % places;
    if (auto stretch = Begin(sources_[place / eventlog::kChainCount], place % eventlog::kChainCount,
                             kBatch - followed)) {
      followed += static_cast<int>(stretch->last - stretch->after);
      stretches.push_back(*std::move(stretch));
      if (followed >= kBatch) next = place + 1;
    }
  }
  first_ = next;
  absl::Status health;
  for (Stretch& stretch : stretches) {
    health.Update(End(stretch));
    if (stretch.last == stretch.after) continue;
    moved_to_[CursorKey(stretch.log, stretch.chain)] = std::to_string(stretch.last);
    moved += static_cast<int>(stretch.last - stretch.after);
  }
  std::lock_guard lock(mutex_);
  health_ = std::move(health);
  return moved;
}

std::optional<Reactor::Stretch> Reactor::Begin(const std::string& log, uint32_t chain, int limit) {
  eventlog::EventLog& source = log_of_(log);
  const uint64_t cursor = read_to_.at({log, chain});  // only this thread moves it
  if (source.TailOf(chain).sequence <= cursor) return std::nullopt;
  Stretch stretch{log, chain, cursor, cursor, {}, {}, {}};
  absl::Status poison;
  stretch.read = source.Read(chain, cursor + 1, [&](const eventlog::Stored& stored) {
    poison = Follow(stored, stretch);
    if (!poison.ok()) return false;
    stretch.last = stored.at.sequence;
    return --limit > 0;
  });
  stretch.read.Update(poison);
  return stretch;
}

// What the owner of its chain has not done yet ends the stretch, and is looked at again.
absl::Status Reactor::AwaitAnswers(Stretch& stretch) {
  absl::Status health;
  for (auto& [sequence, undone, answer] : stretch.followed) {
    absl::Status status = answer.get();
    if (undone->load() < sequence) continue;  // what it waits for says why
    if (ElsewhereOf(status))
      stretch.last = std::min(stretch.last, sequence - 1);
    else
      health.Update(std::move(status));
  }
  return health;
}

absl::Status Reactor::End(Stretch& stretch) {
  absl::Status health = AwaitAnswers(stretch);
  if (!health.ok()) stretch.last = stretch.after;
  health.Update(stretch.read);
  std::lock_guard lock(mutex_);
  read_to_[{stretch.log, stretch.chain}] = stretch.last;
  if (health.ok()) return health;
  return absl::Status(
      health.code(),
      absl::StrCat("reactions of ", runtime_.log().name(), " to log ", stretch.log, " chain ",
                   stretch.chain, " after sequence ", stretch.last, ": ", health.message()));
}

absl::Status Reactor::Health() const {
  std::lock_guard lock(mutex_);
  return health_;
}

std::vector<ViewPosition> Reactor::Positions() const {
  std::lock_guard lock(mutex_);
  std::vector<ViewPosition> all;
  for (const auto& [place, read] : read_to_) {
    const uint64_t tail = log_of_(place.first).TailOf(place.second).sequence;
    all.push_back({"reactions of " + runtime_.log().name(), place.first, place.second, read, tail});
  }
  return all;
}

Ticker::~Ticker() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void Ticker::Add(std::unique_ptr<Deadline> deadline) { deadlines_.push_back(std::move(deadline)); }

void Ticker::Start() {
  thread_ = std::thread([this] {
    std::unique_lock lock(mutex_);
    while (!wake_.wait_for(lock, std::chrono::seconds(1), [this] { return stopping_; })) {
      lock.unlock();
      TickNow();
      lock.lock();
    }
  });
}

void Ticker::TickNow() {
  std::lock_guard one_at_a_time(ticking_);
  for (const auto& deadline : deadlines_) {
    try {
      deadline->At(clock_.Now());
      Tell(*deadline, "");
    } catch (const ViewStopped&) {
      // What is due stays due: it looks again at each tick, and health names the view.
    } catch (const std::exception& error) {
      Tell(*deadline, error.what());
    }
  }
}

void Ticker::Tell(const Deadline& deadline, const std::string& why) {
  {
    std::lock_guard lock(mutex_);
    if (why.empty()) {
      failing_.erase(&deadline);
      return;
    }
    if (std::exchange(failing_[&deadline], why) == why) return;
  }
  if (trouble_) trouble_(deadline.name(), why);
}

std::vector<std::string> Ticker::Failing() const {
  std::lock_guard lock(mutex_);
  std::vector<std::string> names;
  for (const auto& [deadline, why] : failing_) names.push_back(deadline->name());
  return names;
}
}  // namespace aor::eventsourcing
