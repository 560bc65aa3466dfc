// The logs that need nothing but this machine, and Kafka's twin.
#include <filesystem>

#include "libs/eventlog/embedded/embedded_store.h"
#include "libs/eventlog/kafka/kafka_log.h"
#include "libs/eventlog/kafka/memory_cluster.h"
#include "libs/eventlog/memory/memory_log.h"
#include "tests/contract/log_backend.h"

namespace aor::eventlog {
namespace {
struct Memory final : Backend {
  MemoryLog memory{"hours"};
  EventLog& log() override { return memory; }
};

struct Embedded final : Backend {
  Embedded() {
    std::filesystem::remove_all(directory);
    Restart();
  }
  ~Embedded() override {
    store.reset();
    std::filesystem::remove_all(directory);
  }
  EventLog& log() override { return store->Log("hours"); }
  void Restart() override {
    store.reset();
    auto opened =
        EmbeddedStore::Open({.directory = directory, .environment = "test", .anchored = {}});
    ASSERT_TRUE(opened.ok()) << opened.status();
    store = *std::move(opened);
  }
  const std::string directory = ::testing::TempDir() + "log-" + std::to_string(getpid());
  std::unique_ptr<EmbeddedStore> store;
};

// Restarts with nothing but the topic.
struct KafkaTwin final : Backend {
  KafkaTwin() {
    cluster.Create(kafka::TopicOf("test", "hours"),
                   {.partitions = 4, .replicas = 1, .settings = {}});
    Restart();
  }
  EventLog& log() override { return *kafka; }
  void Restart() override {
    kafka.reset();
    kafka::KafkaLogOptions options;
    options.name = "hours";
    options.environment = "test";
    options.partitions = 4;
    auto opened = kafka::KafkaLog::Open(options, kafka::MemoryCopy("hours", "test"), cluster);
    ASSERT_TRUE(opened.ok()) << opened.status();
    kafka = *std::move(opened);
    while (!kafka->progress().caught_up) std::this_thread::yield();
  }
  kafka::MemoryCluster cluster;
  std::unique_ptr<kafka::KafkaLog> kafka;
};

INSTANTIATE_TEST_SUITE_P(Backends, EventLogContract,
                         ::testing::Values(NamedBackend{"Memory", &Make<Memory>},
                                           NamedBackend{"Embedded", &Make<Embedded>},
                                           NamedBackend{"KafkaTwin", &Make<KafkaTwin>}),
                         kNameOfBackend);
}  // namespace
}  // namespace aor::eventlog
