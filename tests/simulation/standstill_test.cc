// A log on the twin of Kafka whose time and steps are the test's: who is silent, the brokers or we?
#include <gtest/gtest.h>

#include "libs/eventlog/kafka/kafka_log.h"
#include "libs/eventlog/kafka/memory_cluster.h"
#include "tests/kafka/commits.h"

namespace aor::testing {
namespace {
using namespace eventlog::kafka;
using eventlog::Outcome;
constexpr Instant kLook{50}, kLong{10'000};

struct StandstillTest : ::testing::Test {
  StandstillTest() {
    cluster.Calm();
    cluster.Create(TopicOf("test", "hours"), {1, 1, {}});
    KafkaLogOptions options;
    options.name = "hours";
    options.environment = "test";
    options.own_thread = false;
    options.steady_now = [this] { return now; };
    log = *KafkaLog::Open(options, MemoryCopy("hours", "test"), cluster);
    while (!log->progress().caught_up) Answer();
    Append("first");
  }
  void Append(const std::string& id) {
    log->Append(CommitAfter(log->TailOf(0), 0, id), [this](const eventlog::Appended& appended) {
      answers.push_back(appended.outcome);
    });
  }
  // We look at what there is, after so much time.
  void LookAfter(Instant time) {
    now += time;
    log->Step();
  }
  void Answer() {
    cluster.Step();
    LookAfter(Instant(1));
  }
  // The brokers hear nothing of it; it is asked how far the log goes, as it is while one waits.
  void Send(const std::string& id) {
    while (answers.empty()) Answer();
    answers.clear();
    Append(id);
    for (int looks = 0; looks < 20; ++looks) LookAfter(kLook);
    EXPECT_TRUE(answers.empty());
  }

  Instant now{1};
  MemoryCluster cluster{1};
  std::unique_ptr<KafkaLog> log;
  std::vector<Outcome> answers;
};

TEST_F(StandstillTest, WhoStoodStillDoesNotTakeThatForSilenceOfTheBrokers) {
  Send("second");
  LookAfter(kLong);
  EXPECT_TRUE(answers.empty());
  EXPECT_TRUE(log->Health().ok()) << log->Health();
  for (int steps = 0; steps < 1'000 && answers.empty(); ++steps) Answer();
  EXPECT_EQ(answers, std::vector{Outcome::kCommitted});
}

TEST_F(StandstillTest, BrokersThatAreSilentWhileOneLooksAreFoundSilent) {
  Send("second");
  for (Instant waited{0}; waited < kLong; waited += kLook) LookAfter(kLook);
  EXPECT_EQ(answers, std::vector{Outcome::kIndeterminate});
  EXPECT_EQ(log->Health().code(), absl::StatusCode::kUnavailable);
}
}  // namespace
}  // namespace aor::testing
