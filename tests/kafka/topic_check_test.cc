#include "libs/eventlog/kafka/topic_check.h"

#include <gtest/gtest.h>

namespace aor::eventlog::kafka {
namespace {
TopicFacts Right() {
  return {4,
          3,
          {{"cleanup.policy", "delete"},
           {"retention.ms", "-1"},
           {"retention.bytes", "-1"},
           {"unclean.leader.election.enable", "false"},
           {"max.message.bytes", "1048588"},
           {"min.insync.replicas", "2"}}};
}

TEST(CheckTopic, TakesATopicThatKeepsEverything) {
  EXPECT_TRUE(CheckTopic("t", Right(), 4).ok());
  TopicFacts alone = Right();
  alone.replicas = 1;
  alone.settings["min.insync.replicas"] = "1";
  EXPECT_TRUE(CheckTopic("t", alone, 4).ok());
}

TEST(CheckTopic, NamesTheSettingThatIsWrong) {
  const std::pair<const char*, const char*> kWrong[] = {
      {"cleanup.policy", "compact"},   {"cleanup.policy", "compact,delete"},
      {"retention.ms", "604800000"},   {"retention.bytes", "1000000"},
      {"max.message.bytes", "100000"}, {"unclean.leader.election.enable", "true"},
      {"min.insync.replicas", "1"},    {"min.insync.replicas", "4"},
  };
  for (const auto& [setting, value] : kWrong) {
    TopicFacts facts = Right();
    facts.settings[setting] = value;
    const auto status = CheckTopic("t", facts, 4);
    EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition) << setting << " " << value;
    EXPECT_NE(status.message().find(std::string(setting) + " is " + value), std::string::npos)
        << status;
  }
  EXPECT_NE(CheckTopic("t", Right(), 8).message().find("partitions is 4, must be 8"),
            std::string::npos);
}

TEST(CheckPublicTopic, TakesOneThatOthersMayLetExpireButNoneThatForgetsInBetween) {
  TopicFacts facts = Right();
  facts.settings["retention.ms"] = "604800000";
  EXPECT_TRUE(CheckPublicTopic("t", facts, 4).ok());
  EXPECT_TRUE(CheckPublicTopic("t", facts, 2).ok());
  const std::pair<const char*, const char*> kWrong[] = {
      {"cleanup.policy", "compact"},
      {"max.message.bytes", "100000"},
      {"unclean.leader.election.enable", "true"},
      {"min.insync.replicas", "1"},
  };
  for (const auto& [setting, value] : kWrong) {
    facts = Right();
    facts.settings[setting] = value;
    const auto status = CheckPublicTopic("t", facts, 4);
    EXPECT_NE(status.message().find(std::string(setting) + " is " + value), std::string::npos)
        << status;
  }
  EXPECT_EQ(CheckPublicTopic("t", Right(), 8).message(),
            "topic t: the number of partitions is 4, must be 8 as of the log, or a multiple of it");
}
}  // namespace
}  // namespace aor::eventlog::kafka
