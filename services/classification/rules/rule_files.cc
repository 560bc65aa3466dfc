#include "services/classification/rules/rule_files.h"

#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/text_format.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <sstream>

#include "libs/ids/content_digest.h"

namespace aor::classification {
namespace {
namespace fs = std::filesystem;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::TextFormat;
using Tree = TextFormat::ParseInfoTree;
constexpr size_t kMostBytes = 1 << 20;  // of one file
constexpr size_t kMostProblems = 20;    // that are said at once

class FirstError final : public google::protobuf::io::ErrorCollector {
 public:
  std::string text;
  void AddError(int line, int column, const std::string& message) override {
    if (text.empty())
      text = std::to_string(line + 1) + ":" + std::to_string(column + 1) + ": " + message;
  }
};

// A number in place of a name that its enum does not have; empty: there is none.
std::string UnknownNumber(const Message& message) {
  std::vector<const FieldDescriptor*> fields;
  const auto& reflection = *message.GetReflection();
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    const bool many = field->is_repeated();
    const int count = many ? reflection.FieldSize(message, field) : 1;
    for (int i = 0; i < count; ++i) {
      if (field->cpp_type() == FieldDescriptor::CPPTYPE_ENUM) {
        const int number = many ? reflection.GetRepeatedEnumValue(message, field, i)
                                : reflection.GetEnumValue(message, field);
        if (!field->enum_type()->FindValueByNumber(number))
          return field->name() + " " + std::to_string(number);
      } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
        auto found = UnknownNumber(many ? reflection.GetRepeatedMessage(message, field, i)
                                        : reflection.GetMessage(message, field));
        if (!found.empty()) return found;
      }
    }
  }
  return "";
}

absl::Status Parse(const File& file, Message& into, Tree* tree) {
  if (file.text.size() > kMostBytes)
    return absl::InvalidArgumentError(file.name + ": is longer than 1 MiB: split it");
  TextFormat::Parser parser;
  FirstError error;
  parser.RecordErrorsTo(&error);
  if (tree) parser.WriteLocationsTo(tree);
  if (!parser.ParseFromString(file.text, &into))
    return absl::InvalidArgumentError(file.name + ":" + error.text);
  const std::string unknown = UnknownNumber(into);
  if (unknown.empty()) return absl::OkStatus();
  return absl::InvalidArgumentError(file.name + ": " + unknown + " is none of its names");
}

bool IsGolden(const fs::path& path) { return path.filename().string().starts_with("golden"); }

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
      all.MergeFrom(part->rules);
    }
    const std::string hashed = (country ? country->hashed_ : "") + hashed_;
    return Build(jurisdiction, "sha256:" + ContentDigest(hashed), std::move(all));
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
    return part->name + ":" + std::to_string(LineIn(*part, place) + 1) + ": " + problem.what;
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
  // Of the innermost part of the place that the file spells out.
  static int LineIn(const Part& part, const Place& place) {
    const Tree* tree = &part.tree;
    const google::protobuf::Descriptor* message = part.rules.GetDescriptor();
    int line = 0;
    for (const auto& [name, index] : place) {
      const FieldDescriptor* field = message->FindFieldByName(name);
      if (!field) break;
      const int at = field->is_repeated() ? index : -1;
      const int found = tree->GetLocation(field, at).line;
      if (found < 0) break;
      line = found;
      tree = tree->GetTreeForNested(field, at);
      message = field->message_type();
      if (!tree || !message) break;
    }
    return line;
  }

  std::vector<std::unique_ptr<Part>> parts_;
  std::string hashed_;
  std::map<std::string, std::vector<std::pair<const Part*, int>>> origins_;
};

std::string FolderOf(const std::string& name) { return name.substr(0, name.find('/')); }

absl::StatusOr<std::string> ReadWhole(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  if (!file) return absl::InvalidArgumentError(path.string() + ": cannot be read");
  return text.str();
}

absl::StatusOr<std::vector<File>> ReadFiles(const std::string& directory, bool golden) {
  std::error_code error;
  if (!fs::is_directory(directory, error))
    return absl::InvalidArgumentError(directory + " is no directory of rules");
  std::vector<File> files;
  for (const auto& entry : fs::recursive_directory_iterator(directory, error)) {
    if (entry.path().extension() != ".textproto" || IsGolden(entry.path()) != golden) continue;
    auto text = ReadWhole(entry.path());
    if (!text.ok()) return text.status();
    files.push_back({fs::relative(entry.path(), directory).string(), *std::move(text)});
  }
  if (error) return absl::InvalidArgumentError(directory + ": " + error.message());
  std::ranges::sort(files, {}, &File::name);
  return files;
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
  const fs::path own = fs::path(given) / "classification";
  return fs::is_directory(own) ? own.string() : AOR_CLASSIFICATION_RULES;
}

absl::StatusOr<std::vector<File>> ReadRuleFiles(const std::string& directory) {
  return ReadFiles(directory, false);
}

absl::StatusOr<RuleBooks> ParseRuleBooks(const std::vector<File>& files) {
  std::map<std::string, Folder> folders;
  for (const File& file : files)
    if (auto added = folders[FolderOf(file.name)].Add(file); !added.ok()) return added;
  RuleBooks books;
  std::string problems;
  size_t said = 0;
  for (auto& [jurisdiction, folder] : folders) {
    const auto country = folders.find(jurisdiction.substr(0, jurisdiction.find('-')));
    const bool is_part = country != folders.end() && country->first != jurisdiction;
    Built built = folder.Make(jurisdiction, is_part ? &country->second : nullptr);
    if (auto* book = std::get_if<std::shared_ptr<const RuleBook>>(&built)) {
      books.by_jurisdiction[jurisdiction] = *book;
      continue;
    }
    for (const Problem& problem : std::get<std::vector<Problem>>(built))
      if (++said <= kMostProblems) problems += folder.LineOf(problem) + "\n";
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
