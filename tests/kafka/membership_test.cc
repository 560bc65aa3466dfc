// What a group of a real broker proposes to its members.
#include <gtest/gtest.h>

#include <chrono>
#include <mutex>
#include <thread>

#include "tests/kafka/broker.h"

namespace aor::eventlog::kafka {
namespace {
using std::chrono::milliseconds;

struct Member {
  Member(Cluster& cluster, const std::string& topic, const std::string& instance) {
    membership = *cluster.Join({topic + ".owners", topic, instance},
                               [this](uint64_t said, const std::vector<uint32_t>& proposed) {
                                 std::lock_guard lock(mutex);
                                 generation = said;
                                 partitions = proposed;
                               });
  }
  // How long until it is proposed so many partitions.
  milliseconds Until(size_t count) {
    const auto begun = std::chrono::steady_clock::now();
    for (;;) {
      const auto waited =
          std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - begun);
      std::lock_guard lock(mutex);
      if ((generation > 0 && partitions.size() == count) || waited > milliseconds(20'000))
        return waited;
      std::this_thread::yield();
    }
  }
  std::mutex mutex;
  uint64_t generation = 0;
  std::vector<uint32_t> partitions;
  std::unique_ptr<Membership> membership;  // last: it tells the rest
};

TEST(MembershipTest, MembersShareAndWhoLeavesLeavesAtOnce) {
  const auto one_process = testing::ConnectTo(testing::SharedBroker());
  const auto other_process = testing::ConnectTo(testing::SharedBroker());
  const std::string topic = testing::NewTopicName();
  ASSERT_TRUE(one_process->Create(topic, 4, {}).ok());
  Member a(*one_process, topic, "a");
  EXPECT_LT(a.Until(4), milliseconds(10'000));
  const uint64_t first = a.generation;
  Member b(*other_process, topic, "b");
  EXPECT_LT(b.Until(2), milliseconds(5'000));
  EXPECT_LT(a.Until(2), milliseconds(5'000));
  EXPECT_GT(a.generation, first);
  a.membership->Leave();
  const auto waited = b.Until(4);
  std::printf("left: %ld ms until the other one has it\n", waited.count());
  EXPECT_LT(waited, milliseconds(1'000));
  one_process->Delete(topic).IgnoreError();
}
}  // namespace
}  // namespace aor::eventlog::kafka
