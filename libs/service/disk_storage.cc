#include "libs/service/disk_storage.h"

#include <filesystem>

namespace aor::service {
namespace {
namespace fs = std::filesystem;

std::string AnchorFile(const Config& config) {
  return config.anchor_directory + "/" + config.environment + ".checkpoint";
}

absl::StatusOr<std::vector<eventlog::AnchoredHead>> ReadAnchor(const Config& config,
                                                               const eventlog::SigningKey& key) {
  const auto note = eventlog::ReadFile(AnchorFile(config));
  if (absl::IsNotFound(note.status())) return std::vector<eventlog::AnchoredHead>();
  if (!note.ok()) return note.status();
  return eventlog::VerifyCheckpoint(*note, config.environment, key.public_key());
}
}  // namespace

DiskStorage::DiskStorage(const Config& config, DiskParts parts)
    : config_(config),
      store_(std::move(parts.store)),
      keyring_(std::move(parts.keyring)),
      key_(std::move(parts.key)),
      scrub_([this](const std::stop_token& stop) { Scrub(stop); }) {}

absl::StatusOr<std::unique_ptr<eventsourcing::RowStore>> DiskStorage::Rows(
    const std::string& name) {
  return eventsourcing::OpenRowStore(config_.data_directory + "/views/" + name);
}

absl::Status DiskStorage::Health() const {
  if (auto status = store_->Health(); !status.ok()) return status;
  std::lock_guard lock(scrubbed_mutex_);
  return scrubbed_;
}

absl::Status DiskStorage::WriteAnchor() {
  return eventlog::WriteFileDurably(AnchorFile(config_), Sign(store_->Heads()));
}

std::string DiskStorage::Sign(std::vector<eventlog::AnchoredHead> heads) const {
  return eventlog::SignedCheckpoint(config_.environment, std::move(heads), key_);
}

// Opening looks at heads and last commits; everything else is read again behind.
void DiskStorage::Scrub(const std::stop_token& stop) {
  auto status = store_->Scrub([&] { return stop.stop_requested(); });
  std::lock_guard lock(scrubbed_mutex_);
  scrubbed_ = std::move(status);
}

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

absl::StatusOr<DiskParts> OpenDisk(const Config& config, const std::string& copy_of) {
  for (const std::string& directory :
       {config.data_directory, config.data_directory + "/views", config.anchor_directory})
    if (auto status = MakeWritable(directory); !status.ok()) return status;
  auto key = eventlog::SigningKey::FromFile(config.anchor_directory + "/anchor-key.pem");
  if (!key.ok()) return key.status();
  auto anchored = ReadAnchor(config, *key);
  if (!anchored.ok()) return anchored.status();
  eventlog::EmbeddedOptions options;
  options.directory = config.data_directory + "/log";
  options.environment = config.environment;
  options.copy_of = copy_of;
  options.sync = copy_of.empty();  // what a copy loses is read again
  if (copy_of.empty()) options.anchored = *anchored;
  auto store = eventlog::EmbeddedStore::Open(options);
  if (!store.ok()) return store.status();
  auto keyring = vault::FileKeyring(config.data_directory + "/keyring", config.wrapping_key_file);
  if (!keyring.ok()) return keyring.status();
  return DiskParts{*std::move(store), *std::move(keyring), *std::move(key), *std::move(anchored)};
}
}  // namespace aor::service
