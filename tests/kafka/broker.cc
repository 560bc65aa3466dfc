#include "tests/kafka/broker.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

namespace aor::testing {
namespace {
using namespace eventlog::kafka;

std::string AddressIn(const std::string& directory) {
  std::string address;
  std::getline(std::ifstream(directory + "/address"), address);
  return address;
}
}  // namespace

std::string SharedBroker() { return AddressIn(BROKER_DIRECTORY); }

OwnBroker::OwnBroker()
    : directory_(::testing::TempDir() + "broker-" + std::to_string(getpid()) + "-" +
                 std::to_string(reinterpret_cast<uintptr_t>(this) % 9973)) {
  Do("fresh");
}

OwnBroker::~OwnBroker() {
  Do("kill");
  std::filesystem::remove_all(directory_);
}

std::string OwnBroker::address() const { return AddressIn(directory_); }

void OwnBroker::Do(const std::string& what) const {
  ASSERT_TRUE(Can(what)) << what << " " << directory_;
}

bool OwnBroker::Can(const std::string& what) const {
  return std::system((BROKER_SCRIPT " " + what + " " + directory_).c_str()) == 0;
}

std::unique_ptr<RdkafkaCluster> ConnectTo(const std::string& brokers) {
  ConnectOptions options;
  options.brokers = brokers;
  options.delivery_limit = std::chrono::milliseconds(2'000);
  auto cluster = RdkafkaCluster::Connect(options);
  EXPECT_TRUE(cluster.ok()) << cluster.status();
  return *std::move(cluster);
}

std::string NewTopicName() {
  static int count = 0;
  return "test-" + std::to_string(getpid()) + "-" + std::to_string(count++) + "-" +
         std::to_string(std::chrono::system_clock::now().time_since_epoch().count());
}

std::unique_ptr<KafkaLog> OpenAndRead(KafkaLogOptions options, std::unique_ptr<Copy> copy,
                                      Cluster& cluster) {
  options.report_limit = Instant(3'000);
  options.settle_limit = Instant(5'000);
  auto log = KafkaLog::Open(std::move(options), std::move(copy), cluster);
  EXPECT_TRUE(log.ok()) << log.status();
  for (int tries = 0; tries < 10'000 && !(*log)->progress().caught_up; ++tries)
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  return *std::move(log);
}
}  // namespace aor::testing
