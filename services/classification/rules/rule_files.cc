#include "services/classification/rules/rule_files.h"

#include <algorithm>
#include <cstdlib>

#include "libs/ids/content_digest.h"
#include "services/classification/domain/review_rules.h"

namespace aor::classification {
namespace {
using rule_text::Parse;
using rule_text::Tree;
constexpr size_t kMostProblems = 20;  // that are said at once

// One folder's rules, and where in which file each of them stands.
class Folder {
 public:
  absl::Status Add(const File& file) {
    auto& part = parts_.emplace_back(std::make_unique<Part>());
    part->name = file.name;
    if (auto parsed = Parse(file, part->rules, &part->tree); !parsed.ok()) return parsed;
    hashed_ += std::to_string(file.name.size()) + ":" + file.name +
               std::to_string(file.text.size()) + ":" + file.text;
    return absl::OkStatus();
  }

  // The country's questions come first, so that a part of it can build on them.
  Built Make(const std::string& jurisdiction, const Folder* country) {
    v1::RuleFile all;
    if (country)
      for (const auto& part : country->parts_) {
        Note("questions", part->rules.questions_size(), *part);
        all.mutable_questions()->MergeFrom(part->rules.questions());
      }
    for (const auto& part : parts_) {
      Note("questions", part->rules.questions_size(), *part);
      Note("tests", part->rules.tests_size(), *part);
      Note("selections", part->rules.selections_size(), *part);
      Note("observations", part->rules.observations_size(), *part);
      all.MergeFrom(part->rules);
    }
    const std::string hashed = (country ? country->hashed_ : "") + hashed_;
    return Build(jurisdiction, "sha256:" + ContentDigest(hashed), std::move(all));
  }

  // Of the folder's own, those that none of the readers reads. Another's stand before them.
  std::vector<Problem> UnreadBy(const std::set<std::string>& readers, int before) const {
    std::vector<Problem> unread;
    int index = before;
    for (const auto& part : parts_)
      for (const auto& question : part->rules.questions()) {
        if (!readers.contains(question.question_id()))
          unread.push_back({{{"questions", index}},
                            "no test or selection reads " + question.question_id() +
                                ": it would be asked for nothing"});
        ++index;
      }
    return unread;
  }
  int questions() const {
    int count = 0;
    for (const auto& part : parts_) count += part->rules.questions_size();
    return count;
  }

  std::string LineOf(const Problem& problem) const {
    if (problem.place.empty()) return problem.what;
    const auto& [field, index] = problem.place.front();
    const auto origins = origins_.find(field);
    if (origins == origins_.end() || static_cast<size_t>(index) >= origins->second.size())
      return problem.what;
    const auto& [part, own_index] = origins->second[index];
    Place place = problem.place;
    place.front().second = own_index;
    const int line = rule_text::LineOf(part->tree, *v1::RuleFile::descriptor(), place);
    return part->name + ":" + std::to_string(line) + ": " + problem.what;
  }

