// Runs one context's reactions: reads the source logs, and commits what follows on
// the chains of its own log, each commit with the range that it took effect of.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <future>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "libs/eventsourcing/bell.h"
#include "libs/eventsourcing/projector.h"
#include "libs/eventsourcing/reaction.h"
#include "libs/eventsourcing/row_store.h"

namespace aor::eventsourcing {
class Reactor {
 public:
  using LogOf = std::function<eventlog::EventLog&(const std::string& name)>;
  // `cursors` remembers how far the sources were read; losing its tail is harmless,
  // since each effect is found again by its request id. Behind it everything has taken effect,
  // on chains that others own, too: who owns one later goes on where they stopped.
  Reactor(Runtime& runtime, RowStore& cursors, LogOf log_of);
  ~Reactor();
  void Add(std::unique_ptr<Reaction> reaction);  // before Start
  void Start();
  // OK, or the place in a source log where it waits and why; it tries again by itself.
  absl::Status Health() const;
  // How far each source was read, as views say it.
  std::vector<ViewPosition> Positions() const;

 private:
  static constexpr int kBatch = 500;  // source commits in flight together
  // What comes meanwhile shares a turn: soon after the first, later while there is much.
  static constexpr auto kPause = std::chrono::milliseconds(3);
  static constexpr auto kBusyPause = std::chrono::milliseconds(10);
  static constexpr int kBusy = 5;           // source commits in a turn
  static constexpr int kTurnsUnsaved = 20;  // while there is always more
  struct Effect {
    Reaction* reaction;
    int stream, event;
    std::string key;
  };
  // The first source commit of a stretch whose effect on one chain did not come about: what
  // follows it there waits, since effects stand in the order of their causes.
  using Undone = std::shared_ptr<std::atomic<uint64_t>>;
  struct Followed {
    uint64_t sequence;  // of the source commit
    Undone undone;      // of its target chain
    std::future<absl::Status> answer;
  };
  // What was read of one source chain in a turn, and the answers to what followed from it.
  struct Stretch {
    std::string log;
    uint32_t chain;
    uint64_t after, last;
    absl::Status read;
    std::vector<Followed> followed;
    std::map<uint32_t, Undone> undone;  // by target chain
  };
  void Loop();
  void Wake();
  int Turn();  // source commits followed, kBatch at most
  void SaveCursors();
  std::optional<Stretch> Begin(const std::string& log, uint32_t chain, int limit);
  absl::Status End(Stretch& stretch);  // once all answers are there; moves the cursor over those
  static absl::Status AwaitAnswers(Stretch& stretch);
  absl::Status Follow(const eventlog::Stored& stored, Stretch& stretch);
  std::map<uint32_t, std::vector<Effect>> EffectsOf(const Happened& commit) const;
  Request RequestFor(const eventlog::v1::Commit& cause, uint32_t source_chain,
                     uint64_t source_sequence, uint32_t target, const std::string& key) const;
  std::string CursorKey(const std::string& log, uint32_t chain) const;

  Runtime& runtime_;
  RowStore& cursors_;
  const LogOf log_of_;
  std::vector<std::unique_ptr<Reaction>> reactions_;
  std::vector<std::string> sources_;
  // Of the thread: where the cursors have come since they were saved.
  RowStore::Changes moved_to_;
  int turns_unsaved_ = 0;
  size_t first_ = 0;  // source chain of a turn: behind the one that filled the turn before
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::map<std::pair<std::string, uint32_t>, uint64_t> read_to_;
  absl::Status health_;
  bool stopping_ = false;
  bool dirty_ = true;
  bool resting_ = false;  // looks again by itself: nobody needs to wake it
  std::thread thread_;
  const Bell bell_{[this] { Wake(); }};  // last: nobody rings once it is gone
};

// Shows the clock to the deadlines, about once a second and whenever it was moved.
class Ticker {
 public:
  // Hears once of a deadline that could not do what was due, and why, and again when that changes;
  // what was due stays due.
  using Trouble = std::function<void(const std::string& deadline, const std::string& why)>;
  explicit Ticker(const Clock& clock, Trouble trouble = {})
      : clock_(clock), trouble_(std::move(trouble)) {}
  ~Ticker();
  void Add(std::unique_ptr<Deadline> deadline);  // before Start
  void Start();
  void TickNow();                            // returns after every deadline has looked
  std::vector<std::string> Failing() const;  // names; of the last tick. From any thread

 private:
  void Tell(const Deadline& deadline, const std::string& why);  // empty: it looked

  const Clock& clock_;
  const Trouble trouble_;
  std::vector<std::unique_ptr<Deadline>> deadlines_;
  std::mutex ticking_;
  mutable std::mutex mutex_;
  std::map<const Deadline*, std::string> failing_;  // and why
  std::condition_variable wake_;
  bool stopping_ = false;
  std::thread thread_;
};
}  // namespace aor::eventsourcing
