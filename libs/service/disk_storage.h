// Logs, keys and read models on this machine's disk, and the anchor beside them.
#pragma once

#include <future>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "libs/eventlog/embedded/embedded_store.h"
#include "libs/service/storage.h"

namespace aor::service {
// What a store on disk begins with.
struct DiskParts {
  std::shared_ptr<rocksdb::Cache> cache;  // of all its databases
  std::unique_ptr<eventlog::EmbeddedStore> store;
  std::unique_ptr<vault::Keyring> keyring;  // none when it lies in a topic
  eventlog::SigningKey key;
  std::vector<eventlog::AnchoredHead> anchored;
};
// `copy_of`: where the truth is if the store is only a copy. Such a one may lack what the anchor
// remembers, until it was read again.
absl::StatusOr<DiskParts> OpenDisk(const Config& config, const std::string& copy_of);
absl::Status MakeWritable(const std::string& directory);

class DiskStorage : public Storage {
 public:
  DiskStorage(const Config& config, DiskParts parts);
  eventlog::EventLog& Log(const std::string& name) override { return store_->Log(name); }
  std::unique_ptr<vault::Keyring> OpenKeyring() override { return std::move(keyring_); }
  // Begins to open what read models there are, all at once: one after the other takes a restart
  // most of its time.
  void OpenRowsAhead();
  absl::StatusOr<std::unique_ptr<eventsourcing::RowStore>> Rows(const std::string& name) override;
  absl::StatusOr<std::vector<eventlog::AnchoredHead>> Heads() const override {
    return store_->Heads();
  }
  absl::Status Health() const override;
  absl::Status WriteAnchor() override;
  const eventlog::SigningKey& key() const override { return key_; }
  absl::Status Backup(const std::string& directory) override {
    return store_->Checkpoint(directory + "/log");
  }

 protected:
  eventlog::EmbeddedStore& store() { return *store_; }
  const Config& config() const { return config_; }

 private:
  void Scrub(const std::stop_token& stop);

  const Config config_;
  const std::shared_ptr<rocksdb::Cache> cache_;
  const std::unique_ptr<eventlog::EmbeddedStore> store_;
  std::unique_ptr<vault::Keyring> keyring_;
  const eventlog::SigningKey key_;
  std::map<std::string, std::future<absl::StatusOr<std::unique_ptr<eventsourcing::RowStore>>>>
      rows_ahead_;
  mutable std::mutex scrubbed_mutex_;
  absl::Status scrubbed_;
  std::jthread scrub_;  // last: it reads the store
};
}  // namespace aor::service
