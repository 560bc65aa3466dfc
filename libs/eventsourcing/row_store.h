// Where read models live: sorted rows, written in atomic batches that may lose a
// tail in a power cut (the log is read again), never a part of a batch.
#pragma once

#include <absl/container/btree_map.h>
#include <absl/status/statusor.h>

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "libs/eventsourcing/projection.h"

namespace rocksdb {
class Cache;
}

namespace aor::eventsourcing {
// Get and Scan throw DamagedRows.
class RowStore {
 public:
  using Visit = std::function<bool(std::string_view key, std::string_view value)>;
  using Changes =
      absl::btree_map<std::string, std::optional<std::string>, std::less<>>;  // none: delete
  virtual ~RowStore() = default;
  virtual std::optional<std::string> Get(std::string_view key) const = 0;
  // Keys from `from` on that start with `prefix`, in order, while `visit` says true.
  virtual void Scan(std::string_view prefix, std::string_view from, const Visit& visit) const = 0;
  virtual absl::Status Write(const Changes& changes) = 0;
  virtual absl::Status DeletePrefix(const std::string& prefix) = 0;
};
std::unique_ptr<RowStore> MemoryRowStore();
// A RocksDB of its own; `cache` as in libs/rocks/table.h. FAILED_PRECONDITION if another process
// holds the directory; DATA_LOSS for one that is damaged, or in which damage was met before: rows
// are made again from the logs in an empty directory.
absl::StatusOr<std::unique_ptr<RowStore>> OpenRowStore(
    const std::string& directory, std::shared_ptr<rocksdb::Cache> cache = nullptr);

// One read model's rows: those of a store below a prefix, with changes on top.
class OverlaidRows final : public WritableRows {
 public:
  // `stored`: are there rows below the prefix yet? If not, nobody looks for them.
  OverlaidRows(const RowStore& store, std::string prefix, bool stored = true)
      : store_(store), prefix_(std::move(prefix)), stored_(stored) {}
  std::optional<std::string> Get(std::string_view key) const override;
  void Scan(std::string_view prefix, std::string_view from,
            const RowStore::Visit& visit) const override;
  void Put(std::string_view key, std::string_view value) override;
  void Delete(std::string_view key) override;
  RowStore::Changes& changes() { return changes_; }  // with the prefix in their keys
  size_t bytes() const { return bytes_; }            // of memory, about
  void Written();                                    // the store has all changes

 private:
  std::optional<std::string>& Change(std::string_view key);

  const RowStore& store_;
  const std::string prefix_;
  bool stored_;
  RowStore::Changes changes_;
  size_t bytes_ = 0;
};
}  // namespace aor::eventsourcing
