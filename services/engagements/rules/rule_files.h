// Reads the rule files: text protos that people write, checked before anything relies on them.
#pragma once

#include <absl/status/statusor.h>

#include <string>
#include <utility>
#include <vector>

#include "aor/engagements/v1/engagements_rules.pb.h"
#include "services/engagements/domain/rule_set.h"

namespace aor::engagements {
struct LoadedRules {
  RuleSet rules;                             // version: a hash of names and contents
  std::vector<v1::QuoteTemplate> templates;  // by id
};
// The directory named by AOR_RULES_DIRECTORY (its folder engagements/, or itself), else
// the one that was compiled in.
std::string RulesDirectory();
// Every *.textproto below the directory. INVALID_ARGUMENT in one line for the first
// wrong row, with its file: the program then refuses to start.
absl::StatusOr<LoadedRules> LoadRules(const std::string& directory);
// The same from texts, each with its name. Order does not matter.
absl::StatusOr<LoadedRules> ParseRules(std::vector<std::pair<std::string, std::string>> files);
}  // namespace aor::engagements
