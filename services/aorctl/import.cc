#include "services/aorctl/import.h"

#include <absl/strings/numbers.h>
#include <absl/strings/str_cat.h>
#include <absl/strings/str_join.h>
#include <absl/strings/str_split.h>

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <map>

#include "libs/eventlog/anchor.h"
#include "libs/ids/uuid.h"
#include "services/aorctl/csv.h"
#include "services/aorctl/methods.h"
#include "services/aorctl/values.h"

namespace aor::aorctl {
namespace {
namespace fs = std::filesystem;
using google::protobuf::Message;
using google::protobuf::MethodDescriptor;

struct Row {
  int line;
  std::string as;
  std::unique_ptr<Message> request;
};
struct File {
  std::string name;
  const MethodDescriptor* method;
  std::vector<Row> rows;
  std::vector<std::string> problems;  // "line 7: …"
};

// "03-register-client.csv" is register-client.
std::string VerbOf(const std::string& name) {
  std::string verb = name.substr(0, name.rfind(".csv"));
  const size_t dash = verb.find('-');
  int order = 0;
  return dash != std::string::npos && absl::SimpleAtoi(verb.substr(0, dash), &order)
             ? verb.substr(dash + 1)
             : verb;
}

int LineOf(const std::string& problem) { return std::stoi(problem.substr(5)); }  // "line 7: …"

void SetText(Message& request, const char* field, const std::string& text) {
  const auto* descriptor = request.GetDescriptor()->FindFieldByName(field);
  if (descriptor) request.GetReflection()->SetString(&request, descriptor, text);
}

void SetValidateOnly(Message& request, bool value) {
  const auto* descriptor = request.GetDescriptor()->FindFieldByName("validate_only");
  if (descriptor) request.GetReflection()->SetBool(&request, descriptor, value);
}

void ReadRow(File& file, const CsvRow& heading, const CsvRow& row) {
  Row parsed{row.line, "", NewMessage(*file.method->input_type())};
  for (size_t i = 0; i < heading.cells.size(); ++i) {
    if (heading.cells[i] == "@as") {
      parsed.as = row.cells[i];
    } else if (auto set = SetField(*parsed.request, heading.cells[i], row.cells[i]); !set.ok()) {
      file.problems.push_back(absl::StrCat("line ", row.line, ": ", set.message()));
      return;
    }
  }
  SetText(*parsed.request, "request_id",
          Uuid5(kDerivedIds, file.name + "\n" + absl::StrJoin(row.cells, "\x1f")));
  file.rows.push_back(std::move(parsed));
}

absl::StatusOr<File> ReadFile(const fs::path& path) {
  File file{path.filename().string(), nullptr, {}, {}};
  size_t used = 0;
  file.method = FindVerb({VerbOf(file.name)}, used);
  if (!file.method)
    return absl::InvalidArgumentError(absl::StrCat(
        file.name, ": there is no verb ", VerbOf(file.name), "; aorctl --help lists them"));
  const auto text = eventlog::ReadFile(path.string());
  if (!text.ok()) return text.status();
  const auto rows = ParseCsv(*text);
  if (!rows.ok())
    return absl::InvalidArgumentError(absl::StrCat(file.name, " ", rows.status().message()));
  for (size_t i = 1; i < rows->size(); ++i) ReadRow(file, rows->front(), (*rows)[i]);
  return file;
}

class Importer {
 public:
  Importer(const Connection& connection, const ImportOptions& options)
      : connection_(connection), options_(options) {}

  absl::Status Take(const fs::path& path) {
    auto file = ReadFile(path);
    if (!file.ok()) {
      std::cout << file.status().message() << std::endl;
      return file.status();
    }
    Send(*file, true);
    std::ranges::stable_sort(file->problems, {}, LineOf);
    const bool bad = !file->problems.empty();
    for (const std::string& problem : file->problems)
      std::cout << "  " << file->name << " " << problem << "\n";
    const size_t good = file->rows.size();
    if (bad && !options_.take_good_rows) {
      std::cout << file->name << ": nothing taken, " << file->problems.size()
                << " bad rows: correct them, or import with --take-good-rows" << std::endl;
      return absl::InvalidArgumentError(file->name);
    }
    file->problems.clear();
    Send(*file, false);
    for (const std::string& problem : file->problems)
      std::cout << "  " << file->name << " " << problem << "\n";
    std::cout << file->name << ": " << file->rows.size() << " of " << good << " taken" << std::endl;
    return bad || !file->problems.empty() ? absl::InvalidArgumentError(file->name)
                                          : absl::OkStatus();
  }

 private:
  absl::StatusOr<Client*> ClientAs(const std::string& as) {
    auto& client = clients_[as];
    if (!client) {
      Connection connection = connection_;
      if (!as.empty()) {
        auto token = options_.token_for(as);
        if (!token.ok()) return token.status();
        connection.token = *token;
      }
      client = std::make_unique<Client>(connection);
    }
    return client.get();
  }

  // Keeps the rows that went well; the others become problems.
  void Send(File& file, bool validate_only) {
    std::vector<Row> good;
    for (Row& row : file.rows) {
      SetValidateOnly(*row.request, validate_only);
      const auto client = ClientAs(row.as);
      const absl::Status status =
          client.ok() ? (*client)->Call(*file.method, *row.request).status() : client.status();
      if (status.ok())
        good.push_back(std::move(row));
      else
        file.problems.push_back(absl::StrCat("line ", row.line, ": ", Words(status)));
    }
    file.rows = std::move(good);
  }

  const Connection& connection_;
  const ImportOptions& options_;
  std::map<std::string, std::unique_ptr<Client>> clients_;
};
}  // namespace

absl::Status Import(const Connection& connection, const ImportOptions& options) {
  std::vector<fs::path> files;
  if (fs::is_directory(options.path)) {
    for (const auto& entry : fs::directory_iterator(options.path))
      if (entry.path().extension() == ".csv") files.push_back(entry.path());
  } else if (fs::exists(options.path)) {
    files.push_back(options.path);
  }
  if (files.empty()) return absl::NotFoundError(options.path + " holds no CSV file");
  std::sort(files.begin(), files.end());
  Importer importer(connection, options);
  for (const fs::path& file : files)
    if (auto taken = importer.Take(file); !taken.ok()) return taken;
  return absl::OkStatus();
}
}  // namespace aor::aorctl
