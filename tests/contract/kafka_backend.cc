// Kafka itself: the broker that ctest starts, a topic for each test, a copy on this disk.
#include <unistd.h>

#include <filesystem>

#include "tests/contract/log_backend.h"
#include "tests/kafka/broker.h"

namespace aor::eventlog {
namespace {
struct Kafka final : Backend {
  Kafka() {
    std::filesystem::remove_all(directory);
    EXPECT_TRUE(cluster->Create(topic, 4, {}).ok());
    Restart();
  }
  ~Kafka() override {
    kafka.reset();
    store.reset();
    std::filesystem::remove_all(directory);
    EXPECT_TRUE(cluster->Delete(topic).ok());
  }
  EventLog& log() override { return *kafka; }
  void Restart() override {
    kafka.reset();
    store.reset();
    auto opened = EmbeddedStore::Open({.directory = directory,
                                       .environment = "test",
                                       .sync = false,
                                       .copy_of = "kafka",
                                       .anchored = {}});
    ASSERT_TRUE(opened.ok()) << opened.status();
    store = *std::move(opened);
    kafka::KafkaLogOptions options;
    options.name = "hours";
    options.environment = "test";
    options.topic = topic;
    options.partitions = 4;
    kafka = testing::OpenAndRead(options, kafka::CopyIn(*store, "hours"), *cluster);
  }
  const std::string topic = testing::NewTopicName();
  const std::string directory = ::testing::TempDir() + "copy-" + std::to_string(getpid());
  std::unique_ptr<kafka::RdkafkaCluster> cluster = testing::ConnectTo(testing::SharedBroker());
  std::unique_ptr<EmbeddedStore> store;
  std::unique_ptr<kafka::KafkaLog> kafka;
};

INSTANTIATE_TEST_SUITE_P(Backends, EventLogContract,
                         ::testing::Values(NamedBackend{"Kafka", &Make<Kafka>}), kNameOfBackend);
}  // namespace
}  // namespace aor::eventlog
