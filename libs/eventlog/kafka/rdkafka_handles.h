// librdkafka's C objects, owned.
#pragma once

#include <absl/status/statusor.h>
#include <librdkafka/rdkafka.h>

#include <map>
#include <memory>
#include <string>

#include "libs/eventlog/kafka/membership.h"
#include "libs/eventlog/kafka/rdkafka_cluster.h"

namespace aor::eventlog::kafka {
template <auto destroy>
struct DestroyedBy {
  template <class T>
  void operator()(T* object) const {
    destroy(object);
  }
};
// librdkafka's end of a client sometimes never comes, also in newer releases than ours
// (confluentinc/librdkafka#5434): after a few seconds it is left behind, silent and idle.
void DestroyInTime(rd_kafka_t* client);
using Client = std::unique_ptr<rd_kafka_t, DestroyedBy<DestroyInTime>>;
using Queue = std::unique_ptr<rd_kafka_queue_t, DestroyedBy<rd_kafka_queue_destroy>>;
using TopicHandle = std::unique_ptr<rd_kafka_topic_t, DestroyedBy<rd_kafka_topic_destroy>>;
using Event = std::unique_ptr<rd_kafka_event_t, DestroyedBy<rd_kafka_event_destroy>>;
using AdminOptions =
    std::unique_ptr<rd_kafka_AdminOptions_t, DestroyedBy<rd_kafka_AdminOptions_destroy>>;

// Of a topic for others: what is refused is refused for all that follows, so that nothing is
// overtaken; then a new one is needed.
absl::StatusOr<Client> NewGaplessProducer(const ConnectOptions& options);
// Keeps marks in the name of a group, and is no member of it.
absl::StatusOr<Client> NewMarkKeeper(const ConnectOptions& options, const std::string& group);
void WarnOfOldScram(const ConnectOptions& options);  // in its log
absl::StatusOr<Client> NewProducer(const ConnectOptions& options);
absl::StatusOr<Client> NewConsumer(const ConnectOptions& options);
absl::StatusOr<Client> NewMember(const ConnectOptions& options, const MemberOptions& member);

absl::Status ReachBrokers(rd_kafka_t* client);
// Of the partitions that are asked about; nothing of one that is not told. All together: of many
// the last would else hear of brokers that are far or busy only after all others, and take them for
// silent.
std::map<uint32_t, Span> SpansOf(rd_kafka_t* client, const std::string& topic,
                                 const std::map<uint32_t, uint64_t>& asks);
// How a topic is set up, and what changes it: asked of the brokers, bounded in time.
absl::StatusOr<TopicFacts> DescribeTopic(rd_kafka_t* client, const std::string& topic);
absl::Status CreateTopic(rd_kafka_t* client, const std::string& topic, int partitions,
                         const std::map<std::string, std::string>& settings);
absl::Status DeleteTopic(rd_kafka_t* client, const std::string& topic);
absl::Status DeleteRecordsBefore(rd_kafka_t* client, const std::string& topic, uint32_t partition,
                                 int64_t before);
}  // namespace aor::eventlog::kafka
