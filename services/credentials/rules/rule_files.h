// The rules as they were written down: a folder for each jurisdiction, read at start.
#pragma once

#include <absl/status/statusor.h>

#include <memory>
#include <vector>

#include "libs/rule_text/rule_text.h"
#include "services/credentials/domain/rule_book.h"

namespace aor::credentials {
// Those of $AOR_RULES_DIRECTORY/credentials where there is such a folder, else those that travel in
// the program.
absl::StatusOr<std::vector<rule_text::File>> ReadRuleFiles();
// INVALID_ARGUMENT with one line for each thing that is wrong: file:line: what.
absl::StatusOr<std::shared_ptr<const RuleBook>> ParseRules(
    const std::vector<rule_text::File>& files);
}  // namespace aor::credentials
