// What people call the records that have a history.
#pragma once

#include <absl/status/statusor.h>

#include <string>
#include <vector>

namespace aor::aorctl {
// The log and the stream of a record by its kind: contract c20 is engagements contract-c20. A log
// and a stream stay as they are. INVALID_ARGUMENT, with all kinds, for what is neither.
absl::StatusOr<std::vector<std::string>> StreamOfRecord(std::vector<std::string> words);
// "advances, assessment, …".
std::string RecordKinds();
}  // namespace aor::aorctl
