// What only a broker can do to a log, with the one that all tests share.
#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <map>
#include <mutex>
#include <thread>

#include "libs/eventlog/kafka/topic_check.h"
#include "libs/eventlog/moving.h"
#include "tests/kafka/broker.h"
#include "tests/kafka/commits.h"

namespace aor::eventlog::kafka {
namespace {
using testing::Append;
using testing::Begin;
using testing::CommitAfter;
using testing::End;

struct KafkaLogTest : ::testing::Test {
  KafkaLogTest() {
    std::filesystem::remove_all(directory);
    EXPECT_TRUE(cluster->Create(topic, 1, {}).ok());
  }
  ~KafkaLogTest() override {
    std::filesystem::remove_all(directory);
    cluster->Delete(topic).IgnoreError();
  }
  KafkaLogOptions Options() const {
    KafkaLogOptions options;
    options.name = "hours";
    options.environment = "test";
    options.topic = topic;
    return options;
  }
  std::unique_ptr<KafkaLog> OpenEmpty(Cluster& with) const {
    return testing::OpenAndRead(Options(), MemoryCopy("hours", "test"), with);
  }
  std::unique_ptr<EmbeddedStore> OpenStore() const {
    return *EmbeddedStore::Open({.directory = directory,
                                 .environment = "test",
                                 .sync = false,
                                 .copy_of = "kafka",
                                 .anchored = {}});
  }
  absl::Status HealthAfterOpening(EmbeddedStore& store) const {
    const auto log = KafkaLog::Open(Options(), CopyIn(store, "hours"), *cluster);
    for (int tries = 0; tries < 10'000 && !absl::IsDataLoss((*log)->Health()); ++tries)
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    EXPECT_EQ(Append(**log, 1, "late").outcome, Outcome::kUnavailable);
    return (*log)->Health();
  }
  const std::string topic = testing::NewTopicName();
  const std::string directory = ::testing::TempDir() + "kafka-log-" + std::to_string(getpid());
  const std::unique_ptr<RdkafkaCluster> cluster = testing::ConnectTo(testing::SharedBroker());
};

// Where the records of a topic of its own landed, by the number they were produced with.
struct Heard final : TopicEvents {
  void OnReports(uint32_t, std::vector<Report> reports) override {
    const std::lock_guard lock(mutex);
    for (const Report& report : reports) offsets[report.token] = report.offset.value_or(-1);
    changed.notify_all();
  }
  void OnRead(uint32_t, std::vector<Message>) override {}
  bool IsHungry() const override { return true; }
  void OnSpan(uint32_t, uint64_t, Span) override {}
  void OnProducerLost() override {}
  void OnUnreadable(uint32_t, std::string) override {}
  std::map<uint64_t, int64_t> WaitFor(size_t count) {
    std::unique_lock lock(mutex);
    changed.wait_for(lock, std::chrono::seconds(20), [&] { return offsets.size() >= count; });
    return offsets;
  }
  std::mutex mutex;
  std::condition_variable changed;
  std::map<uint64_t, int64_t> offsets;
};

TEST_F(KafkaLogTest, WhatComesWhileABatchIsOnItsWayFollowsItInOrder) {
  Heard heard;
  const auto writing = cluster->Open(topic, heard);
  for (uint64_t token = 1; token <= 300; ++token) {
    writing->Produce(0, "1", "record", token);
    if (token % 3 == 0) writing->Send();  // some of these find a batch on its way
  }
  const auto offsets = heard.WaitFor(300);
  ASSERT_EQ(offsets.size(), 300u);
  for (const auto& [token, offset] : offsets) EXPECT_EQ(offset, token - 1);
}

TEST_F(KafkaLogTest, TwoWritersOnOnePartitionMakeOneHistory) {
  const auto other_process = testing::ConnectTo(testing::SharedBroker());
  const auto one = OpenEmpty(*cluster), two = OpenEmpty(*other_process);
  std::atomic<int> committed = 0;
  const auto write = [&](KafkaLog& log, const std::string& name) {
    for (int i = 0; i < 40;) {
      const auto appended = Append(log, 1, name + std::to_string(i));
      if (appended.outcome == Outcome::kCommitted) ++i, ++committed;
      ASSERT_NE(appended.outcome, Outcome::kIndeterminate) << appended.detail;
    }
  };
  std::thread zombie([&] { write(*two, "two-"); });
  write(*one, "one-");
  zombie.join();
  EXPECT_EQ(committed, 80);
  const auto reader = OpenEmpty(*cluster);
  EXPECT_GE(reader->TailOf(1).sequence, 80u);
  for (int i = 0; i < 40; ++i)
    for (const std::string name : {"one-", "two-"})
      EXPECT_TRUE(reader->Find(1, RequestKeyOf("t", "Test", name + std::to_string(i))));
  EXPECT_EQ(reader->progress().repeated_requests, 0u);
}

TEST_F(KafkaLogTest, AProcessThatStillRunsWritesNothingToAChainThatMoved) {
  KafkaLogOptions options = Options();
  options.here = KafkaPlace(topic);
  const auto served = testing::OpenAndRead(options, MemoryCopy("hours", "test"), *cluster);
  ASSERT_EQ(Append(*served, 1, "before").outcome, Outcome::kCommitted);
  const auto tools_connection = testing::ConnectTo(testing::SharedBroker());
  const auto tool = OpenEmpty(*tools_connection);
  ASSERT_TRUE(MoveAway(*tool, options.here, "kafka:elsewhere", absl::Now()).ok());
  Appended late;  // the first may be a conflict: the move was first
  for (int tries = 0; tries < 100 && late.detail.find("moved from") == std::string::npos; ++tries) {
    late = Append(*served, 1, "late");
    ASSERT_NE(late.outcome, Outcome::kCommitted);
  }
  EXPECT_EQ(late.outcome, Outcome::kUnavailable);
  EXPECT_TRUE(late.detail.find("to kafka:elsewhere: it is served there") != std::string::npos)
      << late.detail;
  EXPECT_TRUE(absl::IsUnavailable(served->Health()));
}

TEST_F(KafkaLogTest, APipelineSurvivesTheLossOfItsProducer) {
  const auto log = OpenEmpty(*cluster);
  Tail at = log->TailOf(1);
  std::vector<std::future<Appended>> answers;
  for (int i = 0; i < 200; ++i) {
    Record record = CommitAfter(at, 1, "r" + std::to_string(i));
    at = {at.sequence + 1, NextHead(at.head, LeafOf(record.bytes))};
    answers.push_back(Begin(*log, std::move(record)));
    if (i == 100) cluster->LoseProducer();
  }
  uint64_t committed = 0;
  for (auto& answer : answers) committed += End(std::move(answer)).outcome == Outcome::kCommitted;
  // What takes the place of lost records may be under way: then once more.
  Appended after;
  const absl::Time end = absl::Now() + absl::Minutes(1);
  while (after.outcome != Outcome::kCommitted && absl::Now() < end)
    after = Append(*log, 1, "after");
  EXPECT_EQ(after.outcome, Outcome::kCommitted) << after.detail;
  const auto reader = OpenEmpty(*cluster);
  for (int i = 0; i < 200; ++i)
    EXPECT_EQ(reader->Find(1, RequestKeyOf("t", "Test", "r" + std::to_string(i))).has_value(),
              static_cast<uint64_t>(i) < committed);
}

TEST_F(KafkaLogTest, ACopyThatWasLostIsReadAgainFromTheTopic) {
  Tail tail;
  {
    const auto store = OpenStore();
    const auto log = testing::OpenAndRead(Options(), CopyIn(*store, "hours"), *cluster);
    for (int i = 0; i < 50; ++i) Append(*log, 1 + i % 3, "r" + std::to_string(i));
    tail = log->TailOf(1);
  }
  std::filesystem::remove_all(directory);
  const auto store = OpenStore();
  const auto log = testing::OpenAndRead(Options(), CopyIn(*store, "hours"), *cluster);
  EXPECT_EQ(log->TailOf(1).head, tail.head);
  EXPECT_EQ(log->progress().read, 50);
  EXPECT_TRUE(log->Health().ok()) << log->Health();
}

TEST_F(KafkaLogTest, ACopyGoesOnWhereItStood) {
  {
    const auto store = OpenStore();
    const auto log = testing::OpenAndRead(Options(), CopyIn(*store, "hours"), *cluster);
    for (int i = 0; i < 10; ++i) Append(*log, 1, "r" + std::to_string(i));
  }
  const auto store = OpenStore();
  const auto log = testing::OpenAndRead(Options(), CopyIn(*store, "hours"), *cluster);
  EXPECT_EQ(Append(*log, 1, "next").at.sequence, 11u);
}

TEST_F(KafkaLogTest, ATopicThatWasMadeAnewIsNeverWritten) {
  const auto store = OpenStore();
  {
    const auto log = testing::OpenAndRead(Options(), CopyIn(*store, "hours"), *cluster);
    for (int i = 0; i < 10; ++i) Append(*log, 1, "r" + std::to_string(i));
  }
  ASSERT_TRUE(cluster->Delete(topic).ok());
  absl::Status created = absl::UnavailableError("");
  for (int tries = 0; tries < 100 && !created.ok(); ++tries)
    created = cluster->Create(topic, 1, {});
  ASSERT_TRUE(created.ok()) << created;
  const absl::Status health = HealthAfterOpening(*store);
  EXPECT_EQ(health.code(), absl::StatusCode::kDataLoss) << health;
  EXPECT_EQ(store->Log("hours").TailOf(1).sequence, 10u) << "what was read stays readable";
}

TEST_F(KafkaLogTest, ATopicWhoseBeginningWasDeletedIsNeverWritten) {
  const auto store = OpenStore();
  {
    const auto log = testing::OpenAndRead(Options(), CopyIn(*store, "hours"), *cluster);
    for (int i = 0; i < 10; ++i) Append(*log, 1, "r" + std::to_string(i));
  }
  ASSERT_TRUE(cluster->DeleteRecords(topic, 0, 4).ok());
  const absl::Status health = HealthAfterOpening(*store);
  EXPECT_NE(health.message().find("before offset 4 were deleted"), std::string::npos) << health;
}

TEST_F(KafkaLogTest, ATopicThatIsCutWhileItIsReadIsWrittenNoMore) {
  const auto log = OpenEmpty(*cluster);
  for (int i = 0; i < 10; ++i) Append(*log, 1, "r" + std::to_string(i));
  ASSERT_TRUE(log->Health().ok());
  ASSERT_TRUE(cluster->DeleteRecords(topic, 0, 4).ok());
  for (int tries = 0; tries < 10'000 && log->Health().ok(); ++tries)
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  EXPECT_TRUE(absl::IsDataLoss(log->Health())) << log->Health();
  EXPECT_EQ(Append(*log, 1, "late").outcome, Outcome::kUnavailable);
  EXPECT_TRUE(log->Find(1, RequestKeyOf("t", "Test", "r0"))) << "what was read stays readable";
}

TEST_F(KafkaLogTest, BytesThatAreNoCommitAreVoidAndCounted) {
  const auto log = OpenEmpty(*cluster);
  Heard nobody;
  const auto stranger = cluster->Open(topic, nobody);
  stranger->Produce(0, "1", "no commit", 1);
  Record elsewhere = CommitAfter(log->TailOf(1), 1, "elsewhere");
  v1::Commit other;
  ASSERT_TRUE(other.ParseFromString(elsewhere.bytes));
  other.set_environment("production");
  stranger->Produce(0, "1", other.SerializeAsString(), 2);
  stranger->Send();
  for (int tries = 0; tries < 10'000 && log->progress().void_records < 2; ++tries)
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  EXPECT_EQ(log->progress().void_records, 2u);
  EXPECT_EQ(Append(*log, 1, "mine").at.sequence, 1u);
}

// A topic that was just made is known to the broker a little later.
absl::StatusOr<TopicFacts> DescribedSoon(Cluster& cluster, const std::string& topic) {
  auto facts = cluster.Describe(topic);
  for (int tries = 0; tries < 100 && (!facts.ok() || facts->partitions == 0); ++tries) {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    facts = cluster.Describe(topic);
  }
  return facts;
}

TEST_F(KafkaLogTest, ATopicIsDescribedAsItIs) {
  const auto facts = DescribedSoon(*cluster, topic);
  ASSERT_TRUE(facts.ok()) << facts.status();
  EXPECT_TRUE(CheckTopic(topic, *facts, 1).ok()) << CheckTopic(topic, *facts, 1);
  const std::string compacted = testing::NewTopicName();
  ASSERT_TRUE(cluster->Create(compacted, 1, {{"cleanup.policy", "compact"}}).ok());
  const auto wrong = DescribedSoon(*cluster, compacted);
  ASSERT_TRUE(wrong.ok()) << wrong.status();
  EXPECT_NE(CheckTopic(compacted, *wrong, 1).message().find("cleanup.policy"), std::string::npos);
  EXPECT_TRUE(absl::IsNotFound(cluster->Describe("nowhere").status()));
}
}  // namespace
}  // namespace aor::eventlog::kafka
