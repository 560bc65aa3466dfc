#include "libs/relay/relay.h"

#include <gtest/gtest.h>

#include <random>
#include <set>

#include "libs/eventlog/memory/memory_log.h"
#include "libs/eventlog/record.h"
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
  void AppendOfANewerRelease(uint32_t chain) {
    const auto tail = log.TailOf(chain);
    eventlog::v1::Commit commit;
    commit.set_log(log.name());
    commit.set_environment(log.environment());
    commit.set_chain(chain);
    commit.set_chain_count(eventlog::kChainCount);
    commit.set_sequence(tail.sequence + 1);
    commit.set_previous_head(std::string(eventlog::Bytes(tail.head)));
    commit.set_tenant("t");
    auto& stream = *commit.add_streams();
    stream.set_name("doubled");
    stream.add_events()->set_type("aor.testing.v1.CounterEvent/doubled");
    log.Append(eventlog::RecordOf(commit, commit.SerializeAsString()),
               [](const eventlog::Appended& appended) {
                 EXPECT_EQ(appended.outcome, eventlog::Outcome::kCommitted) << appended.detail;
               });
    ASSERT_TRUE(Soon([&] { return log.TailOf(chain).sequence == tail.sequence + 1; }));
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
  // By their ids, where each came first.
  std::vector<CloudEvent> FirstOfEach() const {
    std::vector<CloudEvent> found;
    std::set<std::string> seen;
    for (const auto& one : topic.events())
      if (seen.insert(Attribute(one.event, "id")).second) found.push_back(one.event);
    return found;
  }
  void ExpectNoGapAndOrder(int count) const {
    std::map<std::string, int64_t> last;
    const auto facts = FirstOfEach();
    EXPECT_EQ(facts.size(), static_cast<size_t>(count));
    for (const auto& fact : facts) {
      testing::Event data;
      data.ParseFromString(fact.data);
      EXPECT_LE(last[fact.key], data.added().amount()) << fact.key;
      last[fact.key] = data.added().amount();
    }
  }
  uint64_t Marked() const {
    uint64_t sum = 0;
    for (const auto& [chain, sequence] : topic.marks()) sum += sequence;
    return sum;
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
  ASSERT_TRUE(Soon([&] { return Marked() == 50; }));
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
  ASSERT_TRUE(Soon([&] { return FirstOfEach().size() == 40; }));
  EXPECT_TRUE(Soon([&] { return relay->Health().ok(); }));
  ExpectNoGapAndOrder(40);
}

TEST_F(RelayTest, AChainOfAnotherProcessIsTakenOverWhereThatOneCameTo) {
  std::atomic<bool> first_owns = true;
  const auto first = Started([&](uint32_t) { return first_owns.load(); });
  const auto second = Started([&](uint32_t) { return !first_owns.load(); });
  Record(0, 20);
  ASSERT_TRUE(Soon([&] { return topic.events().size() == 20 && Marked() == 20; }));
  first_owns = false;
  Record(20, 30);
  ASSERT_TRUE(Soon([&] { return topic.events().size() >= 30; }));
  EXPECT_EQ(topic.events().size(), 30u);
}

// A process that still believes in its chains, and one that took them over.
TEST_F(RelayTest, TwoThatBothHandAChainOutCostDuplicatesAndNothingElse) {
  const auto first = Started(), second = Started();
  Record(0, 40);
  ASSERT_TRUE(Soon([&] { return FirstOfEach().size() == 40; }));
  ExpectNoGapAndOrder(40);
}

TEST_F(RelayTest, AChainThatStandsStillDoesNotSlowTheOthers) {
  Record(0, 1);  // of key-0
  AppendOfANewerRelease(eventlog::ChainOf("t/key-0"));
  const auto relay = Started();
  ASSERT_TRUE(Soon([&] { return absl::IsFailedPrecondition(relay->Health()); }));
  EXPECT_NE(relay->Health().message().find("is unknown to this program"), std::string::npos);
  for (int i = 1; i < 7; ++i) {  // each on a chain of its own
    const auto begun = absl::Now();
    Record(i, i + 1);
    ASSERT_TRUE(Soon([&] { return topic.events().size() == static_cast<size_t>(i) + 1; }));
    EXPECT_LT(absl::Now() - begun, absl::Seconds(4));
  }
  EXPECT_EQ(relay->Lag(), 1u);
  EXPECT_TRUE(absl::IsFailedPrecondition(relay->Health()));
}

// Brokers forget a mark that was not set for a week.
TEST_F(RelayTest, ALaterLifeSetsTheMarkAgainAlsoWithoutNews) {
  auto relay = Started();
  Record(0, 5);
  ASSERT_TRUE(Soon([&] { return Marked() == 5; }));
  relay.reset();
  const int before = topic.times_remembered();
  relay = Started();
  EXPECT_TRUE(Soon([&] { return topic.times_remembered() > before; }));
  EXPECT_EQ(topic.events().size(), 5u);
}

// Lives, owners and a broker that come and go, seeded.
TEST_F(RelayTest, WhateverEndsWhenNoFactIsLeftOut) {
  std::minstd_rand chance(7);
  int recorded = 0;
  for (int life = 0; life < 12; ++life) {
    std::atomic<uint32_t> share = chance() % eventlog::kChainCount;
    auto low = Started([&](uint32_t chain) { return chain < share; });
    auto high = Started([&](uint32_t chain) { return chain >= share; });
    for (int i = 0; i < 3; ++i) {
      topic.Take(static_cast<int>(chance() % 9));
      Record(recorded, recorded + 10);
      recorded += 10;
      absl::SleepFor(absl::Milliseconds(chance() % 300));
      share = chance() % eventlog::kChainCount;
    }
    (chance() % 2 ? low : high).reset();
    topic.Take(static_cast<int>(chance() % 30));
    absl::SleepFor(absl::Milliseconds(chance() % 200));
  }
  topic.Take(-1);
  const auto last = Started();
  ASSERT_TRUE(Soon([&] { return FirstOfEach().size() == static_cast<size_t>(recorded); }));
  ExpectNoGapAndOrder(recorded);
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
