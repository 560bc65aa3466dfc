#pragma once

#include <absl/status/status.h>

#include <string>

#include "libs/eventlog/kafka/cluster.h"

namespace aor::eventlog::kafka {
// FAILED_PRECONDITION that names the setting, unless the topic keeps every record for ever and
// loses none that was acknowledged.
// The same of a compacted topic, which is one Table.
absl::Status CheckTable(const std::string& topic, const TopicFacts& facts);
absl::Status CheckTopic(const std::string& topic, const TopicFacts& facts, int partitions);
}  // namespace aor::eventlog::kafka
