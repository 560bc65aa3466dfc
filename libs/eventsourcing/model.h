// One projection with its rows, positions and readers in waiting. Internal to Projector.
#pragma once

#include <atomic>
#include <map>
#include <mutex>
#include <optional>

#include "aor/eventlog/v1/position.pb.h"
#include "libs/eventsourcing/projector.h"

namespace aor::eventsourcing {
class Projector::Model final : public View {
 public:
  Model(std::unique_ptr<Projection> projection, RowStore& store, const LogOf& log_of,
        std::function<void()> wake);

  std::string id() const;
  absl::Status Open();  // reads generation and positions; checks them against the logs
  // One batch, from Take to Finish, on the projector's thread: commits of one chain in
  // order, right after what was applied.
  bool Reads(const std::string& log) const;
  uint64_t AppliedTo(const std::string& log, uint32_t chain) const;
  void Take(const std::string& log, const eventlog::Stored& stored,
            const eventlog::v1::Commit& commit);
  void Finish();  // writes the batch; readers see it from then on
  void Stop(const std::string& why);  // with an alarm; only a rebuild helps
  // Answers who waits for what has been applied, or too long. When to look again.
  absl::Time Serve(absl::Time now);
  absl::Status Rebuild(bool must_match);
  std::vector<ViewPosition> Positions() const;
  absl::Status status() const;

  const Rows& rows() const override { return rows_; }
  void WhenApplied(std::string_view token, absl::Time deadline,
                   std::function<void(absl::Status)> ready) override;

 private:
  static constexpr int kBatch = 500;            // commits
  static constexpr size_t kMaxReaders = 10'000;  // waiting at once
  using Place = std::pair<std::string, uint32_t>;
  struct Reader {
    std::vector<eventlog::v1::Position> positions;
    absl::Time deadline;
    std::function<void(absl::Status)> ready;
  };
  // Rows of the generation that serves now.
  class CurrentRows final : public Rows {
   public:
    explicit CurrentRows(const Model& model) : model_(model) {}
    std::optional<std::string> Get(std::string_view key) const override;
    void Scan(std::string_view prefix, std::string_view from,
              const RowStore::Visit& visit) const override;

   private:
    const Model& model_;
  };
  struct Fold {  // one generation and how far it is
    std::string prefix;
    std::map<Place, eventlog::Tail> positions;
  };
  struct Batch {
    std::unique_lock<std::mutex> advancing;
    OverlaidRows rows;
    std::map<Place, eventlog::Tail> moved;
  };
  std::string PrefixOf(uint64_t generation) const;
  std::string prefix() const;
  int ApplyBatch(Fold& fold) const;  // commits applied; throws what stops it
  int ApplyChain(Fold& fold, OverlaidRows& rows, RowStore::Changes& positions,
                 const std::string& log, uint32_t chain, int limit) const;
  void ApplyCommit(const eventlog::Stored& stored, const eventlog::v1::Commit& commit,
                   OverlaidRows& rows) const;
  absl::Status Write(Batch& batch) const;
  absl::Status CheckPlace(const Place& place, const eventlog::Tail& at) const;
  bool HasApplied(const std::vector<eventlog::v1::Position>& positions) const;
  std::string DigestOf(const std::string& prefix) const;

  const std::unique_ptr<Projection> projection_;
  const std::vector<std::string> logs_;
  RowStore& store_;
  const LogOf& log_of_;
  const std::function<void()> wake_;
  CurrentRows rows_{*this};
  std::mutex advancing_;  // who folds the serving generation
  mutable std::mutex mutex_;
  uint64_t generation_ = 0;
  Fold fold_;
  std::optional<Batch> batch_;  // of the projector's thread
  absl::Status status_;
  std::vector<Reader> readers_;
};
}  // namespace aor::eventsourcing
