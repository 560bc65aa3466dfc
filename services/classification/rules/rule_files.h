// The rules of all jurisdictions: a folder each, read at start.
#pragma once

#include <absl/status/statusor.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "libs/rule_text/rule_text.h"
#include "services/classification/domain/rule_book.h"

namespace aor::classification {
struct RuleBooks {
  std::map<std::string, std::shared_ptr<const RuleBook>> by_jurisdiction;
  // Null for a jurisdiction without rules.
  std::shared_ptr<const RuleBook> Of(const std::string& jurisdiction) const;
  // Whose selection it is; null: nobody's.
  std::shared_ptr<const RuleBook> OfSelection(const std::string& selection_id) const;
};
using rule_text::File;  // US-CA/abc.textproto

// $AOR_RULES_DIRECTORY/classification, there or not; where none is named, the folder of the source
// tree.
std::string RulesDirectory();
// Files of a folder and the folders in it; golden ones are left out.
absl::StatusOr<std::vector<File>> ReadRuleFiles(const std::string& directory);
// INVALID_ARGUMENT with one line for each thing that is wrong: file:line: what.
absl::StatusOr<RuleBooks> ParseRuleBooks(const std::vector<File>& files);
absl::StatusOr<RuleBooks> LoadRuleBooks(const std::string& directory);
// The golden cases of each jurisdiction.
absl::StatusOr<std::map<std::string, v1::GoldenFile>> LoadGoldenCases(const std::string& directory);
}  // namespace aor::classification
