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

absl::Status Wrong(const std::string& topic, const std::string& setting, const std::string& is,
                   const std::string& must) {
  return absl::FailedPreconditionError(
      absl::StrCat("topic ", topic, ": ", setting, " is ", is, ", must be ", must));
}

absl::Status CheckSettings(const std::string& topic, const TopicFacts& facts,
                           const std::map<std::string, std::string>& settings) {
  for (const auto& [setting, must] : settings)
    if (TextOf(facts, setting) != must) return Wrong(topic, setting, TextOf(facts, setting), must);
  return absl::OkStatus();
}

// With copies, one of them may be lost; a single one is its owner's decision.
absl::Status CheckReplicas(const std::string& topic, const TopicFacts& facts) {
  const int64_t in_sync = NumberOf(facts, "min.insync.replicas");
  const int needed = facts.replicas > 1 ? 2 : 1;
  if (in_sync >= needed && in_sync <= facts.replicas) return absl::OkStatus();
  return Wrong(topic, "min.insync.replicas", TextOf(facts, "min.insync.replicas"),
               absl::StrCat("from ", needed, " to its ", facts.replicas, " replicas"));
}

absl::Status CheckPartitions(const std::string& topic, const TopicFacts& facts, int partitions) {
  if (facts.partitions == partitions) return absl::OkStatus();
  return Wrong(topic, "the number of partitions", std::to_string(facts.partitions),
               std::to_string(partitions));
}

absl::Status CheckRecordBytes(const std::string& topic, const TopicFacts& facts) {
  if (NumberOf(facts, "max.message.bytes") >= kRecordBytes) return absl::OkStatus();
  return Wrong(topic, "max.message.bytes", TextOf(facts, "max.message.bytes"),
               absl::StrCat("at least ", kRecordBytes));
}
}  // namespace

absl::Status CheckTopic(const std::string& topic, const TopicFacts& facts, int partitions) {
  auto status = CheckPartitions(topic, facts, partitions);
  status.Update(CheckSettings(topic, facts,
                              {{"cleanup.policy", "delete"},
                               {"retention.ms", "-1"},
                               {"retention.bytes", "-1"},
                               {"unclean.leader.election.enable", "false"}}));
  status.Update(CheckRecordBytes(topic, facts));
  status.Update(CheckReplicas(topic, facts));
  return status;
}

absl::Status CheckTable(const std::string& topic, const TopicFacts& facts) {
  auto status = CheckPartitions(topic, facts, 1);
  status.Update(CheckSettings(
      topic, facts, {{"cleanup.policy", "compact"}, {"unclean.leader.election.enable", "false"}}));
  status.Update(CheckReplicas(topic, facts));
  return status;
}

absl::Status CheckPublicTopic(const std::string& topic, const TopicFacts& facts,
                              int partitions_of_log) {
  absl::Status status;
  if (facts.partitions % partitions_of_log != 0)
    status = Wrong(topic, "the number of partitions", std::to_string(facts.partitions),
                   absl::StrCat(partitions_of_log, " as of the log, or a multiple of it"));
  status.Update(CheckSettings(
      topic, facts, {{"cleanup.policy", "delete"}, {"unclean.leader.election.enable", "false"}}));
  status.Update(CheckRecordBytes(topic, facts));
  status.Update(CheckReplicas(topic, facts));
  return status;
}
}  // namespace aor::eventlog::kafka
