#include "libs/eventlog/moving.h"

#include <gtest/gtest.h>

#include "libs/eventlog/memory/memory_log.h"
#include "libs/eventlog/record.h"
#include "libs/eventlog/transfer.h"

namespace aor::eventlog {
namespace {
constexpr char kTopic[] = "kafka:test.hours.log.v1", kThird[] = "kafka:test.hours.log.v2";
const absl::Time kLater = absl::FromUnixSeconds(1'800'000'000);

void Begin(EventLog& log, uint32_t chain) {
  const v1::Commit commit = NextCommit(log, chain, log.TailOf(chain), kLater - absl::Hours(1));
  log.Append(RecordOf(commit, commit.SerializeAsString()),
             [](const Appended& done) { ASSERT_EQ(done.outcome, Outcome::kCommitted); });
}

struct MovingTest : ::testing::Test {
  MovingTest() { Begin(log, 5); }
  MemoryLog log{"hours"};
};

TEST_F(MovingTest, EveryChainEndsWithIt) {
  ASSERT_TRUE(CheckIsAt(log, kEmbeddedPlace).ok());
  ASSERT_TRUE(MoveAway(log, kEmbeddedPlace, kTopic, kLater).ok());
  for (uint32_t chain = 0; chain < kChainCount; ++chain)
    EXPECT_EQ(log.TailOf(chain).sequence, chain == 5 ? 2u : 1u) << chain;
  const auto refused = CheckIsAt(log, kEmbeddedPlace);
  EXPECT_TRUE(absl::IsFailedPrecondition(refused));
  EXPECT_EQ(
      refused.message(),
      "log hours: chain 0 moved from embedded to kafka:test.hours.log.v1: it is served there");
  EXPECT_TRUE(CheckIsAt(log, kTopic).ok());
}

TEST_F(MovingTest, AgainItGoesOnWhereItWasInterruptedAndThenAddsNothing) {
  int appends = 0;
  MemoryLog broken("hours", "development",
                   {[&](const Record&) {
                      return ++appends == 20 ? MemoryLog::Fault::kUnavailable
                                             : MemoryLog::Fault::kNone;
                    },
                    {}});
  EXPECT_TRUE(absl::IsUnavailable(MoveAway(broken, kEmbeddedPlace, kTopic, kLater)));
  for (int again = 0; again < 2; ++again)
    EXPECT_TRUE(MoveAway(broken, kEmbeddedPlace, kTopic, kLater).ok());
  for (uint32_t chain = 0; chain < kChainCount; ++chain)
    EXPECT_EQ(broken.TailOf(chain).sequence, 1u) << chain;
}

TEST_F(MovingTest, WhereItMovedToItGoesOnAndMayMoveOnOrBack) {
  ASSERT_TRUE(MoveAway(log, kEmbeddedPlace, kTopic, kLater).ok());
  EXPECT_TRUE(absl::IsFailedPrecondition(MoveAway(log, kEmbeddedPlace, kThird, kLater)));
  MemoryLog there("hours");
  ASSERT_TRUE(Transfer(log, there).ok());
  Begin(there, 5);
  EXPECT_TRUE(CheckIsAt(there, kTopic).ok());
  ASSERT_TRUE(MoveAway(there, kTopic, kEmbeddedPlace, kLater).ok());
  EXPECT_FALSE(CheckIsAt(there, kTopic).ok());
  EXPECT_TRUE(CheckIsAt(there, kEmbeddedPlace).ok());
  EXPECT_TRUE(Transfer(there, log).ok()) << "the old place takes what went on behind its own end";
}
}  // namespace
}  // namespace aor::eventlog
