#include "services/payroll/rules/rule_books.h"

#include <absl/strings/str_cat.h>
#include <absl/strings/str_join.h>

#include <memory>
#include <stdexcept>

#include "libs/ids/content_digest.h"
#include "services/payroll/domain/rule_checks.h"

namespace aor::payroll {
namespace {
using rule_text::File;
constexpr size_t kMostProblems = 20;  // that are said at once

const std::vector<File>& BuiltIn() {
  static const auto& files = *new std::vector<File>{
#include "payroll_rule_files.inc"
  };
  return files;
}

// One file's part of a jurisdiction's rules.
struct Part {
  std::string name;  // CH-GE/pay.textproto
  v1::PayRules rules;
  rule_text::Tree tree;
};
struct Folder {
  std::string text;  // of all its files, with their names
  v1::PayRules rules;
  std::vector<std::unique_ptr<Part>> parts;
};

void Add(const File& file, Folder& folder) {
  auto& part = *folder.parts.emplace_back(std::make_unique<Part>());
  part.name = file.name;
  if (auto parsed = rule_text::Parse(file, part.rules, &part.tree); !parsed.ok())
    throw std::logic_error(absl::StrCat("payroll: ", parsed.message()));
  folder.text += file.name + '\0' + file.text + '\0';
  folder.rules.MergeFrom(part.rules);
}

int RowsIn(const v1::PayRules& rules, const std::string& field) {
  const auto* descriptor = v1::PayRules::descriptor()->FindFieldByName(field);
  return rules.GetReflection()->FieldSize(rules, descriptor);
}

// With file and line. The place counts through all files, in their order.
std::string Said(const std::string& jurisdiction, const Folder& folder,
                 const RuleProblem& problem) {
  if (problem.place.empty()) return jurisdiction + ": " + problem.what;
  rule_text::Place place = problem.place;
  auto& [field, index] = place.front();
  for (const auto& part : folder.parts) {
    const int here = RowsIn(part->rules, field);
    if (index < here)
      return absl::StrCat(part->name, ":",
                          rule_text::LineOf(part->tree, *v1::PayRules::descriptor(), place), ": ",
                          problem.what);
    index -= here;
  }
  return problem.what;
}

void Check(const std::string& jurisdiction, const Folder& folder) {
  std::vector<std::string> lines;
  for (const auto& problem : ProblemsIn(folder.rules))
    if (lines.size() < kMostProblems) lines.push_back(Said(jurisdiction, folder, problem));
  if (!lines.empty()) throw std::logic_error("payroll: " + absl::StrJoin(lines, "\n"));
}
}  // namespace

RuleBooks::RuleBooks() : RuleBooks(BuiltIn()) {}

RuleBooks::RuleBooks(const std::vector<File>& files) {
  std::map<std::string, Folder> folders;
  for (const File& file : files) Add(file, folders[file.name.substr(0, file.name.find('/'))]);
  for (auto& [jurisdiction, folder] : folders) {
    Check(jurisdiction, folder);
    books_.emplace(jurisdiction, RuleBook(ContentDigest(folder.text), std::move(folder.rules)));
  }
}

const RuleBook* RuleBooks::Of(const std::string& jurisdiction) const {
  const auto book = books_.find(jurisdiction);
  return book == books_.end() ? nullptr : &book->second;
}

const v1::LoanTerms& RuleBooks::LoansIn(const std::string& currency, calendar::Date on) const {
  for (const auto& [jurisdiction, book] : books_)
    if (book.rules().currency_code() == currency) return book.LoansOn(on);
  return books_.begin()->second.LoansOn(on);
}

std::vector<std::string> RuleBooks::Versions() const {
  std::vector<std::string> versions;
  for (const auto& [jurisdiction, book] : books_)
    versions.push_back(jurisdiction + " " + book.version());
  return versions;
}
}  // namespace aor::payroll
