#include "libs/eventlog/recent_commits.h"

#include <gtest/gtest.h>

namespace aor::eventlog {
namespace {
std::string Sequences(const RecentCommits& recent, uint32_t chain, uint64_t from, size_t limit) {
  std::string all;
  for (const auto& commit : recent.From(chain, from, limit))
    all += std::to_string(commit->at.sequence) + " ";
  return all;
}

TEST(RecentCommitsTest, TheOldestGoFirstWhicheverChainTheyAreOf) {
  RecentCommits recent(100);
  for (uint64_t sequence = 1; sequence <= 6; ++sequence)
    for (const uint32_t chain : {3u, 9u})
      recent.Add(chain, {{sequence, {}}, std::string(10, 'x'), {}});
  EXPECT_EQ(Sequences(recent, 3, 2, 9), "2 3 4 5 6 ");
  EXPECT_EQ(Sequences(recent, 9, 4, 2), "4 5 ");
  EXPECT_EQ(Sequences(recent, 3, 1, 9), "") << "the first is gone: whoever wants it must read";
  EXPECT_EQ(Sequences(recent, 3, 7, 9), "");
  EXPECT_EQ(Sequences(recent, 4, 1, 9), "");
  recent.Add(9, {{7, {}}, std::string(95, 'x'), {}});
  EXPECT_EQ(Sequences(recent, 9, 7, 9), "7 ");
  EXPECT_EQ(Sequences(recent, 3, 6, 9), "");
  recent.Clear();
  EXPECT_EQ(Sequences(recent, 9, 7, 9), "");
}
}  // namespace
}  // namespace aor::eventlog
