// Logs that live on Apache Kafka, with copies on this machine's disk.
#pragma once

#include <absl/status/statusor.h>

#include <memory>
#include <string>

#include "libs/eventlog/kafka/kafka_log.h"
#include "libs/eventlog/kafka/rdkafka_cluster.h"
#include "libs/service/storage.h"

namespace aor::service {
// Waits for a broker, ten minutes at most or until it is told to stop.
absl::StatusOr<std::unique_ptr<Storage>> OpenKafka(const Config& config);

// Their parts, for who moves logs.
absl::StatusOr<eventlog::kafka::ConnectOptions> KafkaOptions(const Config& config);
std::string TopicFor(const Config& config, const std::string& log);
// Served: a chain that moved elsewhere takes nothing more.
enum class LogIs { kServed, kBeingMoved };
// FAILED_PRECONDITION names what is wrong with the topic; UNAVAILABLE: nobody answers. The copy in
// `copies` outlives the log. `facts`: of its topic, as the cluster describes it.
absl::StatusOr<std::unique_ptr<eventlog::kafka::KafkaLog>> OpenKafkaLog(
    const Config& config, const std::string& name, bool writable, eventlog::EmbeddedStore& copies,
    eventlog::kafka::Cluster& cluster, const absl::StatusOr<eventlog::kafka::TopicFacts>& facts,
    LogIs use = LogIs::kServed);
}  // namespace aor::service
