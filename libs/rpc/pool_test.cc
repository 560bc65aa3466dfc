#include "libs/rpc/pool.h"

#include <gtest/gtest.h>

#include <future>

namespace aor::rpc {
namespace {
TEST(PoolTest, AnswersOtherContextsWhileItsCallersWait) {
  std::promise<void> answer;
  std::promise<bool> answered;
  Pool pool(1, 10);
  pool.Submit([&] {  // asks another context of the same process, and waits
    pool.Submit([&] { answer.set_value(); }, Pool::For::kContexts);
    answered.set_value(answer.get_future().wait_for(std::chrono::seconds(10)) ==
                       std::future_status::ready);
  });
  EXPECT_TRUE(answered.get_future().get());
}

TEST(PoolTest, TakesNoMoreThanMayWait) {
  std::promise<void> go;
  const auto gone = go.get_future().share();
  std::promise<void> busy;
  Pool pool(1, 1);
  EXPECT_TRUE(pool.Submit([&] {
    busy.set_value();
    gone.wait();
  }));
  busy.get_future().wait();
  EXPECT_TRUE(pool.Submit([] {}));
  EXPECT_FALSE(pool.Submit([] {}));
  go.set_value();
}

TEST(PoolTest, StrangersLeaveRoomForEverybodyElse) {
  std::promise<void> go;
  const auto gone = go.get_future().share();
  std::promise<void> busy;
  Pool pool(1, 16);
  EXPECT_TRUE(pool.Submit([&] {
    busy.set_value();
    gone.wait();
  }));
  busy.get_future().wait();
  for (int i = 0; i < 2; ++i) EXPECT_TRUE(pool.Submit([] {}, Pool::For::kStrangers));
  EXPECT_FALSE(pool.Submit([] {}, Pool::For::kStrangers));
  EXPECT_TRUE(pool.Submit([] {}));
  go.set_value();
}
}  // namespace
}  // namespace aor::rpc
