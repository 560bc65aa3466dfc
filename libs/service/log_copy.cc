#include "libs/service/log_copy.h"

#include <absl/strings/str_cat.h>
#include <absl/strings/str_split.h>

#include <chrono>
#include <filesystem>
#include <thread>

#include "libs/eventlog/moving.h"
#include "libs/eventlog/transfer.h"
#include "libs/service/disk_storage.h"
#include "libs/service/kafka_keyring.h"
#include "libs/service/kafka_storage.h"

namespace aor::service {
namespace {
namespace fs = std::filesystem;
using eventlog::kafka::KafkaLog;
using eventlog::kafka::RdkafkaCluster;
constexpr auto kWhileItReads = std::chrono::milliseconds(20);
constexpr auto kPatience = std::chrono::seconds(60);  // without a record

// A topic as it is now, read into a store beside the data directory that goes with this object.
class TopicOfLog {
 public:
  static absl::StatusOr<std::unique_ptr<TopicOfLog>> Open(const Config& config,
                                                          RdkafkaCluster& cluster,
                                                          const std::string& log, bool writable) {
    std::unique_ptr<TopicOfLog> topic(new TopicOfLog(config.data_directory + "-copying"));
    if (auto status = topic->Read(config, cluster, log, writable); !status.ok()) return status;
    return topic;
  }
  ~TopicOfLog() {
    log_.reset();
    copies_.reset();
    Remove();
  }
  KafkaLog& log() { return *log_; }

 private:
  explicit TopicOfLog(std::string directory) : directory_(std::move(directory)) { Remove(); }
  void Remove() const {
    std::error_code left_for_the_next_time;
    fs::remove_all(directory_, left_for_the_next_time);
  }
  absl::Status Read(const Config& config, RdkafkaCluster& cluster, const std::string& log,
                    bool writable) {
    eventlog::EmbeddedOptions options;
    options.directory = directory_;
    options.environment = config.environment;
    options.copy_of = "kafka";
    options.sync = false;
    auto copies = eventlog::EmbeddedStore::Open(options);
    if (!copies.ok()) return copies.status();
    copies_ = *std::move(copies);
    auto opened = OpenKafkaLog(config, log, writable, *copies_, cluster,
                               cluster.Describe(TopicFor(config, log)), LogIs::kBeingMoved);
    if (!opened.ok()) return opened.status();
    log_ = *std::move(opened);
    return CatchUp();
  }
  absl::Status CatchUp() const {
    int64_t read = 0;
    auto heard = std::chrono::steady_clock::now();
    for (auto progress = log_->progress(); !progress.caught_up; progress = log_->progress()) {
      const absl::Status health = log_->Health();
      const auto now = std::chrono::steady_clock::now();
      if (progress.read != read) heard = now;
      read = progress.read;
      if (absl::IsDataLoss(health) || now - heard > kPatience) return health;
      std::this_thread::sleep_for(kWhileItReads);
    }
    return absl::OkStatus();
  }

