// What participants are asked, as it was written: read at start.
#pragma once

#include <absl/status/statusor.h>

#include <memory>
#include <vector>

#include "libs/rule_text/rule_text.h"
#include "services/missions/domain/quality_book.h"

namespace aor::missions {
using QualityFiles = std::vector<rule_text::File>;

// Those of $AOR_RULES_DIRECTORY/missions-quality where there is such a folder, else those that
// travel in the program.
absl::StatusOr<QualityFiles> ReadQualityFiles();
// INVALID_ARGUMENT with one line for each thing that is wrong.
absl::StatusOr<std::shared_ptr<const QualityBook>> ParseQuality(const QualityFiles& files);
}  // namespace aor::missions
