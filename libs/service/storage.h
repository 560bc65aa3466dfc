// Where one process keeps its logs, keys and read models.
#pragma once

#include <absl/status/statusor.h>

#include <memory>
#include <string>
#include <vector>

#include "libs/eventlog/anchor.h"
#include "libs/eventlog/event_log.h"
#include "libs/eventsourcing/row_store.h"
#include "libs/service/config.h"
#include "libs/vault/vault.h"

namespace aor::service {
// Safe from any thread.
class Storage {
 public:
  virtual ~Storage() = default;
  virtual eventlog::EventLog& Log(const std::string& name) = 0;
  virtual std::unique_ptr<vault::Keyring> OpenKeyring() = 0;  // once
  virtual absl::StatusOr<std::unique_ptr<eventsourcing::RowStore>> Rows(
      const std::string& name) = 0;
  virtual std::vector<eventlog::AnchoredHead> Heads() const = 0;
  virtual absl::Status Health() const = 0;
  // Signs the heads as they are now and keeps them on the anchor's path.
  virtual absl::Status WriteAnchor() = 0;
  // A signed checkpoint of these heads, and the key that it is signed with.
  virtual std::string Sign(std::vector<eventlog::AnchoredHead> heads) const = 0;
  virtual std::string public_key() const = 0;  // 32 bytes
  // A copy of the logs to start from, in a new directory.
  virtual absl::Status Backup(const std::string& directory) = 0;
};
// Refuses, in one sentence, a directory that cannot be written, and a log that is
// damaged, cut below its anchor, or held by another process.
absl::StatusOr<std::unique_ptr<Storage>> OpenStorage(const Config& config);
}  // namespace aor::service
