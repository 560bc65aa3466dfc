#include "libs/eventlog/transfer.h"

#include <gtest/gtest.h>

#include <future>

#include "libs/eventlog/memory/memory_log.h"
#include "libs/eventlog/record.h"

namespace aor::eventlog {
namespace {
Record CommitAfter(const Tail& at, uint32_t chain, const std::string& id) {
  v1::Commit commit;
  commit.set_log("hours");
  commit.set_environment("test");
  commit.set_chain(chain);
  commit.set_chain_count(kChainCount);
  commit.set_sequence(at.sequence + 1);
  commit.set_previous_head(std::string(Bytes(at.head)));
  commit.set_request_id(id);
  commit.add_streams()->set_name("a");
  return RecordOf(commit, commit.SerializeAsString());
}

void Add(EventLog& log, uint32_t chain, const std::string& id) {
  std::promise<Appended> answer;
  log.Append(CommitAfter(log.TailOf(chain), chain, id),
             [&](const Appended& appended) { answer.set_value(appended); });
  ASSERT_EQ(answer.get_future().get().outcome, Outcome::kCommitted);
}

struct TransferTest : ::testing::Test {
  TransferTest() {
    for (int i = 0; i < 3000; ++i) Add(source, i % 3 * 30, std::to_string(i));
  }
  static std::string BytesOf(const EventLog& log) {
    std::string all;
    for (uint32_t chain = 0; chain < kChainCount; ++chain)
      EXPECT_TRUE(log.Read(chain, 1,
                           [&](const Stored& stored) {
                             all.append(stored.bytes).append(Bytes(stored.at.head));
                             return true;
                           })
                      .ok());
    return all;
  }
  MemoryLog source{"hours"}, target{"hours"};
};

TEST_F(TransferTest, EveryByteStandsOnItsChainAndAgainAddsNothing) {
  const auto moved = Transfer(source, target);
  ASSERT_TRUE(moved.ok()) << moved.status();
  EXPECT_EQ(moved->commits, 3000u);
  EXPECT_EQ(moved->chains, 3u);
  EXPECT_EQ(BytesOf(target), BytesOf(source));
  EXPECT_EQ(Transfer(source, target)->commits, 0u);
  Add(source, 7, "later");
  EXPECT_EQ(Transfer(source, target)->commits, 1u);
  EXPECT_EQ(BytesOf(target), BytesOf(source));
}

TEST_F(TransferTest, GoesOnWhereItWasInterrupted) {
  for (const auto fault : {MemoryLog::Fault::kUnavailable, MemoryLog::Fault::kIndeterminateLost,
                           MemoryLog::Fault::kIndeterminateKept}) {
    int appends = 0;
    MemoryLog broken(
        "hours", "test",
        {[&](const Record&) { return ++appends == 1500 ? fault : MemoryLog::Fault::kNone; }, {}});
    EXPECT_TRUE(absl::IsUnavailable(Transfer(source, broken).status()));
    const auto rest = Transfer(source, broken);
    ASSERT_TRUE(rest.ok()) << rest.status();
    EXPECT_GT(rest->commits, 0u);
    EXPECT_EQ(BytesOf(broken), BytesOf(source));
  }
}

TEST_F(TransferTest, RefusesATargetWithAHistoryOfItsOwnBeforeItWritesAnything) {
  Add(target, 60, "another");
  const auto refused = Transfer(source, target).status();
  EXPECT_TRUE(absl::IsFailedPrecondition(refused)) << refused;
  EXPECT_TRUE(refused.message().find("chain 60 sequence 1") != std::string::npos) << refused;
  EXPECT_EQ(target.TailOf(0).sequence, 0u);

  MemoryLog longer("hours");
  ASSERT_TRUE(Transfer(source, longer).ok());
  Add(longer, 0, "more");
  EXPECT_TRUE(absl::IsFailedPrecondition(Transfer(source, longer).status()));
}

TEST_F(TransferTest, AChangedByteIsNotCarried) {
  source.Tamper(30, 5, [](std::string& bytes) { bytes.back() ^= 1; });
  EXPECT_FALSE(Transfer(source, target).ok());
}
}  // namespace
}  // namespace aor::eventlog
