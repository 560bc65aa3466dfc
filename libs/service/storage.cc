#include "libs/service/storage.h"

#include <map>
#include <mutex>

#include "libs/eventlog/memory/memory_log.h"
#include "libs/eventlog/moving.h"
#include "libs/service/disk_storage.h"
#include "libs/service/kafka_storage.h"

namespace aor::service {
namespace {
class MemoryStorage final : public Storage {
 public:
  explicit MemoryStorage(std::string environment) : environment_(std::move(environment)) {}
  eventlog::EventLog& Log(const std::string& name) override {
    std::lock_guard lock(mutex_);
    auto& log = logs_[name];
    if (!log) log = std::make_unique<eventlog::MemoryLog>(name, environment_);
    return *log;
  }
  std::unique_ptr<vault::Keyring> OpenKeyring() override { return vault::MemoryKeyring(); }
  absl::StatusOr<std::unique_ptr<eventsourcing::RowStore>> Rows(const std::string&) override {
    return eventsourcing::MemoryRowStore();
  }
  absl::StatusOr<std::vector<eventlog::AnchoredHead>> Heads() const override {
    std::lock_guard lock(mutex_);
    std::vector<eventlog::AnchoredHead> heads;
    for (const auto& [name, log] : logs_)
      for (uint32_t chain = 0; chain < eventlog::kChainCount; ++chain)
        if (const auto tail = log->TailOf(chain); tail.sequence > 0)
          heads.push_back({name, chain, tail.sequence, tail.head});
    return heads;
  }
  absl::Status Health() const override { return absl::OkStatus(); }
  absl::Status WriteAnchor() override { return absl::OkStatus(); }
  const eventlog::SigningKey& key() const override { return key_; }
  absl::Status Backup(const std::string&) override {
    return absl::FailedPreconditionError(
        "A memory log cannot be copied; start the process with --log=embedded.");
  }

 private:
  const std::string environment_;
  const eventlog::SigningKey key_ = eventlog::SigningKey::Generate();
  mutable std::mutex mutex_;
  std::map<std::string, std::unique_ptr<eventlog::MemoryLog>> logs_;
};
}  // namespace

absl::StatusOr<std::unique_ptr<Storage>> OpenStorage(const Config& config) {
  if (config.log == "memory") {
    // The issuer's key is kept there even so.
    if (auto status = MakeWritable(config.data_directory); !status.ok()) return status;
    return std::make_unique<MemoryStorage>(config.environment);
  }
  if (config.log == "kafka") return OpenKafka(config);
  auto parts = OpenDisk(config, "");
  if (!parts.ok()) return parts.status();
  const auto logs = parts->store->LogNames();
  if (!logs.ok()) return logs.status();
  for (const std::string& log : *logs)
    if (auto here = CheckIsAt(parts->store->Log(log), eventlog::kEmbeddedPlace); !here.ok())
      return here;
  auto storage = std::make_unique<DiskStorage>(config, *std::move(parts));
  storage->OpenRowsAhead();
  return storage;
}
}  // namespace aor::service
