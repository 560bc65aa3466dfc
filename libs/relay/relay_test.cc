#include "libs/relay/relay.h"

#include <gtest/gtest.h>

#include <set>

#include "libs/eventlog/memory/memory_log.h"
#include "libs/eventsourcing/testing/counter.h"
#include "libs/relay/memory_topic.h"

namespace aor::relay {
namespace {
using eventsourcing::DevelopmentClock;
using testing::Add, testing::Asking, testing::Close, testing::Doing;

std::string Attribute(const CloudEvent& event, const std::string& name) {
  for (const auto& [key, value] : event.attributes)
    if (key == name) return value;
  return "";
}

struct RelayTest : ::testing::Test {
  void Record(int from, int to) {
    for (int i = from; i < to; ++i) {
      const std::string id = std::to_string(i);
      ASSERT_TRUE(runtime
                      .ExecuteAndWait(Asking(id, id, "key-" + std::to_string(i % 7)),
                                      Doing("counter-" + std::to_string(i % 7), Add{id, i}))
                      .ok());
    }
  }
  std::unique_ptr<Relay> Started(std::function<bool(uint32_t)> owns = [](uint32_t) {
    return true;
  }) {
    auto shared = std::make_unique<Shared>(topic);
    auto relay = std::make_unique<Relay>(log, std::move(shared), std::move(owns));
    relay->Start();
    return relay;
  }
  // The same topic for one relay after another.
  struct Shared final : PublicTopic {
    explicit Shared(MemoryTopic& topic) : topic(topic) {}
    absl::Status Publish(const std::vector<Outgoing>& events) override {
      return topic.Publish(events);
    }
    absl::Status Remember(const HandedOut& handed_out) override {
      return topic.Remember(handed_out);
    }
    absl::StatusOr<HandedOut> Remembered() override { return topic.Remembered(); }
    MemoryTopic& topic;
  };
  std::vector<std::string> Ids() const {
    std::vector<std::string> ids;
    for (const auto& one : topic.events()) ids.push_back(Attribute(one.event, "id"));
    return ids;
  }
  bool Soon(const std::function<bool()>& holds) const {
    for (int i = 0; i < 500 && !holds(); ++i) absl::SleepFor(absl::Milliseconds(20));
    return holds();
  }

  DevelopmentClock clock{absl::FromUnixSeconds(1'790'000'000)};
  eventlog::MemoryLog log{"test"};
  eventsourcing::Runtime runtime{log, clock};
  MemoryTopic topic;
};

TEST_F(RelayTest, AnEventIsACloudEventInBinaryMode) {
  Record(3, 4);
  const auto relay = Started();
  ASSERT_TRUE(Soon([&] { return topic.events().size() == 1; }));
  const CloudEvent event = topic.events()[0].event;
  EXPECT_EQ(event.key, "t/counter-3");
  EXPECT_EQ(Attribute(event, "specversion"), "1.0");
  EXPECT_EQ(Attribute(event, "source"), "/" + log.environment() + "/test");
  EXPECT_EQ(Attribute(event, "type"), "aor.testing.v1.CounterEvent/added");
  EXPECT_EQ(Attribute(event, "subject"), "counter-3");
  EXPECT_EQ(Attribute(event, "dataschema"), "/aor.testing.v1.CounterEvent");
  EXPECT_EQ(Attribute(event, "time"), "2026-09-21T14:13:20Z");
  EXPECT_EQ(Attribute(event, "tenant"), "t");
  testing::Event data;
  ASSERT_TRUE(data.ParseFromString(event.data));
  EXPECT_EQ(data.added().amount(), 3);
}

TEST_F(RelayTest, WhatIsPrivateStaysAtHome) {
  Record(0, 1);
  ASSERT_TRUE(
      runtime.ExecuteAndWait(Asking("close", "", "key-0"), Doing("counter-0", Close{})).ok());
  Record(1, 2);
  const auto relay = Started();
  ASSERT_TRUE(Soon([&] { return topic.events().size() == 2; }));
  for (const auto& one : topic.events())
    EXPECT_EQ(Attribute(one.event, "type"), "aor.testing.v1.CounterEvent/added");
}

TEST_F(RelayTest, ALaterLifeGoesOnWhereTheOneBeforeCameTo) {
  auto relay = Started();
  Record(0, 50);
  ASSERT_TRUE(Soon([&] { return topic.events().size() == 50; }));
  ASSERT_TRUE(Soon([&] {
    uint64_t sum = 0;
    const auto remembered = topic.Remembered();
    for (const auto& [chain, sequence] : *remembered) sum += sequence;
    return sum == 50;
  }));
  relay.reset();
  Record(50, 60);
  relay = Started();
  ASSERT_TRUE(Soon([&] { return topic.events().size() >= 60; }));
  EXPECT_EQ(topic.events().size(), 60u);
}

// Each fact once by its id, and those of one stream in their order, however often it is sent.
TEST_F(RelayTest, ABrokerThatGoesAndComesCostsDuplicatesAndNothingElse) {
  topic.Take(7);
  auto relay = Started();
  Record(0, 40);
  ASSERT_TRUE(Soon([&] { return absl::IsUnavailable(relay->Health()); }));
  EXPECT_EQ(topic.events().size(), 7u);
  topic.Take(11);
  ASSERT_TRUE(Soon([&] { return topic.events().size() == 18; }));
  topic.Take(-1);
  ASSERT_TRUE(Soon([&] {
    const auto ids = Ids();
    return std::set<std::string>(ids.begin(), ids.end()).size() == 40;
  }));
  EXPECT_TRUE(Soon([&] { return relay->Health().ok(); }));
  std::set<std::string> seen;
  std::map<std::string, int64_t> last;
  for (const auto& one : topic.events()) {
    if (!seen.insert(Attribute(one.event, "id")).second) continue;
    testing::Event data;
    data.ParseFromString(one.event.data);
    EXPECT_LE(last[one.event.key], data.added().amount());
    last[one.event.key] = data.added().amount();
  }
}

TEST_F(RelayTest, AChainOfAnotherProcessIsTakenOverWhereThatOneCameTo) {
  std::atomic<bool> first_owns = true;
  const auto first = Started([&](uint32_t) { return first_owns.load(); });
  const auto second = Started([&](uint32_t) { return !first_owns.load(); });
  Record(0, 20);
  ASSERT_TRUE(Soon([&] { return topic.events().size() == 20 && topic.Remembered()->size() > 0; }));
  absl::SleepFor(absl::Milliseconds(500));  // it has remembered
  first_owns = false;
  Record(20, 30);
  ASSERT_TRUE(Soon([&] { return topic.events().size() >= 30; }));
  EXPECT_EQ(topic.events().size(), 30u);
}

TEST(CloudEventTest, ATypeOfANewerReleaseStopsTheChain) {
  eventlog::v1::Commit commit;
  auto& stream = *commit.add_streams();
  stream.add_events()->set_type("aor.testing.v1.CounterEvent/added");
  ASSERT_EQ(PublicEventsOf(commit, 1)->size(), 1u);
  stream.add_events()->set_type("aor.testing.v1.CounterEvent/doubled");
  EXPECT_TRUE(absl::IsFailedPrecondition(PublicEventsOf(commit, 1).status()));
}
}  // namespace
}  // namespace aor::relay
