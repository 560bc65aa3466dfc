#include "libs/service/kafka_storage.h"

#include <absl/strings/ascii.h>
#include <absl/strings/str_cat.h>

#include <algorithm>
#include <future>
#include <map>
#include <set>
#include <thread>

#include "libs/eventlog/kafka/kafka_log.h"
#include "libs/eventlog/kafka/rdkafka_cluster.h"
#include "libs/eventlog/kafka/topic_check.h"
#include "libs/eventlog/memory/memory_log.h"
#include "libs/eventlog/moving.h"
#include "libs/files/files.h"
#include "libs/metrics/log.h"
#include "libs/relay/kafka_topic.h"
#include "libs/service/disk_storage.h"
#include "libs/service/kafka_keyring.h"
#include "libs/service/stop_signal.h"

namespace aor::service {
namespace {
using namespace eventlog::kafka;

constexpr auto kPause = std::chrono::milliseconds(20);
constexpr auto kBetweenLines = std::chrono::seconds(5);
constexpr auto kBrokersMayTake = std::chrono::minutes(10);

const absl::Status& StatusOf(const absl::Status& status) { return status; }
template <class Value>
const absl::Status& StatusOf(const absl::StatusOr<Value>& value) {
  return value.status();
}

// A process that starts while the brokers are away, or lose each other again meanwhile, waits for
// them: to end would only make its supervisor start it later than they come.
template <class Open>
auto AwaitBrokers(const Open& open) {
  const auto until = std::chrono::steady_clock::now() + kBrokersMayTake;
  for (;;) {
    auto opened = open();
    const absl::Status status = StatusOf(opened);
    if (!absl::IsUnavailable(status) || StopIsPending() || until < std::chrono::steady_clock::now())
      return opened;
    metrics::Log(spdlog::level::warn, "waiting for the brokers",
                 {{"detail", std::string(status.message())}});
    std::this_thread::sleep_for(std::chrono::milliseconds(500));
  }
}

class KafkaStorage final : public DiskStorage {
 public:
  KafkaStorage(const Config& config, DiskParts parts, ConnectOptions options,
               std::unique_ptr<RdkafkaCluster> cluster)
      : DiskStorage(config, WithoutAnchor(parts)),
        options_(std::move(options)),
        anchored_(std::move(parts.anchored)),
        cluster_(std::move(cluster)) {
    // Unreadable ones are found, and named, when they are opened.
    for (const std::string& log : store().LogNames().value_or(std::vector<std::string>{}))
      described_[log] = std::async(
          std::launch::async,
          [this, topic = TopicFor(this->config(), log)] { return cluster_->Describe(topic); });
  }

  void Own(const std::string& name) override {
    std::lock_guard lock(mutex_);
    owned_.insert(name);
    // Another context of this process may have asked for it first.
    if (const auto found = logs_.find(name); found != logs_.end()) found->second->Own();
  }
  eventlog::EventLog& Log(const std::string& name) override;
  absl::StatusOr<std::unique_ptr<Membership>> Join(
      const std::string& log,
      std::function<void(uint64_t generation, std::vector<uint32_t> chains)> propose) override;
  absl::Status CatchUp(const std::function<bool()>& stop) override;
  std::vector<LogProgress> Progress() const override;
  absl::Status Health() const override;
  std::unique_ptr<relay::PublicTopic> Public(const std::string& log) override {
    if (!config().public_topics) return nullptr;
    return relay::KafkaTopic(options_, config().environment, log, config().kafka_partitions);
  }

 private:
  static DiskParts WithoutAnchor(DiskParts& parts) {
    return {
        std::move(parts.cache), std::move(parts.store), std::move(parts.keyring), parts.key, {}};
  }
  absl::StatusOr<TopicFacts> FactsOf(const std::string& log);
  absl::Status CheckAnchor();
  absl::Status CheckIsHere() const;
  bool AllCaughtUp() const;
  void SayHowFar() const;

