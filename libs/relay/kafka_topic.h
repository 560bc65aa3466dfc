// The public topic on Kafka, in CloudEvents' binary mode: attributes in headers, data as value.
// The partition is the chain's, as in the log, so a chain keeps its order.
#pragma once

#include <absl/status/statusor.h>

#include <memory>
#include <string>

#include "libs/eventlog/kafka/rdkafka_cluster.h"
#include "libs/relay/public_topic.h"

namespace aor::relay {
std::string PublicTopicOf(const std::string& environment, const std::string& log);
// Where a relay came to is kept as the metadata of committed offsets of the group
// <environment>.<log>.relay.v1, partition by partition; the offsets themselves count commits.
std::string RelayGroupOf(const std::string& environment, const std::string& log);

// UNAVAILABLE or FAILED_PRECONDITION comes with the first use, not here: a public topic that is
// missing, or would lose events, never stands in the way of a command.
std::unique_ptr<PublicTopic> KafkaTopic(const eventlog::kafka::ConnectOptions& options,
                                        const std::string& environment, const std::string& log,
                                        int partitions_of_log);
}  // namespace aor::relay
