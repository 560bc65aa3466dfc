// The organisation's rules as they were written: settings, levels and tariffs, read at start.
#pragma once

#include <absl/status/statusor.h>

#include <memory>
#include <string>
#include <vector>

#include "libs/rule_text/rule_text.h"
#include "services/missions/domain/rules.h"

namespace aor::missions {
using RuleFiles = std::vector<rule_text::File>;

// Those of $AOR_RULES_DIRECTORY/missions where there is such a folder, else those that travel in
// the program.
absl::StatusOr<RuleFiles> ReadRuleFiles();
// INVALID_ARGUMENT with one line for each thing that is wrong, from `now` on.
absl::StatusOr<std::shared_ptr<const Rules>> ParseRules(const RuleFiles& files,
                                                        calendar::Instant now);
}  // namespace aor::missions
