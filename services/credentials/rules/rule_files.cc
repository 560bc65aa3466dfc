#include "services/credentials/rules/rule_files.h"

#include <absl/strings/str_cat.h>
#include <absl/strings/str_join.h>

namespace aor::credentials {
namespace {
using rule_text::File;
constexpr size_t kMostProblems = 20;  // that are said at once

const std::vector<File>& BuiltIn() {
  static const auto& files = *new std::vector<File>{
#include "credential_rules.inc"
  };
  return files;
}

// One file's part of the rules.
struct Part {
  std::string name;
  v1::RuleFile rules;
  rule_text::Tree tree;
};

// The place counts through all files, in their order.
std::string Said(const std::vector<std::unique_ptr<Part>>& parts, const Problem& problem) {
  rule_text::Place place = problem.place;
  auto& [field, index] = place.front();
  for (const auto& part : parts) {
    const int here = field == "kinds" ? part->rules.kinds_size() : part->rules.policies_size();
    if (index < here)
      return absl::StrCat(part->name, ":",
                          rule_text::LineOf(part->tree, *v1::RuleFile::descriptor(), place), ": ",
                          problem.what);
    index -= here;
  }
  return problem.what;
}
}  // namespace

absl::StatusOr<std::vector<File>> ReadRuleFiles() {
  const std::string folder = rule_text::GivenFolder("credentials");
  if (folder.empty()) return BuiltIn();
  return rule_text::ReadFolder(folder, [](std::string_view) { return true; });
}

absl::StatusOr<std::shared_ptr<const RuleBook>> ParseRules(const std::vector<File>& files) {
  std::vector<std::unique_ptr<Part>> parts;
  v1::RuleFile all;
  for (const File& file : files) {
    auto& part = *parts.emplace_back(std::make_unique<Part>());
    part.name = file.name;
    if (auto parsed = rule_text::Parse(file, part.rules, &part.tree); !parsed.ok()) return parsed;
    all.MergeFrom(part.rules);
  }
  std::vector<std::string> lines;
  for (const Problem& problem : ProblemsIn(all))
    if (lines.size() < kMostProblems) lines.push_back(Said(parts, problem));
  if (!lines.empty()) return absl::InvalidArgumentError(absl::StrJoin(lines, "\n"));
  return std::make_shared<const RuleBook>(std::move(all));
}
}  // namespace aor::credentials
