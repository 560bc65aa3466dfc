#include "libs/rule_text/rule_text.h"

#include <absl/strings/str_cat.h>
#include <google/protobuf/io/tokenizer.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace aor::rule_text {
namespace {
namespace fs = std::filesystem;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
constexpr size_t kMostBytes = 1 << 20;  // of one file

class FirstError final : public google::protobuf::io::ErrorCollector {
 public:
  std::string text;
  void AddError(int line, int column, const std::string& message) override {
    if (text.empty()) text = absl::StrCat(line + 1, ":", column + 1, ": ", message);
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
          return absl::StrCat(field->name(), " ", number);
      } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
        auto found = UnknownNumber(many ? reflection.GetRepeatedMessage(message, field, i)
                                        : reflection.GetMessage(message, field));
        if (!found.empty()) return found;
      }
    }
  }
  return "";
}

absl::StatusOr<std::string> ReadWhole(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  if (!file) return absl::InvalidArgumentError(path.string() + ": cannot be read");
  return text.str();
}
}  // namespace

absl::Status Parse(const File& file, Message& into, Tree* tree) {
  if (file.text.size() > kMostBytes)
    return absl::InvalidArgumentError(file.name + ": is longer than 1 MiB: split it");
  google::protobuf::TextFormat::Parser parser;
  FirstError error;
  parser.RecordErrorsTo(&error);
  if (tree) parser.WriteLocationsTo(tree);
  if (!parser.ParseFromString(file.text, &into))
    return absl::InvalidArgumentError(file.name + ":" + error.text);
  const std::string unknown = UnknownNumber(into);
  if (unknown.empty()) return absl::OkStatus();
  return absl::InvalidArgumentError(file.name + ": " + unknown + " is none of its names");
}

int LineOf(const Tree& root, const google::protobuf::Descriptor& top, const Place& place) {
  const Tree* tree = &root;
  const google::protobuf::Descriptor* message = &top;
  int line = 0;
  for (const auto& [name, index] : place) {
    const FieldDescriptor* field = message->FindFieldByName(name);
    if (!field) break;
    const int at = field->is_repeated() ? index : -1;
    const int found = tree->GetLocation(field, at).line;
    if (found < 0) break;
    line = found;
    message = field->message_type();
    tree = message ? tree->GetTreeForNested(field, at) : nullptr;
    if (!tree) break;
  }
  return line + 1;
}

absl::StatusOr<std::vector<File>> ReadFolder(const std::string& folder,
                                             const std::function<bool(std::string_view)>& keep) {
  std::error_code error;
  if (!fs::is_directory(folder, error))
    return absl::InvalidArgumentError(folder + " is no directory of rules");
  std::vector<File> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder, error)) {
    const fs::path& path = entry.path();
    if (path.extension() != ".textproto" || !keep(path.filename().string())) continue;
    auto text = ReadWhole(path);
    if (!text.ok()) return text.status();
    files.push_back({fs::relative(path, folder).string(), *std::move(text)});
  }
  if (error) return absl::InvalidArgumentError(folder + ": " + error.message());
  std::ranges::sort(files, {}, &File::name);
  return files;
}

std::string GivenFolder(const std::string& context) {
  const char* given = std::getenv("AOR_RULES_DIRECTORY");
  if (!given || !*given) return "";
  const fs::path own = fs::path(given) / context;
  std::error_code none;
  return fs::is_directory(own, none) ? own.string() : "";
}
}  // namespace aor::rule_text
