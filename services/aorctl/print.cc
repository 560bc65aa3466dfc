#include "services/aorctl/print.h"

#include <absl/strings/ascii.h>
#include <absl/strings/str_cat.h>
#include <absl/strings/str_join.h>
#include <google/protobuf/util/json_util.h>

#include <algorithm>
#include <map>

#include "services/aorctl/columns.h"
#include "services/aorctl/values.h"
#include "services/aorctl/waiting.h"

namespace aor::aorctl {
namespace {
using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr char kAnyBytes[] = "google.protobuf.Any.value", kComplete[] = "complete";

// Columns on the screen: a UTF-8 continuation byte takes none.
size_t Width(const std::string& text) {
  return std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; });
}

// An amount, too: "CHF 1 200.50".
bool IsNumber(const std::string& text) {
  const bool has_currency = text.size() > 4 && text[3] == ' ' &&
                            std::all_of(text.begin(), text.begin() + 3, absl::ascii_isupper);
  return !text.empty() &&
         text.find_first_not_of("-0123456789.:% ", has_currency ? 4 : 0) == std::string::npos;
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

// Several amounts or dates are one text.
bool IsRows(const FieldDescriptor& field) {
  return field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE && field.is_repeated() &&
         !HasNotation(*field.message_type());
}

bool IsAny(const Descriptor& type) { return type.full_name() == "google.protobuf.Any"; }

struct Reached {
  const Message* at = nullptr;
  std::unique_ptr<Message> unpacked = nullptr;  // what it lies in, where that was in an Any
};

// What an Any holds is taken out of it on the way; nothing where it holds another type.
Reached Follow(const Message& message, const Path& path, size_t steps) {
  Reached reached{&message};
  for (size_t i = 0; i <= steps; ++i) {
    const bool goes_on_in_it = i < path.size() && IsAny(*path[i]->containing_type());
    if (i > 0 && IsAny(*reached.at->GetDescriptor()) && !goes_on_in_it) {
      reached.unpacked = Unpacked(*reached.at);
      reached.at = reached.unpacked.get();
    }
    if (i == steps) break;
    if (path[i]->containing_type() != reached.at->GetDescriptor() ||
        !reached.at->GetReflection()->HasField(*reached.at, path[i]))
      return {};
    reached.at = &reached.at->GetReflection()->GetMessage(*reached.at, path[i]);
  }
  return reached;
}

// The rows of one table.
struct Rows {
  const Message& response;
  const FieldDescriptor& field;
  int count() const { return response.GetReflection()->FieldSize(response, &field); }
  const Message& at(int i) const {
    return response.GetReflection()->GetRepeatedMessage(response, &field, i);
  }
};

// Of an Any, what the first row that has one holds.
const Descriptor* TypeBehind(const Rows& rows, const Path& path) {
  const Descriptor& declared = *path.back()->message_type();
  for (int i = 0; IsAny(declared) && i < rows.count(); ++i)
    if (const auto held = Follow(rows.at(i), path, path.size()); held.at)
      return held.at->GetDescriptor();
  return &declared;
}

void AddColumns(const Rows& rows, const Descriptor& type, Path path, std::vector<Path>& columns) {
  for (int i = 0; i < type.field_count(); ++i) {
    if (type.field(i)->name() == "consistency_token" || type.field(i)->full_name() == kAnyBytes)
      continue;
    path.push_back(type.field(i));
    if (IsNested(*type.field(i)) && path.size() < 4)
      AddColumns(rows, *TypeBehind(rows, path), path, columns);
    else
      columns.push_back(path);
    path.pop_back();
  }
}

// Each with who can put it right, and how; nothing where they are no reasons.
std::string Reasons(const Message& message, const FieldDescriptor& field) {
  const auto& reflection = *message.GetReflection();
  std::vector<std::string> reasons;
  for (int i = 0; i < reflection.FieldSize(message, &field); ++i)
    if (auto reason = ReasonText(reflection.GetRepeatedMessage(message, &field, i)))
      reasons.push_back(*std::move(reason));
  return absl::StrJoin(reasons, "; ");
}

// "contract_concluded, paper_issued" of facts, whose type ends so; others are counted.
std::string KindsOrCount(const Message& message, const FieldDescriptor& field) {
  const auto& reflection = *message.GetReflection();
  const int size = reflection.FieldSize(message, &field);
  if (std::string reasons = Reasons(message, field); !reasons.empty()) return reasons;
  const auto* type = field.message_type()->FindFieldByName("type");
  if (!type || type->cpp_type() != FieldDescriptor::CPPTYPE_STRING)
    return size == 0 ? "" : absl::StrCat(size);
  std::vector<std::string> kinds;
  for (int i = 0; i < size; ++i) {
    const Message& one = reflection.GetRepeatedMessage(message, &field, i);
    const std::string name = one.GetReflection()->GetString(one, type);
    const std::string kind = name.substr(name.rfind('/') + 1);
    if (std::find(kinds.begin(), kinds.end(), kind) == kinds.end()) kinds.push_back(kind);
  }
  return absl::StrJoin(kinds, ", ");
}

// Messages inside a cell are counted; zeros and what is not set stay empty.
std::string Cell(const Message& message, const Path& path) {
  const FieldDescriptor& field = *path.back();
  const Reached reached = Follow(message, path, path.size() - 1);
  const Message* at = reached.at;
  if (!at || at->GetDescriptor() != field.containing_type()) return "";
  if (IsRows(field)) return KindsOrCount(*at, field);
  if (!field.is_repeated() && !at->GetReflection()->HasField(*at, &field)) return "";
  return FieldText(*at, field);
}

std::string NameOf(const Path& column) {
  return absl::StrJoin(
      column, ".", [](std::string* out, const auto* part) { absl::StrAppend(out, part->name()); });
}

// The field's name; where two columns would be called the same, that of a nested one says
// where it lies: approved.by beside verified.by.
std::vector<std::string> Headings(const std::vector<Path>& columns) {
  std::map<std::string, int> called;
  for (const Path& column : columns) ++called[column.back()->name()];
  std::vector<std::string> headings;
  for (const Path& column : columns) {
    const bool is_clear = called[column.back()->name()] == 1;
    headings.push_back(is_clear ? column.back()->name() : NameOf(column));
  }
  return headings;
}

// Those that a person looks for, in their order; all where nobody said which.
std::vector<Path> Chosen(std::vector<Path> all, const Descriptor& type) {
  const auto& names = ColumnsOf(type);
  if (names.empty()) return all;
  std::vector<Path> chosen;
  for (const std::string& name : names) {
    const auto found = std::ranges::find(all, name, NameOf);
    if (found != all.end()) chosen.push_back(*found);
  }
  return chosen;
}

std::string TableOf(const Message& response, const FieldDescriptor& field) {
  const Rows of{response, field};
  std::vector<Path> all, filled;
  AddColumns(of, *field.message_type(), {}, all);
  all = Chosen(std::move(all), *field.message_type());
  std::vector<std::vector<std::string>> rows(of.count());
  for (const Path& column : all) {
    std::vector<std::string> cells;
    for (int i = 0; i < of.count(); ++i) cells.push_back(Cell(of.at(i), column));
    if (std::all_of(cells.begin(), cells.end(), [](const auto& cell) { return cell.empty(); }))
      continue;
    filled.push_back(column);
    for (int i = 0; i < of.count(); ++i) rows[i].push_back(std::move(cells[i]));
  }
  return absl::StrCat(field.name(), " (", of.count(), ")\n", Table(Headings(filled), rows), "\n");
}

// Can it list anything?
bool HasRows(const Descriptor& type) {
  for (int i = 0; i < type.field_count(); ++i)
    if (type.field(i)->is_repeated()) return true;
  return false;
}

// What is missing is the first thing that people ask for.
bool ComesFirst(const FieldDescriptor& field) {
  return field.name() == "missing" || field.name() == "left";
}

// A checklist that is not complete says so, though nothing is set.
bool SaysNo(const Message& response) {
  const auto* field = response.GetDescriptor()->FindFieldByName(kComplete);
  return field && field->cpp_type() == FieldDescriptor::CPPTYPE_BOOL && !field->is_repeated() &&
         !response.GetReflection()->GetBool(response, field);
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
    else if (!IsRows(*field))
      absl::StrAppend(&lines, prefix, field->name(), ": ", FieldText(message, *field), "\n");
  }
}

void AddTables(const Message& message, std::string& first, std::string& tables) {
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (IsNested(*field) && IsAny(*field->message_type()))
      AddTables(*Unpacked(message.GetReflection()->GetMessage(message, field)), first, tables);
    else if (IsNested(*field))
      AddTables(message.GetReflection()->GetMessage(message, field), first, tables);
    else if (IsRows(*field))
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
  if (SaysNo(response)) absl::StrAppend(&lines, kComplete, ": false\n");
  AddTables(response, first, tables);
  std::string all = first + tables + lines;
  if (all.empty()) return HasRows(*response.GetDescriptor()) ? "nothing\n" : "done\n";
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
