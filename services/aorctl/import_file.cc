#include "services/aorctl/import_file.h"

#include <absl/strings/numbers.h>
#include <absl/strings/str_cat.h>
#include <absl/strings/str_join.h>

#include <algorithm>
#include <fstream>
#include <set>

#include "aor/options/v1/options.pb.h"
#include "libs/eventlog/anchor.h"
#include "libs/files/files.h"
#include "libs/ids/uuid.h"
#include "services/aorctl/client.h"
#include "services/aorctl/methods.h"
#include "services/aorctl/values.h"

namespace aor::aorctl {
namespace {
namespace fs = std::filesystem;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
constexpr char kAside[] = ".rejected.csv";
constexpr char kReason[] = "@reason", kLine[] = "@line";
constexpr size_t kCellsBefore = 2;  // of a row that was set aside: reason and line

// "03-register-client.csv" is register-client.
std::string VerbOf(const std::string& name) {
  const std::string verb = name.substr(0, name.rfind(".csv"));
  const size_t dash = verb.find('-');
  int order = 0;
  return dash != std::string::npos && absl::SimpleAtoi(verb.substr(0, dash), &order)
             ? verb.substr(dash + 1)
             : verb;
}

absl::Status FindMethod(ImportFile& file) {
  const std::string verb = VerbOf(file.name());
  size_t used = 0;
  file.method = FindVerb({verb}, used);
  if (!file.method)
    return absl::InvalidArgumentError(
        absl::StrCat(file.name(), ": there is no verb ", verb, "; aorctl --help lists them"));
  if (!file.method->input_type()->FindFieldByName("validate_only"))
    return absl::InvalidArgumentError(absl::StrCat(
        file.name(), ": ", verb, " cannot be tried before it is done; call it row by row"));
  return absl::OkStatus();
}

void SetText(Message& request, const char* field, const std::string& text) {
  const auto* descriptor = request.GetDescriptor()->FindFieldByName(field);
  if (descriptor) request.GetReflection()->SetString(&request, descriptor, text);
}

// A row of a file that was set aside, as it stood in the file of origin.
CsvRow Original(CsvRow row) {
  if (row.cells.size() <= kCellsBefore) return row;
  int line = 0;
  if (absl::SimpleAtoi(row.cells[1], &line)) row.line = line;
  row.cells.erase(row.cells.begin(), row.cells.begin() + kCellsBefore);
  return row;
}

// A line with an open quote was set aside as one cell, and is not short of cells.
std::string ReasonOf(const CsvProblem& problem) {
  return problem.row.cells[0] == kOpenQuote ? kOpenQuote : problem.why;
}

void ReadRow(ImportFile& file, const CsvRow& row) {
  ImportRow parsed{row, "", NewMessage(*file.method->input_type())};
  for (size_t i = 0; i < file.heading.cells.size(); ++i) {
    const std::string& column = file.heading.cells[i];
    if (column == "@as") {
      parsed.as = row.cells[i];
    } else if (auto set = SetField(*parsed.request, column, row.cells[i]); !set.ok()) {
      file.refused.push_back({row, std::string(set.message())});
      return;
    }
  }
  SetText(*parsed.request, "request_id",
          Uuid5(kDerivedIds, file.name() + "\n" + absl::StrJoin(row.cells, "\x1f")));
  file.rows.push_back(std::move(parsed));
}

bool NamesTheSubject(const FieldDescriptor& field) {
  return field.cpp_type() == FieldDescriptor::CPPTYPE_STRING && field.name() != "request_id" &&
         (field.options().GetExtension(options::v1::check).format() == "id" ||
          field.name() == "iso_week" || field.name() == "month");
}

void AddSubject(const Message& message, const std::string& prefix,
                std::map<std::string, std::string>& subject) {
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  const auto& reflection = *message.GetReflection();
  for (const FieldDescriptor* field : fields) {
    const std::string path = prefix + field->name();
    const int count = field->is_repeated() ? reflection.FieldSize(message, field) : 0;
    if (NamesTheSubject(*field)) {
      subject[path] = FieldText(message, *field);
    } else if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) {
      continue;
    } else if (!field->is_repeated()) {
      AddSubject(reflection.GetMessage(message, field), path + ".", subject);
    }
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
    for (int i = 0; i < count; ++i)
      AddSubject(reflection.GetRepeatedMessage(message, field, i), absl::StrCat(path, ".", i, "."),
                 subject);
  }
}

// Of two columns of one field, one would be dropped in silence.
absl::Status CheckHeading(const ImportFile& file) {
  const auto like = NewMessage(*file.method->input_type());
  std::set<std::string> seen;
  if (const auto& cells = file.heading.cells;
      cells.size() == 1 && cells[0].find_first_of(";\t") != std::string::npos)
    return absl::InvalidArgumentError("is one cell; put a comma between cells, not \";\" or a tab");
  for (const std::string& column : file.heading.cells) {
    if (!seen.insert(column).second)
      return absl::InvalidArgumentError(absl::StrCat("names ", column, " twice; keep one"));
    if (column == "@as") continue;
    if (auto known = NamesAField(*like, column); !known.ok()) return known;
  }
  return absl::OkStatus();
}

// The row below would be taken for it.
absl::Status UnreadHeading(const CsvFile& csv) {
  if (csv.problems.empty()) return absl::OkStatus();
  const auto& [row, why] = csv.problems.front();
  if (!csv.rows.empty() && csv.rows.front().line < row.line) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(" line ", row.line, ": the heading: ", why));
}
}  // namespace