 private:
  struct Part {
    std::string name;
    v1::RuleFile rules;
    Tree tree;
  };
  void Note(const std::string& field, int count, const Part& part) {
    for (int i = 0; i < count; ++i) origins_[field].emplace_back(&part, i);
  }
  std::vector<std::unique_ptr<Part>> parts_;
  std::string hashed_;
  std::map<std::string, std::vector<std::pair<const Part*, int>>> origins_;
};

std::string FolderOf(const std::string& name) { return name.substr(0, name.find('/')); }

absl::StatusOr<std::vector<File>> ReadFiles(const std::string& directory, bool golden) {
  return rule_text::ReadFolder(directory, [=](std::string_view filename) {
    return filename.starts_with("golden") == golden;
  });
}

// Null where the folder is a country's itself, or there is none of its country.
using Folders = std::map<std::string, Folder>;
const Folder* CountryOf(const std::string& jurisdiction, const Folders& folders) {
  const auto country = folders.find(jurisdiction.substr(0, jurisdiction.find('-')));
  return country == folders.end() || country->first == jurisdiction ? nullptr : &country->second;
}

// By the rules of a country and of its parts.
std::set<std::string> ReadIn(const std::string& jurisdiction, const RuleBooks& books) {
  std::set<std::string> read;
  for (const auto& [of, book] : books.by_jurisdiction)
    if (of == jurisdiction || of.starts_with(jurisdiction + "-"))
      read.merge(QuestionsReadBy(*book));
  return read;
}

// Two books that know one selection would make it a matter of luck which of them decides.
void CheckUnique(const RuleBooks& books, std::string& problems) {
  std::map<std::string, std::string> owner;
  for (const auto& [jurisdiction, book] : books.by_jurisdiction)
    for (const auto& selection : book->rules().selections()) {
      const auto [place, is_new] = owner.emplace(selection.selection_id(), jurisdiction);
      if (!is_new && place->second != jurisdiction)
        problems += selection.selection_id() + " stands in " + place->second + " and in " +
                    jurisdiction + ": rules of two markets are never mixed\n";
    }
}
}  // namespace

std::shared_ptr<const RuleBook> RuleBooks::Of(const std::string& jurisdiction) const {
  const auto book = by_jurisdiction.find(jurisdiction);
  return book == by_jurisdiction.end() ? nullptr : book->second;
}

std::shared_ptr<const RuleBook> RuleBooks::OfSelection(const std::string& selection_id) const {
  for (const auto& [jurisdiction, book] : by_jurisdiction)
    for (const auto& selection : book->rules().selections())
      if (selection.selection_id() == selection_id) return book;
  return nullptr;
}

std::string RulesDirectory() {
  const char* given = std::getenv("AOR_RULES_DIRECTORY");
  if (!given || !*given) return AOR_CLASSIFICATION_RULES;
  return std::string(given) + "/classification";  // where it is missing, the start says so
}

absl::StatusOr<std::vector<File>> ReadRuleFiles(const std::string& directory) {
  return ReadFiles(directory, false);
}

absl::StatusOr<RuleBooks> ParseRuleBooks(const std::vector<File>& files) {
  Folders folders;
  for (const File& file : files)
    if (auto added = folders[FolderOf(file.name)].Add(file); !added.ok()) return added;
  RuleBooks books;
  std::string problems;
  size_t said = 0;
  const auto say = [&](const Folder& folder, const std::vector<Problem>& wrong) {
    for (const Problem& problem : wrong)
      if (++said <= kMostProblems) problems += folder.LineOf(problem) + "\n";
  };
  for (auto& [jurisdiction, folder] : folders) {
    const Folder* country = CountryOf(jurisdiction, folders);
    Built built = folder.Make(jurisdiction, country);
    if (auto* book = std::get_if<std::shared_ptr<const RuleBook>>(&built)) {
      books.by_jurisdiction[jurisdiction] = *book;
      say(folder, ReviewRules(**book));
    } else {
      say(folder, std::get<std::vector<Problem>>(built));
    }
  }
  if (problems.empty())
    for (const auto& [jurisdiction, folder] : folders) {
      const Folder* country = CountryOf(jurisdiction, folders);
      say(folder, folder.UnreadBy(ReadIn(jurisdiction, books), country ? country->questions() : 0));
    }
  CheckUnique(books, problems);
  if (!problems.empty()) return absl::InvalidArgumentError(problems.substr(0, problems.size() - 1));
  return books;
}

absl::StatusOr<RuleBooks> LoadRuleBooks(const std::string& directory) {
  const auto files = ReadRuleFiles(directory);
  if (!files.ok()) return files.status();
  return ParseRuleBooks(*files);
}

absl::StatusOr<std::map<std::string, v1::GoldenFile>> LoadGoldenCases(
    const std::string& directory) {
  const auto files = ReadFiles(directory, true);
  if (!files.ok()) return files.status();
  std::map<std::string, v1::GoldenFile> cases;
  for (const File& file : *files) {
    v1::GoldenFile part;
    if (auto parsed = Parse(file, part, nullptr); !parsed.ok()) return parsed;
    cases[FolderOf(file.name)].MergeFrom(part);
  }
  return cases;
}
}  // namespace aor::classification
