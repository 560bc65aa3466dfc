// Keeps one context's read models up with the logs they read.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "libs/eventsourcing/bell.h"
#include "libs/eventsourcing/projection.h"
#include "libs/eventsourcing/row_store.h"

namespace aor::eventsourcing {
// How far a view has come, for health, metrics and operators.
struct ViewPosition {
  std::string view;  // name@version
  std::string log;
  uint32_t chain = 0;
  uint64_t applied = 0;
  uint64_t tail = 0;
};

class Projector {
 public:
  using LogOf = std::function<eventlog::EventLog&(const std::string& name)>;
  // The store and the logs outlive it. `context`: whose views they are to operators.
  Projector(RowStore& store, LogOf log_of, std::string context = "");
  ~Projector();

  // Before Start. The view lives as long as the projector.
  View& Add(std::unique_ptr<Projection> projection);
  // DATA_LOSS, naming the view, for a read model that is ahead of its log or of
  // another history: it is not served; Rebuild repairs it.
  absl::Status Start();

  // Folds the view again from the first commit beside the one that serves, then
  // switches. INTERNAL, and the old one stays, if the rows differ and `must_match`.
  absl::Status Rebuild(const std::string& view, bool must_match);
  std::vector<std::string> views() const;
  std::vector<ViewPosition> Positions() const;
  // OK, or the first view that stopped and why.
  absl::Status Health() const;

 private:
  class Model;
  // Commits that come within this time share a batch, unless a reader waits: a short time,
  // so that others soon see a change, a longer one while there are many.
  static constexpr auto kPause = std::chrono::milliseconds(3);
  static constexpr auto kBusyPause = std::chrono::milliseconds(10);
  static constexpr int kBusy = 5;  // commits in a batch
  static constexpr int kBatch = 2000;
  absl::Status DropFormerRows();
  void Loop();
  void Wake(bool reader);
  int AdvanceAll();  // commits applied, kBatch at most
  struct Source {
    std::string name;
    eventlog::EventLog* log;
    std::vector<std::pair<Model*, size_t>> readers;  // and the log's index with each
  };
  int AdvanceChain(const Source& source, uint32_t chain, int limit);
  eventlog::v1::Commit parsed_;  // of the thread: a message used again keeps its memory
  Source& SourceOf(const std::string& log);
  absl::Time Serve();
  Model* Find(const std::string& view) const;

  RowStore& store_;
  const LogOf log_of_;
  const std::string context_;
  std::vector<std::unique_ptr<Model>> models_;
  std::vector<Source> sources_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  bool dirty_ = true;     // there may be commits to apply
  bool hurried_ = false;  // a reader came
  bool resting_ = false;  // looks again by itself: nobody needs to be woken
  std::thread thread_;
  const Bell bell_{[this] { Wake(false); }};  // last: nobody rings once it is gone
};
}  // namespace aor::eventsourcing