absl::StatusOr<ImportFile> ReadImportFile(const fs::path& path) {
  ImportFile file{OriginOf(path), nullptr, {}, {}, {}};
  if (auto found = FindMethod(file); !found.ok()) return found;
  const auto text = files::ReadFile(path.string());
  if (!text.ok()) return text.status();
  const bool is_aside = IsSetAside(path);
  CsvFile csv = ParseCsv(*text, is_aside ? kCellsBefore : 0);
  const auto as_it_was = [&](CsvRow row) { return is_aside ? Original(std::move(row)) : row; };
  if (const auto unread = UnreadHeading(csv); !unread.ok())
    return absl::InvalidArgumentError(absl::StrCat(path.filename().string(), unread.message()));
  if (csv.rows.empty())
    return absl::InvalidArgumentError(path.filename().string() +
                                      ": give a heading with the names of the fields");
  file.heading = as_it_was(csv.rows.front());
  if (const auto heading = CheckHeading(file); !heading.ok())
    return absl::InvalidArgumentError(absl::StrCat(path.filename().string(), " line ",
                                                   csv.rows.front().line, ": the heading ",
                                                   heading.message()));
  for (auto& problem : csv.problems) {
    std::string why = is_aside ? ReasonOf(problem) : problem.why;
    file.refused.push_back({as_it_was(std::move(problem.row)), std::move(why)});
  }
  for (size_t i = 1; i < csv.rows.size(); ++i) ReadRow(file, as_it_was(std::move(csv.rows[i])));
  return file;
}

fs::path OriginOf(const fs::path& path) {
  if (!IsSetAside(path)) return path;
  std::string name = path.filename().string();
  return path.parent_path() / (name.substr(0, name.size() - std::string(kAside).size()) + ".csv");
}

bool IsSetAside(const fs::path& path) { return path.filename().string().ends_with(kAside); }

std::vector<RefusedRow> ReadSetAside(const fs::path& path) {
  std::vector<RefusedRow> rows;
  CsvFile csv = ParseCsv(files::ReadFile(path.string()).value_or(""), kCellsBefore);
  for (const auto& problem : csv.problems)
    rows.push_back({Original(problem.row), ReasonOf(problem)});
  for (size_t i = 1; i < csv.rows.size(); ++i)
    if (const auto& cells = csv.rows[i].cells; cells.size() > kCellsBefore)
      rows.push_back({Original(csv.rows[i]), cells[0]});
  std::ranges::stable_sort(rows, {}, [](const RefusedRow& row) { return row.cells.line; });
  return rows;
}

fs::path AsideOf(const fs::path& origin) {
  return origin.parent_path() / (origin.stem().string() + kAside);
}

absl::Status SetAside(ImportFile& file) {
  const fs::path aside = AsideOf(file.path);
  std::error_code error;
  if (file.refused.empty()) {
    fs::remove(aside, error);
    return absl::OkStatus();
  }
  std::ranges::stable_sort(file.refused, {}, [](const RefusedRow& row) { return row.cells.line; });
  const auto with = [](const std::string& reason, const std::string& line, const CsvRow& row) {
    std::vector<std::string> cells{reason, line};
    cells.insert(cells.end(), row.cells.begin(), row.cells.end());
    return CsvLine(cells);
  };
  std::string text = with(kReason, kLine, file.heading);
  for (const auto& row : file.refused)
    text += with(row.why, absl::StrCat(row.cells.line), row.cells);
  // Beside it first: a full disk leaves what was set aside before.
  const fs::path fresh = aside.string() + ".new";
  std::ofstream out(fresh);
  out << text << std::flush;
  if (out.good()) fs::rename(fresh, aside, error);
  if (!out.good() || error)
    return absl::InternalError(
        absl::StrCat(aside.string(), " cannot be written: the rows above ",
                     "are not set aside; make room there, then import again"));
  return absl::OkStatus();
}

std::map<std::string, std::string> SubjectOf(const Message& request) {
  std::map<std::string, std::string> subject;
  AddSubject(request, "", subject);
  return subject;
}
}  // namespace aor::aorctl
