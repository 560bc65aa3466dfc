// What the command line says of itself.
#pragma once

#include <absl/status/statusor.h>

#include <string>
#include <vector>

namespace aor::aorctl {
// All of it without words; else what goes with the first one, and the method that they name.
// INVALID_ARGUMENT for words that are neither.
absl::StatusOr<std::string> HelpText(const std::vector<std::string>& words);
}  // namespace aor::aorctl
