#include "libs/eventlog/kafka/topic_check.h"

#include <absl/strings/numbers.h>
#include <absl/strings/str_cat.h>

namespace aor::eventlog::kafka {
namespace {
constexpr int64_t kRecordBytes = 1'000'000;  // a commit, and what Kafka puts around it

int64_t NumberOf(const TopicFacts& facts, const std::string& setting) {
  int64_t number = 0;
  const auto found = facts.settings.find(setting);
  return found != facts.settings.end() && absl::SimpleAtoi(found->second, &number) ? number : -2;
}

std::string TextOf(const TopicFacts& facts, const std::string& setting) {
  const auto found = facts.settings.find(setting);
  return found == facts.settings.end() ? "unknown" : found->second;
}
}  // namespace

absl::Status CheckTopic(const std::string& topic, const TopicFacts& facts, int partitions) {
  const auto wrong = [&](const std::string& setting, const auto& is, const std::string& must) {
    return absl::FailedPreconditionError(
        absl::StrCat("topic ", topic, ": ", setting, " is ", is, ", must be ", must));
  };
  if (facts.partitions != partitions)
    return wrong("the number of partitions", facts.partitions, std::to_string(partitions));
  for (const auto& [setting, must] : {std::pair{"cleanup.policy", "delete"},
                                      {"retention.ms", "-1"},
                                      {"retention.bytes", "-1"},
                                      {"unclean.leader.election.enable", "false"}})
    if (TextOf(facts, setting) != must) return wrong(setting, TextOf(facts, setting), must);
  if (NumberOf(facts, "max.message.bytes") < kRecordBytes)
    return wrong("max.message.bytes", TextOf(facts, "max.message.bytes"),
                 absl::StrCat("at least ", kRecordBytes));
  // With copies, one of them may be lost; a single one is its owner's decision.
  const int64_t in_sync = NumberOf(facts, "min.insync.replicas");
  const int needed = facts.replicas > 1 ? 2 : 1;
  if (in_sync < needed || in_sync > facts.replicas)
    return wrong("min.insync.replicas", TextOf(facts, "min.insync.replicas"),
                 absl::StrCat("from ", needed, " to its ", facts.replicas, " replicas"));
  return absl::OkStatus();
}
}  // namespace aor::eventlog::kafka
