#pragma once

#include <absl/status/status.h>

#include <string>

#include "libs/eventlog/kafka/cluster.h"

namespace aor::eventlog::kafka {
// FAILED_PRECONDITION that names the setting, unless the topic keeps every record for ever and
// loses none that was acknowledged.
absl::Status CheckTopic(const std::string& topic, const TopicFacts& facts, int partitions);
// The same of a compacted topic, which is one Table.
absl::Status CheckTable(const std::string& topic, const TopicFacts& facts);
// The same of a topic for others, but for how long it keeps what it has: that is theirs to say.
// Each of its partitions has the chains of one of the log's, so whoever owns that one knows how
// far the partition is.
absl::Status CheckPublicTopic(const std::string& topic, const TopicFacts& facts,
                              int partitions_of_log);
}  // namespace aor::eventlog::kafka
