// A broker that is far, or busy, and answers all the same: librdkafka's own, which answers late.
#include <gtest/gtest.h>
#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>

#include <thread>

#include "tests/kafka/broker.h"

namespace aor::testing {
namespace {
using namespace eventlog::kafka;
constexpr int kPartitions = 16, kRoundTripMs = 150;

TEST(FarBrokersTest, ManyPartitionsDoNotMakeThemSilent) {
  char error[256];
  rd_kafka_t* host = rd_kafka_new(RD_KAFKA_PRODUCER, rd_kafka_conf_new(), error, sizeof error);
  rd_kafka_mock_cluster_t* mock = rd_kafka_mock_cluster_new(host, 1);
  KafkaLogOptions options;
  options.name = "hours";
  options.environment = "test";
  options.partitions = kPartitions;
  rd_kafka_mock_topic_create(mock, TopicOf("test", "hours").c_str(), kPartitions, 1);
  {
    const auto cluster = ConnectTo(rd_kafka_mock_cluster_bootstraps(mock));
    const auto log = OpenAndRead(options, MemoryCopy("hours", "test"), *cluster);
    rd_kafka_mock_broker_set_rtt(mock, 1, kRoundTripMs);
    for (int looks = 0; looks < 80; ++looks) {
      ASSERT_TRUE(log->Health().ok()) << log->Health() << " at look " << looks;
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
  }
  rd_kafka_mock_cluster_destroy(mock);
  rd_kafka_destroy(host);
}
}  // namespace
}  // namespace aor::testing
