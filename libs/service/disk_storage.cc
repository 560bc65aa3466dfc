#include "libs/service/disk_storage.h"

#include <absl/strings/str_cat.h>
#include <rocksdb/cache.h>

#include <filesystem>
#include <optional>

#include "libs/files/files.h"
#include "libs/metrics/log.h"
#include "libs/service/backup_manifest.h"
#include "libs/vault/keyring_check.h"

namespace aor::service {
namespace {
namespace fs = std::filesystem;

std::string AnchorFile(const Config& config) {
  return config.anchor_directory + "/" + config.environment + ".checkpoint";
}

absl::StatusOr<eventlog::SigningKey> KeyOf(const Config& config) {
  return eventlog::SigningKey::FromFile(config.anchor_directory + "/anchor-key.pem");
}

// Nothing where there is none: of a first start, or of one that lost it.
absl::StatusOr<std::optional<std::vector<eventlog::AnchoredHead>>> ReadAnchor(
    const Config& config) {
  const auto note = files::ReadFile(AnchorFile(config));
  if (absl::IsNotFound(note.status())) return std::nullopt;
  if (!note.ok()) return note.status();
  const auto key = KeyOf(config);
  if (!key.ok()) return key.status();
  auto anchored = eventlog::VerifyCheckpoint(*note, config.environment, key->public_key());
  if (!anchored.ok())
    return absl::Status(anchored.status().code(),
                        absl::StrCat(AnchorFile(config), ": ", anchored.status().message(),
                                     "; put a good copy of it back with its key, or, if there is "
                                     "none, put it aside and start once with "
                                     "--accept_missing_anchor=true"));
  if (config.accept_missing_anchor)
    return absl::FailedPreconditionError("the anchor " + AnchorFile(config) +
                                         " is there: start without --accept_missing_anchor");
  return anchored;
}

absl::Status AnchorIsMissing(const Config& config, const absl::Status& refused) {
  return absl::FailedPreconditionError(
      std::string(refused.message()) + ": put " + AnchorFile(config) +
      " back with its key, or, if it is lost for good, start once with "
      "--accept_missing_anchor=true");
}

// What is damaged here is whole in a backup.
absl::Status WithTheWayBack(const absl::Status& status) {
  if (!absl::IsDataLoss(status)) return status;
  return absl::DataLossError(
      absl::StrCat(status.message(),
                   "; restore a backup into a new directory: aorctl restore BACKUP DIRECTORY"));
}

absl::Status WriteAnchorOf(const Config& config, const eventlog::EmbeddedStore& store,
                           const eventlog::SigningKey& key) {
  const auto heads = store.Heads();
  if (!heads.ok()) return heads.status();
  return files::WriteFileDurably(AnchorFile(config),
                                 eventlog::SignedCheckpoint(config.environment, *heads, key));
}

// The anchor stands before the first append, and the store knows of it: from then on a missing
// one is an alarm.
absl::Status Anchor(const Config& config, DiskParts& parts, bool has_anchor) {
  if (config.accept_missing_anchor)
    metrics::Log(
        spdlog::level::warn, "anchor",
        {{"detail", "started without the anchor, as told: a cut log would not be noticed"}});
  if (!has_anchor)
    if (auto status = WriteAnchorOf(config, *parts.store, parts.key); !status.ok()) return status;
  return parts.store->RememberAnchor();
}

// An empty keyring beside a log would say of everybody in it that they were erased, an older one
// of some. Looked at before it is opened, which would make a whole one of what is left.
absl::Status KeyringFits(const std::string& keyring, const eventlog::EmbeddedStore& store) {
  const auto heads = store.Heads();
  if (!heads.ok()) return heads.status();
  if (heads->empty()) return absl::OkStatus();
  if (!fs::exists(keyring + "/CURRENT"))
    return absl::FailedPreconditionError(
        keyring + " is gone, and without it nothing opens that the log holds sealed: put it back " +
        "from the backup of this data directory");
  const auto mark = store.KeyringMark();
  return mark.ok() ? vault::CheckReaches(keyring, *mark) : mark.status();
}

absl::StatusOr<std::unique_ptr<vault::Keyring>> OpenKeyringBeside(const Config& config,
                                                                  eventlog::EmbeddedStore& store) {
  const std::string directory = config.data_directory + "/keyring";
  if (auto status = KeyringFits(directory, store); !status.ok()) return status;
  auto keyring = vault::FileKeyring(directory, config.wrapping_key_file);
  if (!keyring.ok()) return keyring.status();
  const auto remembered =
      store.RememberKeyring([mark = (*keyring)->Mark()] { return mark->Text(); });
  if (!remembered.ok()) return remembered;
  return keyring;
}

eventlog::EmbeddedOptions OptionsOf(
    const Config& config, const std::string& copy_of,
    const std::optional<std::vector<eventlog::AnchoredHead>>& anchored) {
  eventlog::EmbeddedOptions options;
  options.directory = config.data_directory + "/log";
  options.environment = config.environment;
  options.copy_of = copy_of;
  options.sync = copy_of.empty();  // what a copy loses is read again
  options.anchored = anchored;
  if (anchored && !copy_of.empty()) options.anchored.emplace();  // compared when it was read again
  options.accept_missing_anchor = config.accept_missing_anchor;
  return options;
}
}  // namespace

DiskStorage::DiskStorage(const Config& config, DiskParts parts)
    : config_(config),
      cache_(std::move(parts.cache)),
      store_(std::move(parts.store)),
      keyring_(std::move(parts.keyring)),
      key_(std::move(parts.key)),
      scrub_([this](const std::stop_token& stop) { Scrub(stop); }) {}

void DiskStorage::OpenRowsAhead() {
  std::error_code there_are_none;
  for (const auto& folder :
       fs::directory_iterator(config_.data_directory + "/views", there_are_none))
    if (fs::exists(folder.path() / "CURRENT"))
      rows_ahead_[folder.path().filename()] =
          std::async(std::launch::async, [directory = folder.path().string(), cache = cache_] {
            return eventsourcing::OpenRowStore(directory, cache);
          });
}

absl::StatusOr<std::unique_ptr<eventsourcing::RowStore>> DiskStorage::Rows(
    const std::string& name) {
  const std::string directory = config_.data_directory + "/views/" + name;
  auto ahead = rows_ahead_.extract(name);
  auto rows = ahead ? ahead.mapped().get() : eventsourcing::OpenRowStore(directory, cache_);
  if (!absl::IsDataLoss(rows.status())) return rows;
  metrics::Log(spdlog::level::warn, "views",
               {{"directory", directory},
                {"detail", std::string(rows.status().message()) +
                               ": deleted, since all in it is folded again from the log"}});
  std::error_code failed;
  fs::remove_all(directory, failed);
  rows = eventsourcing::OpenRowStore(directory, cache_);
  if (rows.ok()) return rows;
  return absl::FailedPreconditionError(
      absl::StrCat(rows.status().message(), ": delete ", directory,
                   ", which is folded again from the log, and start again"));
}

absl::Status DiskStorage::Health() const {
  if (auto status = store_->Health(); !status.ok()) return status;
  std::lock_guard lock(scrubbed_mutex_);
  return scrubbed_;
}

absl::Status DiskStorage::WriteAnchor() { return WriteAnchorOf(config_, *store_, key_); }

// Opening looks at heads and last commits; everything else is read again behind.
void DiskStorage::Scrub(const std::stop_token& stop) {
  const auto status = store_->Scrub([&] { return stop.stop_requested(); });
  std::lock_guard lock(scrubbed_mutex_);
  scrubbed_ = WithTheWayBack(status);
}

absl::Status MakeWritable(const std::string& directory) {
  std::error_code error;
  fs::create_directories(directory, error);
  if (!error && !files::WriteFileDurably(directory + "/.writable", "").ok())
    error = std::make_error_code(std::errc::permission_denied);
  std::error_code nothing_to_remove;
  fs::remove(directory + "/.writable", nothing_to_remove);
  if (!error) return absl::OkStatus();
  return absl::FailedPreconditionError("cannot write to " + directory + ": " + error.message());
}

// What a start would find beside it looks like a new installation.
absl::Status RestoreHasEnded(const std::string& data_directory) {
  const std::string left = absl::StrCat(data_directory, "/", kUnfinishedRestore);
  if (std::error_code none; !fs::exists(left, none)) return absl::OkStatus();
  return absl::FailedPreconditionError(
      left + " is what a restore left that did not end: run aorctl restore BACKUP DIRECTORY again");
}

absl::StatusOr<DiskParts> OpenDisk(const Config& config, const std::string& copy_of) {
  if (auto ended = RestoreHasEnded(config.data_directory); !ended.ok()) return ended;
  for (const std::string& directory :
       {config.data_directory, config.data_directory + "/views", config.anchor_directory})
    if (auto status = MakeWritable(directory); !status.ok()) return status;
  auto anchored = ReadAnchor(config);
  if (!anchored.ok()) return anchored.status();
  auto cache = rocksdb::NewLRUCache(size_t(config.cache_megabytes) << 20);
  auto options = OptionsOf(config, copy_of, *anchored);
  options.cache = cache;
  auto store = eventlog::EmbeddedStore::Open(options);
  if (absl::IsNotFound(store.status())) return AnchorIsMissing(config, store.status());
  if (!store.ok()) return WithTheWayBack(store.status());
  auto key = KeyOf(config);
  if (!key.ok()) return key.status();
  DiskParts parts{std::move(cache), *std::move(store), nullptr, *std::move(key),
                  anchored->value_or(std::vector<eventlog::AnchoredHead>())};
  if (config.kafka_keyring.empty()) {
    auto keyring = OpenKeyringBeside(config, *parts.store);
    if (!keyring.ok()) return keyring.status();
    parts.keyring = *std::move(keyring);
  } else if (auto none = parts.store->RememberKeyring([] { return std::string(); }); !none.ok()) {
    return none;  // of a time when it lay here
  }
  if (auto status = Anchor(config, parts, anchored->has_value()); !status.ok()) return status;
  return parts;
}
}  // namespace aor::service
