#include <gtest/gtest.h>

#include "libs/eventsourcing/chain_writer.h"

namespace aor::eventsourcing {
namespace {
constexpr size_t kPart = 2, kBound = kPart * eventlog::kChainCount;
constexpr uint64_t kDurable = 10;

struct StreamCacheTest : testing::Test {
  static void Fill(StreamCache& cache, size_t streams, uint64_t touched_at = 0) {
    for (size_t i = 0; i < streams; ++i) cache.Put(std::to_string(i), {}, touched_at, kDurable);
  }
  std::atomic<size_t> all = 0;
  StreamCache busy{kBound, all}, other{kBound, all};
};

TEST_F(StreamCacheTest, AChainHoldsWhatTheOthersDoNotNeed) {
  Fill(busy, kBound + 1);
  EXPECT_EQ(all, kBound);
  EXPECT_FALSE(busy.Find("0")) << "the least recently used";
  EXPECT_TRUE(busy.Find("1"));
}

TEST_F(StreamCacheTest, EachKeepsItsPartAndTheBusyOneGivesWay) {
  Fill(busy, kBound);
  Fill(other, kPart + 1);
  EXPECT_EQ(all, kBound + kPart);
  EXPECT_TRUE(other.Find("2"));
  busy.Put("one more", {}, 0, kDurable);
  EXPECT_EQ(all, kBound);
  EXPECT_TRUE(other.Find("1"));
}

TEST_F(StreamCacheTest, WhatIsOnItsWayStays) {
  Fill(busy, kBound + 5, kDurable + 1);
  EXPECT_EQ(all, kBound + 5);
}

TEST_F(StreamCacheTest, PuttingAgainReplaces) {
  Fill(busy, 3);
  Fill(busy, 3);
  EXPECT_EQ(all, 3u);
  busy.Clear();
  EXPECT_EQ(all, 0u);
}
}  // namespace
}  // namespace aor::eventsourcing
