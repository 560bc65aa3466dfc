#include "services/aorctl/print.h"

#include <absl/strings/str_cat.h>
#include <google/protobuf/util/json_util.h>

#include <algorithm>

#include "services/aorctl/values.h"
#include "services/aorctl/waiting.h"

namespace aor::aorctl {
namespace {
using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// Columns on the screen: a UTF-8 continuation byte takes none.
size_t Width(const std::string& text) {
  return std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; });
}

bool IsNumber(const std::string& text) {
  return !text.empty() && text.find_first_not_of("-0123456789.:% ") == std::string::npos;
}

std::string Line(const std::vector<std::string>& cells, const std::vector<size_t>& widths,
                 const std::vector<bool>& right) {
  std::string line;
  for (size_t i = 0; i < cells.size(); ++i) {
    const std::string padding(widths[i] - Width(cells[i]), ' ');
    absl::StrAppend(&line, i ? "  " : "", right[i] ? padding : "", cells[i],
                    right[i] ? "" : padding);
  }
  line.erase(line.find_last_not_of(' ') + 1);
  return line + "\n";
}

// A column: the way to a field through nested messages.
using Path = std::vector<const FieldDescriptor*>;

bool IsNested(const FieldDescriptor& field) {
  return field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE && !field.is_repeated() &&
         !HasNotation(*field.message_type());
}

void AddColumns(const Descriptor& type, Path path, std::vector<Path>& columns) {
  for (int i = 0; i < type.field_count(); ++i) {
    path.push_back(type.field(i));
    if (IsNested(*type.field(i)) && path.size() < 4)
      AddColumns(*type.field(i)->message_type(), path, columns);
    else
      columns.push_back(path);
    path.pop_back();
  }
}

// Messages inside a cell are counted; zeros and what is not set stay empty.
std::string Cell(const Message& message, const Path& path) {
  const Message* at = &message;
  for (size_t i = 0; i + 1 < path.size(); ++i) {
    if (!at->GetReflection()->HasField(*at, path[i])) return "";
    at = &at->GetReflection()->GetMessage(*at, path[i]);
  }
  const FieldDescriptor& field = *path.back();
  const auto& reflection = *at->GetReflection();
  if (field.is_repeated() && field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
    const int size = reflection.FieldSize(*at, &field);
    return size == 0 ? "" : absl::StrCat(size);
  }
  if (!field.is_repeated() && !reflection.HasField(*at, &field)) return "";
  return FieldText(*at, field);
}

std::string TableOf(const Message& response, const FieldDescriptor& field) {
  const auto& reflection = *response.GetReflection();
  const int count = reflection.FieldSize(response, &field);
  std::vector<Path> all;
  AddColumns(*field.message_type(), {}, all);
  std::vector<std::string> heading;
  std::vector<std::vector<std::string>> rows(count);
  for (const Path& column : all) {
    std::vector<std::string> cells;
    bool filled = false;
    for (int i = 0; i < count; ++i) {
      cells.push_back(Cell(reflection.GetRepeatedMessage(response, &field, i), column));
      filled |= !cells.back().empty();
    }
    if (!filled) continue;
    heading.push_back(column.back()->name());
    for (int i = 0; i < count; ++i) rows[i].push_back(std::move(cells[i]));
  }
  return absl::StrCat(field.name(), " (", count, ")\n", Table(heading, rows), "\n");
}

// What is missing is the first thing that people ask for.
bool ComesFirst(const FieldDescriptor& field) {
  return field.name() == "missing" || field.name() == "left";
}

// Nested messages field by field, each with its name.
void AddLines(const Message& message, const std::string& prefix, std::string& lines) {
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (field->name() == "consistency_token") continue;
    if (IsNested(*field) && field->message_type()->full_name() == "google.protobuf.Any")
      AddLines(*Unpacked(message.GetReflection()->GetMessage(message, field)),
               prefix + field->name() + ".", lines);
    else if (IsNested(*field))
      AddLines(message.GetReflection()->GetMessage(message, field), prefix + field->name() + ".",
               lines);
    else if (!field->is_repeated() || field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE)
      absl::StrAppend(&lines, prefix, field->name(), ": ", FieldText(message, *field), "\n");
  }
}

void AddTables(const Message& message, std::string& first, std::string& tables) {
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (IsNested(*field))
      AddTables(message.GetReflection()->GetMessage(message, field), first, tables);
    else if (field->is_repeated() && field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE)
      (ComesFirst(*field) ? first : tables) += TableOf(message, *field);
  }
}
}  // namespace

std::string Table(const std::vector<std::string>& heading,
                  const std::vector<std::vector<std::string>>& rows) {
  std::vector<size_t> widths;
  std::vector<bool> right;
  for (size_t i = 0; i < heading.size(); ++i) {
    widths.push_back(Width(heading[i]));
    right.push_back(!rows.empty());
    for (const auto& row : rows) {
      widths[i] = std::max(widths[i], Width(row[i]));
      right[i] = right[i] && (IsNumber(row[i]) || row[i].empty());
    }
  }
  std::string table = Line(heading, widths, right);
  std::string rule;
  for (size_t i = 0; i < widths.size(); ++i)
    absl::StrAppend(&rule, i ? "  " : "", std::string(widths[i], '-'));
  absl::StrAppend(&table, rule, "\n");
  for (const auto& row : rows) absl::StrAppend(&table, Line(row, widths, right));
  return table;
}

std::string AsTable(const Message& response) {
  std::string lines, first, tables;
  AddLines(response, "", lines);
  AddTables(response, first, tables);
  std::string all = first + tables + lines;
  if (all.empty()) return "nothing\n";
  return all.ends_with("\n\n") ? all.substr(0, all.size() - 1) : all;
}

absl::StatusOr<std::string> AsJson(const Message& response) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = true;
  options.preserve_proto_field_names = true;
  std::string json;
  const auto printed = google::protobuf::util::MessageToJsonString(response, &json, options);
  if (!printed.ok())
    return absl::DataLossError("the answer cannot be written as JSON: " + printed.ToString());
  return json;
}
}  // namespace aor::aorctl
