#include "libs/eventsourcing/runtime.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>

#include "libs/eventlog/memory/memory_log.h"
#include "libs/eventsourcing/testing/counter.h"

namespace aor::eventsourcing {
namespace {
using eventlog::MemoryLog;
using testing::Add;
using testing::Asking;
using testing::Close;
using testing::Doing;
using Fault = MemoryLog::Fault;

const uint32_t kChain = eventlog::ChainOf("t/k");

int64_t Total(Runtime& runtime) {
  int64_t total = -1;
  auto request = Asking("peek");
  request.validate_only = true;
  EXPECT_TRUE(
      runtime
          .ExecuteAndWait(request,
                          [&](Transaction& transaction) {
                            total = transaction.Fold<testing::Counter, testing::Event>("c").total;
                            return std::optional<Refused>();
                          })
          .ok());
  return total;
}

// Fails the n-th append, counted from 1.
MemoryLog::Faults FailAt(int n, Fault fault) {
  MemoryLog::Faults faults;
  auto count = std::make_shared<std::atomic<int>>(0);
  faults.at_append = [=](const eventlog::Record&) { return ++*count == n ? fault : Fault::kNone; };
  faults.foreign = [](const eventlog::Record&, const eventlog::Tail& at) {
    eventlog::v1::Commit commit;
    commit.set_sequence(at.sequence + 1);
    commit.set_previous_head(std::string(eventlog::Bytes(at.head)));
    return commit.SerializeAsString();
  };
  return faults;
}

struct RuntimeTest : ::testing::Test {
  DevelopmentClock clock{absl::FromUnixSeconds(1'790'000'000)};
};

TEST_F(RuntimeTest, ARepeatedRequestGetsTheSameAnswer) {
  MemoryLog log("test");
  Runtime runtime(log, clock);
  const auto first = runtime.ExecuteAndWait(Asking("r1"), Doing("c", Add{"a", 5}));
  ASSERT_TRUE(first.ok()) << first.status();
  const auto again = runtime.ExecuteAndWait(Asking("r1"), Doing("c", Add{"b", 7}));
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(first->commit->SerializeAsString(), again->commit->SerializeAsString());
  EXPECT_EQ(first->token(), again->token());
  EXPECT_EQ(Total(runtime), 5);
  EXPECT_EQ(log.TailOf(kChain).sequence, 1u);
}

TEST_F(RuntimeTest, TheSameRequestIdWithAnotherBodyIsRefused) {
  MemoryLog log("test");
  Runtime runtime(log, clock);
  ASSERT_TRUE(runtime.ExecuteAndWait(Asking("r1"), Doing("c", Add{"a", 5})).ok());
  const auto other = runtime.ExecuteAndWait(Asking("r1", "other"), Doing("c", Add{"b", 7}));
  EXPECT_EQ(other.status().code(), absl::StatusCode::kAlreadyExists);
}

TEST_F(RuntimeTest, AnAcceptedWishThatChangesNothingIsRemembered) {
  MemoryLog log("test");
  Runtime runtime(log, clock);
  ASSERT_TRUE(runtime.ExecuteAndWait(Asking("r1"), Doing("c", Add{"a", 5})).ok());
  const auto silent = runtime.ExecuteAndWait(Asking("r2"), Doing("c", Add{"a", 5}));
  ASSERT_TRUE(silent.ok());
  EXPECT_EQ(silent->commit->streams(0).events_size(), 0);
  EXPECT_EQ(silent->commit->streams(0).expected_version(), 1u);
  EXPECT_EQ(log.TailOf(kChain).sequence, 2u);
}

TEST_F(RuntimeTest, ARefusalNamesItsRuleAndLeavesNothing) {
  MemoryLog log("test");
  Runtime runtime(log, clock);
  const auto refused = runtime.ExecuteAndWait(Asking("r1"), Doing("c", Add{"a", -5}));
  EXPECT_EQ(RefusalName(refused.status()), "NEGATIVE");
  EXPECT_EQ(log.TailOf(kChain).sequence, 0u);
  EXPECT_TRUE(runtime.ExecuteAndWait(Asking("r1"), Doing("c", Add{"a", 5})).ok());
}

TEST_F(RuntimeTest, ARefusedRetryIsRememberedAsRefused) {
  MemoryLog log("test");
  Runtime runtime(log, clock);
  auto retry = Asking("r1");
  retry.is_retry = true;
  const auto refused = runtime.ExecuteAndWait(retry, Doing("c", Add{"a", -5}));
  EXPECT_EQ(RefusalName(refused.status()), "NEGATIVE");
  const auto repeat = runtime.ExecuteAndWait(Asking("r1"), Doing("c", Add{"a", 5}));
  EXPECT_EQ(repeat.status(), refused.status());
  EXPECT_EQ(log.TailOf(kChain).sequence, 1u);
}

TEST_F(RuntimeTest, ValidateOnlyAppendsNothing) {
  MemoryLog log("test");
  Runtime runtime(log, clock);
  auto request = Asking("r1");
  request.validate_only = true;
  const auto draft = runtime.ExecuteAndWait(request, Doing("c", Add{"a", 5}));
  ASSERT_TRUE(draft.ok());
  EXPECT_EQ(draft->commit->streams(0).events_size(), 1);
  EXPECT_EQ(draft->token(), "");
  EXPECT_EQ(log.TailOf(kChain).sequence, 0u);
}

TEST_F(RuntimeTest, ManyAtOnceAddUpOnOneChain) {
  MemoryLog log("test");
  Runtime runtime(log, clock);
  std::vector<std::future<bool>> answers;
  for (int i = 0; i < 500; ++i) {
    auto answered = std::make_shared<std::promise<bool>>();
    answers.push_back(answered->get_future());
    const std::string id = std::to_string(i % 250);  // each request comes twice
    runtime.Execute(Asking(id), Doing("c", Add{id, 1}),
                    [answered](const auto& answer) { answered->set_value(answer.ok()); });
  }
  for (auto& answer : answers) EXPECT_TRUE(answer.get());
  EXPECT_EQ(Total(runtime), 250);
  EXPECT_EQ(log.TailOf(kChain).sequence, 250u);
}

TEST_F(RuntimeTest, ALostRaceIsDecidedAgain) {
  MemoryLog log("test", "test", FailAt(2, Fault::kForeignFirst));
  Runtime runtime(log, clock);
  for (const char* id : {"a", "b", "c"})
    EXPECT_TRUE(runtime.ExecuteAndWait(Asking(id), Doing("c", Add{id, 1})).ok());
  EXPECT_EQ(Total(runtime), 3);
  EXPECT_EQ(log.TailOf(kChain).sequence, 4u);
}

TEST_F(RuntimeTest, WhatWasSurelyNotWrittenSaysSoAndLeavesNoTrace) {
  MemoryLog log("test", "test", FailAt(1, Fault::kUnavailable));
  Runtime runtime(log, clock);
  const auto lost = runtime.ExecuteAndWait(Asking("r1"), Doing("c", Add{"a", 1}));
  EXPECT_EQ(lost.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_TRUE(runtime.ExecuteAndWait(Asking("r1"), Doing("c", Add{"a", 1})).ok());
  EXPECT_EQ(Total(runtime), 1);
}

TEST_F(RuntimeTest, AnUnknownOutcomeIsLookedUpBeforeItIsTold) {
  MemoryLog kept("test", "test", FailAt(1, Fault::kIndeterminateKept));
  Runtime runtime(kept, clock);
  EXPECT_TRUE(runtime.ExecuteAndWait(Asking("r1"), Doing("c", Add{"a", 1})).ok());
  EXPECT_EQ(Total(runtime), 1);

  MemoryLog lost("test", "test", FailAt(1, Fault::kIndeterminateLost));
  Runtime other(lost, clock);
  const auto unknown = other.ExecuteAndWait(Asking("r1"), Doing("c", Add{"a", 1}));
  EXPECT_EQ(unknown.status().code(), absl::StatusCode::kUnknown);
  EXPECT_TRUE(other.ExecuteAndWait(Asking("r1"), Doing("c", Add{"a", 1})).ok());
  EXPECT_EQ(Total(other), 1);
}

// A refusal decided on a commit that never became true must not be told.
TEST_F(RuntimeTest, ARefusalStandsOnlyOnWhatStands) {
  for (int round = 0; round < 50; ++round) {
    std::promise<absl::Status> closed, added;  // outlive who calls back
    MemoryLog log("test", "test", FailAt(1, Fault::kUnavailable));
    Runtime runtime(log, clock);
    runtime.Execute(Asking("close"), Doing("c", Close{}),
                    [&](const auto& answer) { closed.set_value(answer.status()); });
    runtime.Execute(Asking("add"), Doing("c", Add{"a", 1}),
                    [&](const auto& answer) { added.set_value(answer.status()); });
    EXPECT_EQ(closed.get_future().get().code(), absl::StatusCode::kUnavailable);
    EXPECT_TRUE(added.get_future().get().ok());
  }
}

TEST_F(RuntimeTest, ABrokenHistoryStopsItsStream) {
  MemoryLog log("test");
  Runtime writer(log, clock);
  ASSERT_TRUE(writer
                  .ExecuteAndWait(Asking("r1"),
                                  [](Transaction& transaction) {
                                    auto& touched = transaction.touched()["c"];
                                    touched.appended = true;
                                    touched.events.emplace_back().set_type(
                                        "aor.testing.v1.CounterEvent/of_a_newer_release");
                                    return std::optional<Refused>();
                                  })
                  .ok());
  Runtime runtime(log, clock);
  const auto stopped = runtime.ExecuteAndWait(Asking("r2"), Doing("c", Add{"a", 1}));
  EXPECT_EQ(stopped.status().code(), absl::StatusCode::kDataLoss);
}

TEST_F(RuntimeTest, RecordedTimeNeverRunsBackwards) {
  MemoryLog log("test");
  Runtime ahead(log, clock);
  ASSERT_TRUE(ahead.ExecuteAndWait(Asking("r1"), Doing("c", Add{"a", 1})).ok());
  DevelopmentClock earlier(absl::FromUnixSeconds(1'000));
  Runtime behind(log, earlier);
  const auto committed = behind.ExecuteAndWait(Asking("r2"), Doing("c", Add{"b", 1}));
  ASSERT_TRUE(committed.ok());
  EXPECT_EQ(committed->commit->recorded_at().seconds(), 1'790'000'000);
}

TEST_F(RuntimeTest, ADryRunThatIsRefusedSaysSoAlsoAtASecondAttempt) {
  MemoryLog log("test");
  Runtime runtime(log, clock);
  auto request = Asking("r1");
  request.validate_only = request.is_retry = true;
  EXPECT_EQ(RefusalName(runtime.ExecuteAndWait(request, Doing("c", Add{"a", -5})).status()),
            "NEGATIVE");
  EXPECT_EQ(log.TailOf(kChain).sequence, 0u);
}

TEST_F(RuntimeTest, WithoutATenantsKeyNothingIsDecidedAndNothingWaits) {
  MemoryLog log("test");
  bool is_there = false;
  Runtime runtime(log, clock, {.max_waiting = 1, .digest_key = [&](const std::string&) {
                                 return is_there ? absl::StatusOr<std::string>(std::string(32, 'k'))
                                                 : absl::UnavailableError("no keyring");
                               }});
  for (int i = 0; i < 3; ++i)
    EXPECT_EQ(runtime.ExecuteAndWait(Asking("r1"), Doing("c", Add{"a", 5})).status().code(),
              absl::StatusCode::kUnavailable);
  is_there = true;
  EXPECT_TRUE(runtime.ExecuteAndWait(Asking("r1"), Doing("c", Add{"a", 5})).ok());
}
}  // namespace
}  // namespace aor::eventsourcing
