#include "libs/service/server.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include "libs/service/testing/health.h"

namespace aor::service {
namespace {
TEST(Server, LivesAndIsNotReadyUntilSomebodySaysSo) {
  Config config;
  config.listen = "127.0.0.1:0";
  auto running = StartServer(config, "unix-abstract:server-test-" + std::to_string(getpid()), {});
  ASSERT_TRUE(running.ok()) << running.status();
  const auto channel = grpc::CreateChannel("127.0.0.1:" + std::to_string(running->port),
                                           grpc::InsecureChannelCredentials());
  EXPECT_EQ(HealthOf(channel, "live"), kServing);
  EXPECT_EQ(HealthOf(channel, "ready"), kNotServing);
  EXPECT_EQ(HealthOf(channel, ""), kNotServing);
}
}  // namespace
}  // namespace aor::service
