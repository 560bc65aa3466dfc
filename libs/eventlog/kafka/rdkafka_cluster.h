// Apache Kafka through librdkafka: one idempotent producer and one consumer for a process.
#pragma once

#include <absl/status/statusor.h>

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "libs/eventlog/kafka/cluster.h"

namespace aor::eventlog::kafka {
struct ConnectOptions {
  std::string brokers;  // host:port,…
  std::string client_id = "aor";
  std::string security = "plaintext";               // or ssl or sasl_ssl
  std::string ca_file, certificate_file, key_file;  // PEM; the last two for mutual TLS
  std::string user, password;                       // SCRAM-SHA-512, with sasl_ssl
  std::chrono::milliseconds delivery_limit{5'000};  // then a record is reported as failed
  std::function<void(int syslog_level, const char* text)> log;  // what librdkafka says
};

class RdkafkaCluster : public Cluster {
 public:
  // FAILED_PRECONDITION in one sentence for settings that librdkafka does not take. Does not
  // wait for a broker.
  static absl::StatusOr<std::unique_ptr<RdkafkaCluster>> Connect(ConnectOptions options);
  // UNAVAILABLE while no broker answers; waits a few seconds for one.
  virtual absl::Status Reach() = 0;
  // Makes a topic as the log needs it, for development and tests; `changed` replaces settings.
  virtual absl::Status Create(const std::string& topic, int partitions,
                              const std::map<std::string, std::string>& changed) = 0;
  virtual absl::Status Delete(const std::string& topic) = 0;
  // As an operator who deletes what is older.
  virtual absl::Status DeleteRecords(const std::string& topic, uint32_t partition,
                                     int64_t before) = 0;
  // As a fatal error of the producer does.
  virtual void LoseProducer() = 0;
};
}  // namespace aor::eventlog::kafka
