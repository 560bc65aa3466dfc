// From one machine to many and back: the logs of record of a data directory to Kafka or from it,
// byte for byte. For an operator, while no process serves them.
#pragma once

#include <absl/status/status.h>

#include <functional>
#include <string>
#include <vector>

#include "libs/service/config.h"

namespace aor::service {
// A line for a person about each log.
using Tell = std::function<void(const std::string& line)>;
// kSourceEnds: once all is there, each chain of the source ends with a move, which is carried, too.
// From then on no process serves the source, and the target goes on behind that commit.
enum class Afterwards { kBothServe, kSourceEnds };

// First the keys of the data directory into each topic that kafka_keyring names, separated by
// commas, wrapped by the same wrapping key: one is durable before the first commit that uses it.
// Then every log of the data directory into its topic, which exists. Goes on where it was
// interrupted; FAILED_PRECONDITION, before anything is written, for a topic that holds what is not
// the beginning of the log. At the end each topic is read again and all heads are compared.
absl::Status CopyLogsToKafka(const Config& config, const Tell& tell,
                             Afterwards afterwards = Afterwards::kBothServe);
// The same the other way: these logs from their topics into the data directory.
absl::Status CopyLogsFromKafka(const Config& config, const std::vector<std::string>& logs,
                               const Tell& tell, Afterwards afterwards = Afterwards::kBothServe);
}  // namespace aor::service
