// What the log needs of Kafka, and no more. Twins: rdkafka_cluster (librdkafka), memory_cluster.
#pragma once

#include <absl/status/statusor.h>

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "libs/eventlog/kafka/membership.h"

namespace aor::eventlog::kafka {
// What became of one record that was produced.
struct Report {
  uint64_t token = 0;
  std::optional<int64_t> offset;  // none: it was taken, but where is not known
  std::string error;              // not empty: not taken, as far as can be told
};
struct Message {
  int64_t offset = 0;
  std::string bytes;
  std::string key = {};
  bool deletes = false;  // its key, in a compacted topic
};
// The offsets that a partition holds: from `begin` up to, but without, `end`.
struct Span {
  int64_t begin = 0;
  int64_t end = 0;
};

// Called on threads of the cluster, or within a call of Topic; must not block.
class TopicEvents {
 public:
  virtual ~TopicEvents() = default;
  virtual void OnReports(uint32_t partition, std::vector<Report> reports) = 0;
  virtual void OnRead(uint32_t partition, std::vector<Message> messages) = 0;
  virtual bool IsHungry() const = 0;  // false: no more messages for the moment
  virtual void OnSpan(uint32_t partition, uint64_t ask, Span span) = 0;
  // The producer was replaced: no report comes for what was produced before, and yet it may land.
  virtual void OnProducerLost() = 0;
  // What should be read next is not there (any more).
  virtual void OnUnreadable(uint32_t partition, std::string why) = 0;
};

// One topic as one process uses it. Safe from any thread. After its destructor no event comes.
class Topic {
 public:
  virtual ~Topic() = default;
  // Reported once, unless the producer is lost; with or without that it may land later.
  // Without bytes it deletes its key, in a compacted topic. It may wait for Send.
  virtual void Produce(uint32_t partition, std::string_view key,
                       std::optional<std::string_view> bytes, uint64_t token) = 0;
  // What was produced leaves now, or as soon as what is on its way before it was reported.
  virtual void Send() = 0;
  // Reads from this offset on, whatever comes. Once for each partition.
  virtual void Read(uint32_t partition, int64_t from) = 0;
  // Answered by OnSpan with the same number, as of some time after this call; or never.
  virtual void AskSpan(uint32_t partition, uint64_t ask) = 0;
};

// How a topic is set up.
struct TopicFacts {
  int partitions = 0;
  int replicas = 0;
  std::map<std::string, std::string> settings;  // such as cleanup.policy
};

class Cluster {
 public:
  virtual ~Cluster() = default;
  // NOT_FOUND for a topic that does not exist, UNAVAILABLE when nobody answers.
  virtual absl::StatusOr<TopicFacts> Describe(const std::string& topic) = 0;
  // `events` outlives the topic, and the cluster both.
  virtual std::unique_ptr<Topic> Open(const std::string& topic, TopicEvents& events) = 0;
  // The cluster outlives the membership.
  virtual absl::StatusOr<std::unique_ptr<Membership>> Join(const MemberOptions& options,
                                                           OnAssigned told) = 0;
};
}  // namespace aor::eventlog::kafka
