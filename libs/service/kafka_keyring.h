// A keyring in a compacted topic, so that a pod needs nothing but the wrapping key to begin.
#pragma once

#include <absl/status/statusor.h>

#include <memory>
#include <string>

#include "libs/eventlog/kafka/cluster.h"
#include "libs/vault/vault.h"

namespace aor::service {
// Has read the topic to its end when it returns; UNAVAILABLE if that did not come. The cluster
// outlives the keyring.
absl::StatusOr<std::unique_ptr<vault::Keyring>> OpenKafkaKeyring(
    eventlog::kafka::Cluster& cluster, const std::string& topic,
    const std::string& wrapping_key_file, const std::string& next_wrapping_key_file = "");
// As vault::RewrapShared, of the topic.
absl::StatusOr<uint64_t> RewrapKafkaKeyring(eventlog::kafka::Cluster& cluster,
                                            const std::string& topic,
                                            const std::string& old_wrapping_key_file,
                                            const std::string& new_wrapping_key_file);
}  // namespace aor::service