  const std::string directory_;
  std::unique_ptr<eventlog::EmbeddedStore> copies_;
  std::unique_ptr<KafkaLog> log_;
};

std::string LineOf(const std::string& log, const eventlog::Transferred& moved) {
  return absl::StrCat(log, ": ", moved.commits, " commits, ", moved.bytes, " bytes copied; ",
                      moved.chains, " chains end at the same heads");
}

absl::StatusOr<std::unique_ptr<RdkafkaCluster>> Connect(const Config& config) {
  auto options = KafkaOptions(config);
  if (!options.ok()) return options.status();
  return RdkafkaCluster::Connect(*std::move(options));
}

// In as many topics as are named.
absl::Status CarryKeys(const Config& config, RdkafkaCluster& cluster, vault::Keyring& in_folder,
                       bool to_kafka, const Tell& tell) {
  for (const auto& topic : absl::StrSplit(config.kafka_keyring, ',', absl::SkipEmpty())) {
    const auto in_topic = OpenKafkaKeyring(cluster, std::string(topic), config.wrapping_key_file);
    if (!in_topic.ok()) return in_topic.status();
    const auto carried =
        to_kafka ? vault::CopyKeys(in_folder, **in_topic) : vault::CopyKeys(**in_topic, in_folder);
    if (!carried.ok()) return carried;
    tell(absl::StrCat(topic, ": the same keys"));
  }
  return absl::OkStatus();
}

absl::StatusOr<DiskParts> OpenFolder(Config config) {
  config.kafka_keyring.clear();
  return OpenDisk(config, "");
}

// Where logs are served, as moves name it.
struct Route {
  std::string from, to;
  Afterwards afterwards = Afterwards::kBothServe;
};

// The moves are written when all before them is there, and then carried like any other commit.
absl::StatusOr<eventlog::Transferred> Carry(eventlog::EventLog& source, eventlog::EventLog& target,
                                            const Route& route) {
  auto moved = eventlog::Transfer(source, target);
  if (!moved.ok() || route.afterwards == Afterwards::kBothServe) return moved;
  if (auto away = MoveAway(source, route.from, route.to, absl::Now()); !away.ok()) return away;
  const auto moves = eventlog::Transfer(source, target);
  if (!moves.ok()) return moves;
  return eventlog::Transferred{moved->commits + moves->commits, moved->bytes + moves->bytes,
                               moves->chains};
}

absl::Status CopyToTopic(const Config& config, eventlog::EventLog& source, RdkafkaCluster& cluster,
                         const Tell& tell, Afterwards afterwards) {
  eventlog::Transferred moved;
  {
    auto topic = TopicOfLog::Open(config, cluster, source.name(), true);
    if (!topic.ok()) return topic.status();
    auto transferred = Carry(source, (*topic)->log(),
                             {eventlog::kEmbeddedPlace,
                              eventlog::KafkaPlace(TopicFor(config, source.name())), afterwards});
    if (!transferred.ok()) return transferred.status();
    moved = *transferred;
  }
  // What was written may be folded without being read: what the brokers hold is read now.
  auto again = TopicOfLog::Open(config, cluster, source.name(), false);
  if (!again.ok()) return again.status();
  if (auto same = eventlog::CompareHeads(source, (*again)->log()); !same.ok()) return same;
  tell(LineOf(source.name(), moved));
  return absl::OkStatus();
}

absl::Status CopyFromTopic(const Config& config, RdkafkaCluster& cluster,
                           eventlog::EventLog& target, const Tell& tell, Afterwards afterwards) {
  auto topic =
      TopicOfLog::Open(config, cluster, target.name(), afterwards == Afterwards::kSourceEnds);
  if (!topic.ok()) return topic.status();
  const auto moved = Carry((*topic)->log(), target,
                           {eventlog::KafkaPlace(TopicFor(config, target.name())),
                            eventlog::kEmbeddedPlace, afterwards});
  if (moved.ok()) tell(LineOf(target.name(), *moved));
  return moved.status();
}
}  // namespace

absl::Status CopyLogsToKafka(const Config& config, const Tell& tell, Afterwards afterwards) {
  if (!fs::exists(config.data_directory + "/log/CURRENT"))
    return absl::NotFoundError(config.data_directory + " holds no log");
  const auto parts = OpenFolder(config);
  if (!parts.ok()) return parts.status();
  const auto cluster = Connect(config);
  if (!cluster.ok()) return cluster.status();
  if (auto keys = CarryKeys(config, **cluster, *parts->keyring, true, tell); !keys.ok())
    return keys;
  const auto logs = parts->store->LogNames();
  if (!logs.ok()) return logs.status();
  for (const std::string& log : *logs)
    if (auto copied = CopyToTopic(config, parts->store->Log(log), **cluster, tell, afterwards);
        !copied.ok())
      return copied;
  return absl::OkStatus();
}

absl::Status CopyLogsFromKafka(const Config& config, const std::vector<std::string>& logs,
                               const Tell& tell, Afterwards afterwards) {
  const auto cluster = Connect(config);
  if (!cluster.ok()) return cluster.status();
  auto parts = OpenFolder(config);
  if (!parts.ok()) return parts.status();
  if (auto keys = CarryKeys(config, **cluster, *parts->keyring, false, tell); !keys.ok())
    return keys;
  for (const std::string& log : logs)
    if (auto copied = CopyFromTopic(config, **cluster, parts->store->Log(log), tell, afterwards);
        !copied.ok())
      return copied;
  // From now on a cut of what was copied is noticed.
  return DiskStorage(config, *std::move(parts)).WriteAnchor();
}
}  // namespace aor::service