  const ConnectOptions options_;
  const std::vector<eventlog::AnchoredHead> anchored_;
  const std::unique_ptr<RdkafkaCluster> cluster_;
  // Of the logs that a former life read: each question is a journey to a broker and back.
  std::map<std::string, std::future<absl::StatusOr<TopicFacts>>> described_;
  mutable std::mutex mutex_;
  std::set<std::string> owned_;
  absl::Status failed_;
  std::map<std::string, std::unique_ptr<eventlog::EventLog>> instead_;  // of logs that failed
  std::map<std::string, std::unique_ptr<KafkaLog>> logs_;               // last: they use the rest
};

// A log that cannot be opened is empty, and CatchUp says why before anybody is served.
eventlog::EventLog& KafkaStorage::Log(const std::string& name) {
  std::lock_guard lock(mutex_);
  if (const auto found = logs_.find(name); found != logs_.end()) return *found->second;
  if (const auto found = instead_.find(name); found != instead_.end()) return *found->second;
  auto opened = AwaitBrokers([&] {
    return OpenKafkaLog(config(), name, owned_.contains(name), store(), *cluster_, FactsOf(name));
  });
  if (opened.ok()) return *(logs_[name] = *std::move(opened));
  failed_.Update(opened.status());
  return *(instead_[name] = std::make_unique<eventlog::MemoryLog>(name, config().environment));
}

absl::StatusOr<TopicFacts> KafkaStorage::FactsOf(const std::string& log) {
  if (auto described = described_.extract(log)) return described.mapped().get();
  return cluster_->Describe(TopicFor(config(), log));
}

absl::StatusOr<std::unique_ptr<Membership>> KafkaStorage::Join(
    const std::string& log,
    std::function<void(uint64_t generation, std::vector<uint32_t> chains)> propose) {
  const std::string group = absl::StrCat(config().environment, ".", log, ".owners");
  const auto told = [propose = std::move(propose), of = config().kafka_partitions](
                        uint64_t generation, const std::vector<uint32_t>& partitions) {
    std::vector<uint32_t> chains;
    for (uint32_t chain = 0; chain < eventlog::kChainCount; ++chain)
      if (std::ranges::find(partitions, chain % of) != partitions.end()) chains.push_back(chain);
    propose(generation, std::move(chains));
  };
  return cluster_->Join(
      {group, TopicOf(config().environment, log, config().kafka_topic_version), config().instance},
      told);
}

bool KafkaStorage::AllCaughtUp() const {
  std::lock_guard lock(mutex_);
  for (const auto& [name, log] : logs_)
    if (!log->progress().caught_up && !absl::IsDataLoss(log->Health())) return false;
  return true;
}

void KafkaStorage::SayHowFar() const {
  for (const LogProgress& log : Progress())
    metrics::Log(
        spdlog::level::info, "reading",
        {{"log", log.log}, {"read", std::to_string(log.read)}, {"of", std::to_string(log.end)}});
}

absl::Status KafkaStorage::CatchUp(const std::function<bool()>& stop) {
  if (!failed_.ok()) return failed_;
  auto said = std::chrono::steady_clock::now();
  while (!AllCaughtUp() && !stop()) {
    std::this_thread::sleep_for(kPause);
    if (std::chrono::steady_clock::now() - said < kBetweenLines) continue;
    said = std::chrono::steady_clock::now();
    SayHowFar();
  }
  if (stop()) return absl::OkStatus();
  const auto here = CheckIsHere();
  return here.ok() ? CheckAnchor() : here;
}

absl::Status KafkaStorage::CheckIsHere() const {
  std::lock_guard lock(mutex_);
  for (const auto& [name, log] : logs_) {
    const auto here = eventlog::CheckIsAt(*log, eventlog::KafkaPlace(TopicFor(config(), name)));
    if (!here.ok()) return here;
  }
  return absl::OkStatus();
}

// As an embedded store does when it opens; a copy must be read to the end before.
absl::Status KafkaStorage::CheckAnchor() {
  for (const auto& anchored : anchored_) {
    const auto log = logs_.find(anchored.log);
    if (log == logs_.end()) continue;  // read here once, no longer
    eventlog::Hash head{};
    const auto read =
        log->second->Read(anchored.chain, anchored.sequence, [&](const eventlog::Stored& commit) {
          head = commit.at.head;
          return false;
        });
    if (!read.ok()) return read;
    if (head != anchored.head)
      return absl::DataLossError(absl::StrCat(
          "log ", anchored.log, " chain ", anchored.chain, " sequence ", anchored.sequence,
          ": the anchor remembers a commit that the topic does not hold"));
  }
  return absl::OkStatus();
}

std::vector<LogProgress> KafkaStorage::Progress() const {
  std::lock_guard lock(mutex_);
  std::vector<LogProgress> all;
  for (const auto& [name, log] : logs_) {
    const auto progress = log->progress();
    all.push_back(
        {name, progress.read, progress.end, progress.void_records, progress.repeated_requests});
  }
  return all;
}

absl::Status KafkaStorage::Health() const {
  absl::Status health = DiskStorage::Health();
  std::lock_guard lock(mutex_);
  for (const auto& [name, log] : logs_) {
    const absl::Status one = log->Health();
    if (absl::IsDataLoss(one)) return one;
    health.Update(one);
  }
  return health;
}
}  // namespace

absl::StatusOr<ConnectOptions> KafkaOptions(const Config& config) {
  ConnectOptions options;
  options.brokers = config.kafka_brokers;
  options.security = config.kafka_security;
  options.ca_file = config.kafka_ca_file;
  options.certificate_file = config.kafka_certificate_file;
  options.key_file = config.kafka_key_file;
  options.user = config.kafka_user;
  options.log = [](int level, const char* text) {
    metrics::Log(level <= 3 ? spdlog::level::warn : spdlog::level::debug, "kafka",
                 {{"detail", text}});
  };
  if (!config.kafka_password_file.empty()) {
    const auto password = files::ReadFile(config.kafka_password_file);
    if (!password.ok()) return password.status();
    options.password = std::string(absl::StripAsciiWhitespace(*password));
  }
  return options;
}

std::string TopicFor(const Config& config, const std::string& log) {
  return TopicOf(config.environment, log, config.kafka_topic_version);
}

absl::StatusOr<std::unique_ptr<KafkaLog>> OpenKafkaLog(
    const Config& config, const std::string& name, bool writable, eventlog::EmbeddedStore& copies,
    Cluster& cluster, const absl::StatusOr<TopicFacts>& facts, LogIs use) {
  KafkaLogOptions options;
  options.name = name;
  options.environment = config.environment;
  options.partitions = config.kafka_partitions;
  options.writable = writable;
  options.topic = TopicFor(config, name);
  if (use == LogIs::kServed) options.here = eventlog::KafkaPlace(options.topic);
  if (absl::IsUnavailable(facts.status())) return facts.status();
  if (!facts.ok()) return absl::FailedPreconditionError(facts.status().message());
  if (auto status = CheckTopic(options.topic, *facts, config.kafka_partitions); !status.ok())
    return status;
  return KafkaLog::Open(std::move(options), CopyIn(copies, name), cluster);
}

absl::StatusOr<std::unique_ptr<Storage>> OpenKafka(const Config& config) {
  auto options = KafkaOptions(config);
  if (!options.ok()) return options.status();
  auto cluster = RdkafkaCluster::Connect(*options);
  if (!cluster.ok()) return cluster.status();
  const auto reached = AwaitBrokers([&] { return (*cluster)->Reach(); });
  if (!reached.ok()) return absl::FailedPreconditionError(reached.message());
  auto parts = OpenDisk(config, "kafka");
  if (!parts.ok()) return parts.status();
  if (!config.kafka_keyring.empty()) {
    auto keyring = AwaitBrokers([&] {
      return OpenKafkaKeyring(**cluster, config.kafka_keyring, config.wrapping_key_file,
                              config.next_wrapping_key_file);
    });
    if (!keyring.ok()) return absl::FailedPreconditionError(keyring.status().message());
    parts->keyring = *std::move(keyring);
  }
  auto storage = std::make_unique<KafkaStorage>(config, *std::move(parts), *std::move(options),
                                                *std::move(cluster));
  storage->OpenRowsAhead();
  return storage;
}
}  // namespace aor::service
