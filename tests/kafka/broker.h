// A real broker for tests: the one that ctest started, or one of their own to be treated badly.
#pragma once

#include <memory>
#include <string>

#include "libs/eventlog/kafka/kafka_log.h"
#include "libs/eventlog/kafka/rdkafka_cluster.h"

namespace aor::testing {
// Where the broker of this run of ctest listens.
std::string SharedBroker();

// Started by tests/kafka/broker.sh, and stopped with this object.
class OwnBroker {
 public:
  OwnBroker();
  ~OwnBroker();
  std::string address() const;
  void Do(const std::string& what) const;  // kill, restart, pause, resume
  // The same for "cut", which needs a right that a container may lack.
  bool Can(const std::string& what) const;

 private:
  const std::string directory_;
};

std::unique_ptr<eventlog::kafka::RdkafkaCluster> ConnectTo(const std::string& brokers);
// No other test, and no other run, has it.
std::string NewTopicName();
// Opens and waits until it was read to its end.
std::unique_ptr<eventlog::kafka::KafkaLog> OpenAndRead(eventlog::kafka::KafkaLogOptions options,
                                                       std::unique_ptr<eventlog::kafka::Copy> copy,
                                                       eventlog::kafka::Cluster& cluster);
}  // namespace aor::testing
