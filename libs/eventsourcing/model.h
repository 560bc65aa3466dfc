// One projection with its rows, positions and readers in waiting. Internal to Projector.
#pragma once

#include <array>
#include <mutex>
#include <optional>

#include "aor/eventlog/v1/position.pb.h"
#include "libs/eventsourcing/projector.h"

namespace aor::eventsourcing {
class Projector::Model final : public View {
 public:
  Model(std::unique_ptr<Projection> projection, RowStore& store, const LogOf& log_of,
        const std::string& context, std::function<void()> wake);

  std::string id() const;
  std::string prefix() const;  // of the rows that serve
  const std::vector<std::string>& logs() const { return logs_; }
  absl::Status Open();  // reads generation and positions; checks them against the logs

  // One batch, from Begin to Finish, on the projector's thread. Between them commits of
  // one chain come in order, right after what was applied. Logs are named by their
  // index in logs().
  void Begin();  // no batch for a view that stopped
  bool InBatch() const { return batch_.has_value(); }
  uint64_t AppliedTo(size_t log, uint32_t chain) const {
    return batch_->fold.at[log][chain].sequence;
  }
  void Take(size_t log, const eventlog::Stored& stored, const eventlog::v1::Commit& commit);
  void Finish();                    // writes the batch; readers see it from then on
  void Stop(absl::Status stopped);  // with an alarm; only a rebuild helps
  absl::Status Stopped(const std::string& why) const;
  absl::Status Stopped(const DamagedRows& damaged) const;  // says the way back, too

  // Answers who waits for what has been applied, or too long. When to look again.
  absl::Time Serve(absl::Time now);
  absl::Status Rebuild(bool must_match);
  std::vector<ViewPosition> Positions() const;
  absl::Status status() const;

  const Rows& rows() const override;
  std::vector<eventlog::v1::Position> Applied() const override;
  void WhenApplied(std::string_view token, absl::Time deadline,
                   std::function<void(absl::Status)> ready) override;

 private:
  static constexpr int kUnwritten = 10'000;          // commits, to be read again after a restart
  static constexpr size_t kRebuildBytes = 32 << 20;  // of rows not yet written
  static constexpr size_t kMaxReaders = 10'000;      // waiting at once
  using Chains = std::array<eventlog::Tail, eventlog::kChainCount>;
  using Places = std::vector<Chains>;  // by log
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
    // The view's rows are served to nobody from now on.
    [[noreturn]] void Stop(const DamagedRows& damaged) const;
    const Model& model_;
  };
  struct Fold {  // one generation and how far it is
    std::string prefix;
    Places at;
    Places stored;  // how far the store knows; behind only where no row changed
  };
  struct Batch {
    std::unique_lock<std::mutex> advancing;
    OverlaidRows rows;
    Fold fold;
    int commits = 0;
  };
  std::string PrefixOf(uint64_t generation) const;
  absl::Status CheckPlaces() const;
  Fold Serving() const;
  // Folds what is there, at most up to `end`. Throws what stops it.
  void CatchUp(Fold& fold, const Places* end) const;
  void WriteOrThrow(OverlaidRows& rows, Fold& fold) const;
  void ApplyCommit(const eventlog::Stored& stored, const eventlog::v1::Commit& commit,
                   OverlaidRows& rows) const;
  // Rows, and the positions that the store does not know, in one batch.
  absl::Status Write(OverlaidRows& rows, Fold& fold) const;
  Fold NewFold(uint64_t generation) const;
  void LoadPlaces(Fold& fold) const;
  absl::Status CatchUpWithServing(Fold& fresh, bool must_match);
  absl::Status CheckPlace(size_t log, uint32_t chain, const eventlog::Tail& at) const;
  size_t IndexOf(const std::string& log) const;  // logs().size(): it is not read here
  absl::StatusOr<eventlog::Hash> HeadAt(size_t log, uint32_t chain, uint64_t sequence) const;
  absl::Status AreOfThisHistory(const std::vector<eventlog::v1::Position>& positions) const;
  bool HasApplied(const std::vector<eventlog::v1::Position>& positions) const;
  std::string DigestOf(const std::string& prefix) const;

  const std::unique_ptr<Projection> projection_;
  const std::vector<std::string> logs_;
  std::vector<eventlog::EventLog*> sources_;  // by log
  RowStore& store_;
  const std::string context_;  // as operators call the view: <context>/<id>
  const std::function<void()> wake_;
  CurrentRows rows_{*this};
  std::mutex rebuilding_;
  std::mutex advancing_;  // who folds the serving generation
  mutable std::mutex mutex_;
  uint64_t generation_ = 0;
  Fold fold_;
  std::optional<Batch> batch_;  // of the projector's thread, as the next
  int unwritten_ = 0;           // commits applied that changed no row
  mutable absl::Status status_;
  std::vector<Reader> readers_;
};
}  // namespace aor::eventsourcing
