// Carries out the runs of one context, chunk by chunk. All that it knows stands in the
// log: after a restart it goes on behind the last chunk.
#pragma once

#include <absl/status/statusor.h>

#include <atomic>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <variant>
#include <vector>

#include "aor/operations/v1/operations.pb.h"
#include "libs/eventsourcing/projection.h"
#include "libs/eventsourcing/runtime.h"
#include "libs/money/money.h"

namespace aor::operations {
// What a rule says of one item, with the parts that it lacks.
struct LeftOut {
  eventsourcing::Refused refused;
  std::vector<std::string> missing;
};
using Outcome = std::variant<money::Money, LeftOut>;

// One of many, such as a worker's slip. `decide` is called on the chain and again after
// a lost race; what it appended is dropped when it leaves the item out.
struct Item {
  std::string key;  // items come in ascending order
  std::string id;   // as people know it
  size_t bytes;     // about what it adds to a commit
  std::function<Outcome(eventsourcing::Transaction&)> decide;
};
struct Items {
  std::vector<Item> items;
  bool last = false;  // no item follows
};

// One kind of run of a context. Called on the runner's thread only.
class RunKind {
 public:
  virtual ~RunKind() = default;
  virtual std::string name() const = 0;  // such as payslips
  // Digests of the rules that it computes by now.
  virtual std::vector<std::string> RuleVersions() const = 0;
  // The view that items are drawn from.
  virtual eventsourcing::View& view() const = 0;
  // Items behind the key `after`, of at most about `bytes` together. None, if some may
  // follow: they can be drawn once the view shows all that was done before, which it
  // does where `all_seen`. An error is tried again: nothing of the run is lost.
  virtual absl::StatusOr<Items> Draw(const v1::RunRow& run, const std::string& after, size_t bytes,
                                     bool all_seen) = 0;
};

class Runner {
 public:
  // All of them outlive it. `runs` is the view of RunsView.
  Runner(eventsourcing::Runtime& runtime, eventsourcing::View& runs)
      : runtime_(runtime), runs_(runs) {}
  ~Runner();                                // after the chunk in hand
  void Add(std::unique_ptr<RunKind> kind);  // before Start
  void Start();

  static constexpr size_t kChunkBytes = 800'000;  // of a commit; 900 KB is the bound

 private:
  static constexpr auto kPause = std::chrono::milliseconds(50);
  static constexpr auto kAgain = std::chrono::milliseconds(250);
  void Loop();
  void CarryOutOpenRuns();
  void CatchUp();
  bool Rest(std::chrono::milliseconds time);  // false: stopping
  void CarryOut(const v1::RunRow& run, RunKind& kind);
  absl::StatusOr<Items> Draw(const v1::RunRow& run, RunKind& kind, const std::string& after,
                             bool all_seen);
  void OnRefused(const v1::RunRow& run, const absl::Status& status);
  void Close(const v1::RunRow& run, v1::RunOutcome outcome, const std::string& detail);

  eventsourcing::Runtime& runtime_;
  eventsourcing::View& runs_;
  std::map<std::string, std::unique_ptr<RunKind>> kinds_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::thread thread_;  // last: it uses all of the above
};
}  // namespace aor::operations
