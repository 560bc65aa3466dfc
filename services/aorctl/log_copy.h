// The operator's verb that moves logs while no process serves them.
#pragma once

#include <absl/status/status.h>

#include <string>
#include <utility>
#include <vector>

namespace aor::aorctl {
// From a data directory to "kafka", or the other way; the flags are those of a service, such as
// --kafka_brokers and --environment. `verb` is "copy", or "move": then the source serves nobody
// any more. Prints a line a log.
absl::Status CopyLogs(const std::string& verb, const std::string& from, const std::string& to,
                      const std::vector<std::pair<std::string, std::string>>& flags);
}  // namespace aor::aorctl
