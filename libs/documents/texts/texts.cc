#include "libs/documents/texts/texts.h"

#include <absl/strings/ascii.h>
#include <absl/strings/str_cat.h>
#include <absl/strings/str_split.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <stdexcept>
#include <system_error>

namespace aor::documents {
namespace {
using Language = std::map<std::string, std::string, std::less<>>;
using Fields = std::set<std::string, std::less<>>;

absl::Status Refused(const std::string& file, const std::string& language,
                     const std::string& what) {
  return absl::InvalidArgumentError(absl::StrCat(file, " (", language, "): ", what));
}

// A text without its region: "payslip.title" of "payslip.title@FR".
std::string KeyOf(const std::string& name) { return name.substr(0, name.find('@')); }

// Calls for each piece of a text: plain ones and, marked so, the names of fields.
template <class Each>
void Pieces(std::string_view text, const Each& each) {
  while (!text.empty()) {
    const size_t open = text.find('{'), close = text.find('}', open);
    if (close == std::string_view::npos) return each(text, false);
    each(text.substr(0, open), false);
    each(text.substr(open + 1, close - open - 1), true);
    text.remove_prefix(close + 1);
  }
}

Fields FieldsOf(std::string_view text) {
  Fields fields;
  Pieces(text, [&](std::string_view piece, bool is_field) {
    if (is_field) fields.emplace(piece);
  });
  return fields;
}

Fields FieldsOf(const TextNeed& need) {
  return absl::StrSplit(need.fields, ' ', absl::SkipEmpty());
}

// What is wrong with the fields of a text; empty if nothing.
std::string WrongFields(const Fields& needed, const Fields& named) {
  for (const std::string& field : needed)
    if (!named.contains(field)) return absl::StrCat("lacks the field {", field, "}");
  for (const std::string& field : named)
    if (!needed.contains(field)) return absl::StrCat("names the unknown field {", field, "}");
  return "";
}

// What the files of one language say, and which file says it.
struct Loaded {
  std::string language;
  Language texts, files;
};

absl::Status ReadInto(Loaded& loaded, const std::string& path) {
  std::ifstream file(path);
  if (!file) return Refused(path, loaded.language, "cannot be read");
  int number = 0;
  for (std::string line; std::getline(file, line);) {
    ++number;
    if (line.empty() || line.front() == '#') continue;
    const std::pair<std::string, std::string> pair =
        absl::StrSplit(line, absl::MaxSplits(" = ", 1));
    if (pair.second.empty() || pair.first.find(' ') != std::string::npos)
      return Refused(path, loaded.language, absl::StrCat("line ", number, " is not 'key = text'"));
    if (!loaded.texts.insert(pair).second)
      return Refused(path, loaded.language, absl::StrCat(pair.first, " stands twice"));
    loaded.files.emplace(pair.first, path);
  }
  return absl::OkStatus();
}

absl::Status Check(const Loaded& loaded, const std::string& first,
                   const std::vector<TextNeed>& needs) {
  std::map<std::string, Fields> needed;
  for (const TextNeed& need : needs) needed.emplace(need.key, FieldsOf(need));
  for (const auto& [key, fields] : needed)
    if (!loaded.texts.contains(key))
      return Refused(first, loaded.language, absl::StrCat(key, " is missing"));
  for (const auto& [name, text] : loaded.texts) {
    const std::string& file = loaded.files.at(name);
    const auto need = needed.find(KeyOf(name));
    if (need == needed.end())
      return Refused(file, loaded.language, absl::StrCat(name, " is needed by no paper"));
    const std::string wrong = WrongFields(need->second, FieldsOf(text));
    if (!wrong.empty()) return Refused(file, loaded.language, absl::StrCat(name, " ", wrong));
  }
  return absl::OkStatus();
}
}  // namespace

std::vector<std::string> TextFiles(const std::string& folder, const std::string& language) {
  const std::string first = absl::StrCat(folder, "/", language, ".txt");
  const std::string ending = absl::StrCat(".", language, ".txt");
  std::set<std::string> beside;
  std::error_code none;
  for (const auto& entry : std::filesystem::directory_iterator(folder, none))
    if (entry.path().filename().string().ends_with(ending)) beside.insert(entry.path().string());
  std::vector<std::string> files = {first};
  files.insert(files.end(), beside.begin(), beside.end());
  return files;
}

absl::StatusOr<Texts> Texts::Load(const std::string& folder, const std::vector<TextNeed>& needs) {
  Texts texts;
  for (const char* language : kLanguages) {
    Loaded loaded{language, {}, {}};
    const auto files = TextFiles(folder, language);
    for (const std::string& path : files)
      if (auto status = ReadInto(loaded, path); !status.ok()) return status;
    if (auto status = Check(loaded, files.front(), needs); !status.ok()) return status;
    texts.languages_[language] = std::move(loaded.texts);
  }
  return texts;
}

std::string Texts::Say(const Reader& reader, std::string_view key, const Values& values) const {
  const auto language = languages_.find(reader.language);
  if (language == languages_.end())
    throw std::invalid_argument(absl::StrCat("no texts in the language '", reader.language, "'"));
  auto text = language->second.find(std::string(key) + "@" + reader.country);
  if (text == language->second.end()) text = language->second.find(key);
  if (text == language->second.end()) throw std::invalid_argument("no text " + std::string(key));
  std::string said;
  Pieces(text->second, [&](std::string_view piece, bool is_field) {
    if (!is_field) return said.append(piece), void();
    for (const auto& [field, value] : values)
      if (field == piece) said.append(value);
  });
  return said;
}
}  // namespace aor::documents
