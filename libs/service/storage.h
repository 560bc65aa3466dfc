// Where one process keeps its logs, keys and read models.
#pragma once

#include <absl/status/statusor.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "libs/eventlog/anchor.h"
#include "libs/eventlog/event_log.h"
#include "libs/eventlog/kafka/membership.h"
#include "libs/eventsourcing/row_store.h"
#include "libs/relay/public_topic.h"
#include "libs/service/config.h"
#include "libs/vault/vault.h"

namespace aor::service {
struct LogProgress {
  std::string log;
  int64_t read = 0, end = 0;  // records
  uint64_t void_records = 0, repeated_requests = 0;
};

// Safe from any thread.
class Storage {
 public:
  virtual ~Storage() = default;
  // This process writes that log; said before its first use.
  virtual void Own(const std::string& name) { (void)name; }
  virtual eventlog::EventLog& Log(const std::string& name) = 0;
  virtual std::unique_ptr<vault::Keyring> OpenKeyring() = 0;  // once
  virtual absl::StatusOr<std::unique_ptr<eventsourcing::RowStore>> Rows(
      const std::string& name) = 0;
  // Which chains of a log a group of processes proposes to this one, from now on until it is
  // destroyed. None for logs that only this process can write.
  virtual absl::StatusOr<std::unique_ptr<eventlog::kafka::Membership>> Join(
      const std::string& log,
      std::function<void(uint64_t generation, std::vector<uint32_t> chains)> propose) {
    (void)log, (void)propose;
    return nullptr;
  }
  // Waits until the logs that were asked for can be read as they stood at the start, or until
  // `stop` says so. One sentence when one of them can never be.
  virtual absl::Status CatchUp(const std::function<bool()>& stop) {
    (void)stop;
    return absl::OkStatus();
  }
  // How far those logs were read that live elsewhere.
  virtual std::vector<LogProgress> Progress() const { return {}; }
  virtual absl::StatusOr<std::vector<eventlog::AnchoredHead>> Heads() const = 0;
  virtual absl::Status Health() const = 0;
  // Signs the heads as they are now and keeps them on the anchor's path.
  virtual absl::Status WriteAnchor() = 0;
  // Signs checkpoints, and what else this process hands out.
  virtual const eventlog::SigningKey& key() const = 0;
  // Where a log's published events go; none where nobody else can read.
  virtual std::unique_ptr<relay::PublicTopic> Public(const std::string& log) {
    (void)log;
    return nullptr;
  }
  // A copy of the logs to start from, in a new directory.
  virtual absl::Status Backup(const std::string& directory) = 0;
};
// Refuses, in one sentence, a directory that cannot be written, and a log that is
// damaged, cut below its anchor, or held by another process.
absl::StatusOr<std::unique_ptr<Storage>> OpenStorage(const Config& config);
}  // namespace aor::service
