#include "services/aorctl/print.h"

#include <absl/strings/str_cat.h>
#include <google/protobuf/util/json_util.h>

#include <algorithm>

#include "services/aorctl/values.h"

namespace aor::aorctl {
namespace {
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
    absl::StrAppend(&line, i ? "  " : "", right[i] ? padding : "", cells[i], right[i] ? "" : padding);
  }
  line.erase(line.find_last_not_of(' ') + 1);
  return line + "\n";
}

const FieldDescriptor* RowsField(const Message& response) {
  const auto* type = response.GetDescriptor();
  for (int i = 0; i < type->field_count(); ++i)
    if (type->field(i)->is_repeated() &&
        type->field(i)->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE)
      return type->field(i);
  return nullptr;
}

std::string Fields(const Message& message, const FieldDescriptor* except) {
  std::string lines;
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields)
    if (field != except && field->name() != "consistency_token")
      absl::StrAppend(&lines, field->name(), ": ", FieldText(message, *field), "\n");
  return lines;
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
  const FieldDescriptor* rows_field = RowsField(response);
  if (!rows_field) return Fields(response, nullptr);
  const auto& reflection = *response.GetReflection();
  const int count = reflection.FieldSize(response, rows_field);
  std::vector<const FieldDescriptor*> columns;  // those that some row fills
  for (int c = 0; c < rows_field->message_type()->field_count(); ++c) {
    const FieldDescriptor* column = rows_field->message_type()->field(c);
    for (int i = 0; i < count; ++i)
      if (!FieldText(reflection.GetRepeatedMessage(response, rows_field, i), *column).empty()) {
        columns.push_back(column);
        break;
      }
  }
  std::vector<std::string> heading;
  std::vector<std::vector<std::string>> rows(count);
  for (const FieldDescriptor* column : columns) {
    heading.push_back(column->name());
    for (int i = 0; i < count; ++i)
      rows[i].push_back(FieldText(reflection.GetRepeatedMessage(response, rows_field, i), *column));
  }
  return count == 0 ? Fields(response, rows_field) + "nothing\n"
                    : Table(heading, rows) + Fields(response, rows_field);
}

std::string AsJson(const Message& response) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = true;
  options.preserve_proto_field_names = true;
  std::string json;
  (void)google::protobuf::util::MessageToJsonString(response, &json, options);
  return json;
}
}  // namespace aor::aorctl
