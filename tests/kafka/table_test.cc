// A compacted topic on a real broker, as every process that shares it reads it.
#include "libs/eventlog/kafka/table.h"

#include <gtest/gtest.h>

#include "tests/kafka/broker.h"

namespace aor::eventlog::kafka {
namespace {
using Rows = std::vector<std::pair<std::string, std::optional<std::string>>>;

struct TableTest : ::testing::Test {
  TableTest() { EXPECT_TRUE(cluster->Create(topic, 1, {{"cleanup.policy", "compact"}}).ok()); }
  ~TableTest() override { EXPECT_TRUE(cluster->Delete(topic).ok()); }
  static Rows NewIn(Table& table) {
    Rows rows;
    const auto read = table.Read(
        true, [&](const std::string& key, const auto& row) { rows.emplace_back(key, row); });
    EXPECT_TRUE(read.ok()) << read;
    return rows;
  }
  const std::string topic = testing::NewTopicName();
  const std::unique_ptr<RdkafkaCluster> cluster = testing::ConnectTo(testing::SharedBroker());
};

TEST_F(TableTest, WhatOnePutsAllReadInItsOrderAndDeletedIsDeleted) {
  const auto elsewhere = testing::ConnectTo(testing::SharedBroker());
  Table one(*cluster, topic), two(*elsewhere, topic);
  EXPECT_EQ(NewIn(one), Rows());
  ASSERT_TRUE(one.Put(std::string("k\0x", 3), "first").ok());
  ASSERT_TRUE(two.Put("k", "").ok());
  ASSERT_TRUE(one.Put("k", std::nullopt).ok());
  const Rows wanted = {{std::string("k\0x", 3), "first"}, {"k", ""}, {"k", std::nullopt}};
  EXPECT_EQ(NewIn(one), wanted);
  EXPECT_EQ(NewIn(two), wanted);
  EXPECT_EQ(NewIn(two), Rows());
  Table late(*elsewhere, topic);
  EXPECT_EQ(NewIn(late), wanted);
}
}  // namespace
}  // namespace aor::eventlog::kafka
