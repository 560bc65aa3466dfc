#include "libs/service/storage.h"

#include <filesystem>
#include <map>
#include <mutex>
#include <thread>

#include "libs/eventlog/embedded/embedded_store.h"
#include "libs/eventlog/memory/memory_log.h"
#include "libs/metrics/log.h"

namespace aor::service {
namespace {
namespace fs = std::filesystem;

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
  std::vector<eventlog::AnchoredHead> Heads() const override {
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
  std::string Sign(std::vector<eventlog::AnchoredHead> heads) const override {
    return eventlog::SignedCheckpoint(environment_, std::move(heads), key_);
  }
  std::string public_key() const override { return key_.public_key(); }
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

class EmbeddedStorage final : public Storage {
 public:
  EmbeddedStorage(const Config& config, std::unique_ptr<eventlog::EmbeddedStore> store,
                  std::unique_ptr<vault::Keyring> keyring, eventlog::SigningKey key)
      : config_(config),
        store_(std::move(store)),
        keyring_(std::move(keyring)),
        key_(std::move(key)),
        scrub_([this](const std::stop_token& stop) { Scrub(stop); }) {}
  eventlog::EventLog& Log(const std::string& name) override { return store_->Log(name); }
  std::unique_ptr<vault::Keyring> OpenKeyring() override { return std::move(keyring_); }
  absl::StatusOr<std::unique_ptr<eventsourcing::RowStore>> Rows(const std::string& name) override {
    return eventsourcing::OpenRowStore(config_.data_directory + "/views/" + name);
  }
  std::vector<eventlog::AnchoredHead> Heads() const override { return store_->Heads(); }
  absl::Status Health() const override {
    if (auto status = store_->Health(); !status.ok()) return status;
    std::lock_guard lock(scrubbed_mutex_);
    return scrubbed_;
  }
  absl::Status WriteAnchor() override {
    return eventlog::WriteFileDurably(AnchorFile(config_), Sign(store_->Heads()));
  }
  std::string Sign(std::vector<eventlog::AnchoredHead> heads) const override {
    return eventlog::SignedCheckpoint(config_.environment, std::move(heads), key_);
  }
  std::string public_key() const override { return key_.public_key(); }
  absl::Status Backup(const std::string& directory) override {
    return store_->Checkpoint(directory + "/log");
  }
  static std::string AnchorFile(const Config& config) {
    return config.anchor_directory + "/" + config.environment + ".checkpoint";
  }

 private:
  // Opening looks at heads and last commits; everything else is read again behind.
  void Scrub(const std::stop_token& stop) {
    auto status = store_->Scrub([&] { return stop.stop_requested(); });
    std::lock_guard lock(scrubbed_mutex_);
    scrubbed_ = std::move(status);
  }

  const Config config_;
  const std::unique_ptr<eventlog::EmbeddedStore> store_;
  std::unique_ptr<vault::Keyring> keyring_;
  const eventlog::SigningKey key_;
  mutable std::mutex scrubbed_mutex_;
  absl::Status scrubbed_;
  std::jthread scrub_;  // last: it reads the store
};

absl::Status MakeWritable(const std::string& directory) {
  std::error_code error;
  fs::create_directories(directory, error);
  if (!error && !eventlog::WriteFileDurably(directory + "/.writable", "").ok())
    error = std::make_error_code(std::errc::permission_denied);
  std::error_code nothing_to_remove;
  fs::remove(directory + "/.writable", nothing_to_remove);
  if (!error) return absl::OkStatus();
  return absl::FailedPreconditionError("cannot write to " + directory + ": " + error.message());
}

absl::StatusOr<eventlog::SigningKey> KeyOf(const Config& config) {
  return eventlog::SigningKey::FromFile(config.anchor_directory + "/anchor-key.pem");
}

// Nothing where there is none: of a first start, or of one that lost it.
absl::StatusOr<std::optional<std::vector<eventlog::AnchoredHead>>> ReadAnchor(
    const Config& config) {
  const auto note = eventlog::ReadFile(EmbeddedStorage::AnchorFile(config));
  if (absl::IsNotFound(note.status())) return std::nullopt;
  if (!note.ok()) return note.status();
  const auto key = KeyOf(config);
  if (!key.ok()) return key.status();
  return eventlog::VerifyCheckpoint(*note, config.environment, key->public_key());
}

absl::Status AnchorIsMissing(const Config& config, const absl::Status& refused) {
  return absl::FailedPreconditionError(
      std::string(refused.message()) + ": put " + EmbeddedStorage::AnchorFile(config) +
      " back with its key, or, if it is lost for good, start once with "
      "--accept_missing_anchor=true");
}

// The anchor stands before the first append, and the store knows of it: from then on a missing
// one is an alarm.
absl::Status Anchor(eventlog::EmbeddedStore& store, EmbeddedStorage& storage, bool has_anchor) {
  if (!has_anchor)
    if (auto status = storage.WriteAnchor(); !status.ok()) return status;
  return store.RememberAnchor();
}

absl::StatusOr<std::unique_ptr<Storage>> OpenEmbedded(const Config& config) {
  for (const std::string& directory :
       {config.data_directory, config.data_directory + "/views", config.anchor_directory})
    if (auto status = MakeWritable(directory); !status.ok()) return status;
  auto anchored = ReadAnchor(config);
  if (!anchored.ok()) return anchored.status();
  const bool has_anchor = anchored->has_value();
  if (has_anchor && config.accept_missing_anchor)
    return absl::FailedPreconditionError("the anchor " + EmbeddedStorage::AnchorFile(config) +
                                         " is there: start without --accept_missing_anchor");
  eventlog::EmbeddedOptions options;
  options.directory = config.data_directory + "/log";
  options.environment = config.environment;
  options.anchored = *std::move(anchored);
  options.accept_missing_anchor = config.accept_missing_anchor;
  auto store = eventlog::EmbeddedStore::Open(options);
  if (absl::IsNotFound(store.status())) return AnchorIsMissing(config, store.status());
  if (!store.ok()) return store.status();
  auto key = KeyOf(config);
  if (!key.ok()) return key.status();
  auto keyring = vault::FileKeyring(config.data_directory + "/keyring", config.wrapping_key_file);
  if (!keyring.ok()) return keyring.status();
  if (config.accept_missing_anchor)
    metrics::Log(
        spdlog::level::warn, "anchor",
        {{"detail", "started without the anchor, as told: a cut log would not be noticed"}});
  eventlog::EmbeddedStore& opened = **store;
  auto storage = std::make_unique<EmbeddedStorage>(config, *std::move(store), *std::move(keyring),
                                                   *std::move(key));
  if (auto status = Anchor(opened, *storage, has_anchor); !status.ok()) return status;
  return storage;
}
}  // namespace

absl::StatusOr<std::unique_ptr<Storage>> OpenStorage(const Config& config) {
  if (config.log == "memory") {
    // The issuer's key is kept there even so.
    if (auto status = MakeWritable(config.data_directory); !status.ok()) return status;
    return std::make_unique<MemoryStorage>(config.environment);
  }
  return OpenEmbedded(config);
}
}  // namespace aor::service
