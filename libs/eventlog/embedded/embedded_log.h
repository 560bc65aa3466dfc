#pragma once

#include <array>
#include <map>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <vector>

#include "libs/eventlog/committer.h"
#include "libs/eventlog/embedded/database.h"
#include "libs/eventlog/event_log.h"
#include "libs/eventlog/listeners.h"
#include "libs/eventlog/recent_commits.h"

namespace aor::eventlog {
// What cannot be read is not what is not there: nobody may decide on it.
struct DamagedLog : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// One log of the store. Written by the committer's thread only. Find, ConsumedTo and the
// constructor throw DamagedLog for what cannot be read.
class EmbeddedLog final : public EventLog {
 public:
  EmbeddedLog(std::string name, std::string environment, Database& database, Committer& committer);
  const std::string& name() const override { return name_; }
  const std::string& environment() const override { return environment_; }
  void Append(Record record, Done done) override;
  Tail TailOf(uint32_t chain) const override;
  absl::Status Read(uint32_t chain, uint64_t from,
                    const std::function<bool(const Stored&)>& visit) const override;
  absl::Status ReadStream(uint32_t chain, std::string_view stream, uint64_t from,
                          const std::function<bool(const Stored&)>& visit) const override;
  std::optional<Remembered> Find(uint32_t chain, const RequestKey& request) const override;
  uint64_t ConsumedTo(uint32_t chain, std::string_view source_log,
                      uint32_t source_chain) const override;
  void OnCommit(std::function<void()> listener) override;

  // For the committer: adds the record to the batch at `tail`, which it moves.
  void AddTo(rocksdb::WriteBatch& batch, const Record& record, Tail& tail) const;
  void AddHeads(rocksdb::WriteBatch& batch, const std::map<uint32_t, Tail>& tails) const;
  void Publish(const std::map<uint32_t, Tail>& tails);  // they are durable now
  void Remember(Record record, const Tail& at);         // as durable, before it is published
  void Wake() const { listeners_.Wake(); }
  void Reload();  // heads from the database, after a write that failed; throws DamagedLog

 private:
  static constexpr size_t kRecentBytes = 2 << 20;
  // What the memory still holds, without a gap from `from` on; moves `from` behind it.
  bool ReadRecent(uint32_t chain, uint64_t& from, uint64_t last,
                  const std::function<bool(const Stored&)>& visit) const;

  // The last large commits that ReadStream looked into: who folds one of their many
  // streams folds the next one soon.
  struct Large {
    uint32_t chain;
    uint64_t sequence;
    std::shared_ptr<const std::string> value;
  };
  static constexpr size_t kLargeBytes = 64 << 10, kLargeKept = 4;
  std::shared_ptr<const std::string> FindLarge(uint32_t chain, uint64_t sequence) const;
  void KeepLarge(Large large) const;

  const std::string name_, environment_;
  Database& database_;
  Committer& committer_;
  mutable std::mutex large_mutex_;
  mutable std::vector<Large> large_;  // the oldest first
  mutable std::mutex mutex_;
  std::array<Tail, kChainCount> tails_;
  RecentCommits recent_{kRecentBytes};
  Listeners listeners_;
};
}  // namespace aor::eventlog
