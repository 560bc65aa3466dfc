// A broker of its own, killed, stopped and cut off while commits are on their way.
#include <gtest/gtest.h>

#include "tests/kafka/broker.h"
#include "tests/kafka/commits.h"

namespace aor::eventlog::kafka {
namespace {
using testing::Append;
using testing::Begin;
using testing::CommitAfter;
using testing::End;

struct BrokerFaultsTest : ::testing::Test {
  BrokerFaultsTest() {
    EXPECT_TRUE(cluster->Create(topic, 1, {}).ok());
    log = Open();
  }
  std::unique_ptr<KafkaLog> Open() const {
    KafkaLogOptions options;
    options.name = "hours";
    options.environment = "test";
    options.topic = topic;
    return testing::OpenAndRead(options, MemoryCopy("hours", "test"), *cluster);
  }
  // Writes for as long as `until` says, whatever comes; the requests that were acknowledged.
  std::set<std::string> Write(const std::atomic<bool>& until, int writers) {
    std::set<std::string> acknowledged;
    std::mutex mutex;
    std::vector<std::thread> threads;
    for (int w = 0; w < writers; ++w)
      threads.emplace_back([&, w] {
        for (int i = 0; !until; ++i) {
          const std::string id = std::to_string(w) + "/" + std::to_string(i);
          const Appended appended = Append(*log, w, id);
          if (appended.outcome != Outcome::kCommitted) {  // refused at once, while it is away
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
            continue;
          }
          std::lock_guard lock(mutex);
          acknowledged.insert(id);
        }
      });
    for (auto& thread : threads) thread.join();
    return acknowledged;
  }
  // Everything acknowledged is in the topic, and the log goes on.
  void ExpectNothingLost(const std::set<std::string>& acknowledged) {
    Appended after;
    for (int tries = 0; tries < 100 && after.outcome != Outcome::kCommitted; ++tries) {
      after = Append(*log, 63, "after-" + std::to_string(tries));
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    EXPECT_EQ(after.outcome, Outcome::kCommitted) << after.detail;
    const auto reader = Open();
    EXPECT_GT(acknowledged.size(), 10u);
    for (const std::string& id : acknowledged) {
      const auto chain = static_cast<uint32_t>(std::atoi(id.c_str()));
      EXPECT_TRUE(reader->Find(chain, RequestKeyOf("t", "Test", id))) << id;
    }
    EXPECT_EQ(reader->progress().repeated_requests, 0u);
    for (uint32_t chain = 0; chain < kChainCount; ++chain)
      EXPECT_EQ(reader->TailOf(chain).head, log->TailOf(chain).head);
  }
  const std::string topic = testing::NewTopicName();
  const testing::OwnBroker broker;
  const std::unique_ptr<RdkafkaCluster> cluster = testing::ConnectTo(broker.address());
  std::unique_ptr<KafkaLog> log;
};

TEST_F(BrokerFaultsTest, WhatWasAcknowledgedSurvivesKillsOfTheBroker) {
  std::atomic<bool> over = false;
  std::set<std::string> acknowledged;
  std::thread writing([&] { acknowledged = Write(over, 8); });
  for (int kills = 0; kills < 2; ++kills) {
    std::this_thread::sleep_for(std::chrono::milliseconds(700));
    broker.Do("kill");
    broker.Do("restart");
  }
  std::this_thread::sleep_for(std::chrono::milliseconds(700));
  over = true;
  writing.join();
  ExpectNothingLost(acknowledged);
}

TEST_F(BrokerFaultsTest, ConnectionsThatAreCutLoseNothing) {
  std::atomic<bool> over = false;
  std::set<std::string> acknowledged;
  std::thread writing([&] { acknowledged = Write(over, 8); });
  int cuts = 0;
  for (int tries = 0; tries < 20 && cuts < 5; ++tries) {  // it may be connecting again
    std::this_thread::sleep_for(std::chrono::milliseconds(400));
    cuts += broker.Can("cut");
  }
  std::this_thread::sleep_for(std::chrono::milliseconds(400));
  over = true;
  writing.join();
  ExpectNothingLost(acknowledged);
  if (cuts == 0) GTEST_SKIP() << "this machine lets nobody reset connections (CAP_NET_ADMIN)";
  EXPECT_EQ(cuts, 5);
}

TEST_F(BrokerFaultsTest, ABrokerThatStandsStillMakesOutcomesUnknownNotWrong) {
  std::atomic<bool> over = false;
  std::set<std::string> acknowledged;
  std::thread writing([&] { acknowledged = Write(over, 8); });
  std::this_thread::sleep_for(std::chrono::milliseconds(500));
  broker.Do("pause");
  // Longer than the delivery limit and what a log waits for; its health says so meanwhile.
  for (int tries = 0; tries < 300 && log->Health().ok(); ++tries)
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  EXPECT_TRUE(absl::IsUnavailable(log->Health())) << log->Health();
  const Appended meanwhile = Append(*log, 62, "meanwhile");
  EXPECT_TRUE(meanwhile.outcome == Outcome::kUnavailable ||
              meanwhile.outcome == Outcome::kIndeterminate);
  broker.Do("resume");
  std::this_thread::sleep_for(std::chrono::seconds(2));
  over = true;
  writing.join();
  ExpectNothingLost(acknowledged);
  EXPECT_TRUE(log->Health().ok()) << log->Health();
}
}  // namespace
}  // namespace aor::eventlog::kafka
