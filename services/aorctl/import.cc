#include "services/aorctl/import.h"

#include <absl/strings/str_cat.h>
#include <absl/strings/str_join.h>
#include <absl/strings/str_replace.h>

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <map>

#include "libs/eventlog/anchor.h"
#include "libs/files/files.h"
#include "services/aorctl/csv.h"
#include "services/aorctl/import_file.h"
#include "services/aorctl/import_order.h"
#include "services/aorctl/waiting.h"

namespace aor::aorctl {
namespace {
namespace fs = std::filesystem;

// On one line, whatever a status says.
std::string LineOf(const absl::Status& status) {
  return absl::StrReplaceAll(Words(status), {{"\n  ", " "}, {"\n", " "}});
}

// Does it speak of the service, and not of the row?
bool IsInterruption(const absl::Status& status) {
  return absl::IsUnavailable(status) || absl::IsUnknown(status) ||
         absl::IsDeadlineExceeded(status) || absl::IsAborted(status) ||
         absl::IsResourceExhausted(status) || absl::IsUnauthenticated(status);
}

void Show(const ImportFile& file, int line, const std::string& what) {
  std::cout << "  " << file.name() << " line " << line << ": " << what << "\n";
}

// The row of a file of that name with the same cells; the first lines are named.
std::string TakenBefore(const std::vector<int>& lines) {
  constexpr size_t kMostNamed = 20;
  if (lines.empty()) return "";
  const size_t named = std::min(lines.size(), kMostNamed);
  return absl::StrCat(", ", lines.size(), " already taken before: line ",
                      absl::StrJoin(lines.begin(), lines.begin() + named, ", "),
                      named < lines.size() ? ", …" : "");
}

class Importer {
 public:
  Importer(const Connection& connection, const ImportOptions& options)
      : connection_(connection), options_(options) {}

  absl::Status Take(const fs::path& path) {
    auto file = ReadImportFile(path);
    if (!file.ok()) {
      std::cout << file.status().message() << std::endl;
      return file.status();
    }
    if (auto seen = SeeBefore(*file); !seen.ok()) return seen;
    if (auto tried = Try(*file); !tried.ok()) return tried;
    std::ranges::stable_sort(file->refused, {}, [](const auto& row) { return row.cells.line; });
    for (const auto& row : file->refused) Show(*file, row.cells.line, row.why);
    if (!file->refused.empty() && !options_.take_good_rows) {
      std::cout << file->name() << ": nothing taken, " << file->refused.size()
                << " bad rows: correct them, or import with --take-good-rows" << std::endl;
      return absl::InvalidArgumentError(file->name());
    }
    return TakeRows(*file);
  }

  // What was set aside, with the reason of then; tried again unless it is only to be listed.
  absl::Status TakeAside(const fs::path& path) {
    const auto rows = ReadSetAside(path);
    const std::string origin = OriginOf(path).filename().string();
    for (const auto& row : rows)
      std::cout << "  " << origin << " line " << row.cells.line << ": " << row.why << "\n";
    std::cout << path.filename().string() << ": " << rows.size() << " rows of " << origin
              << " set aside" << std::endl;
    return options_.only_list ? absl::OkStatus() : Take(path);
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

  // A service judges by what it has seen of the others: of the files before this one, all.
  absl::Status SeeBefore(const ImportFile& file) {
    const bool is_of_another = last_ && last_ != file.method->service();
    last_ = file.method->service();
    if (!is_of_another) return absl::OkStatus();
    const auto client = ClientAs("");
    const auto seen = client.ok() ? WaitUntilSeen(**client) : client.status();
    if (!seen.ok())
      std::cout << file.name() << ": not begun, " << LineOf(seen) << "; import it again"
                << std::endl;
    return seen;
  }

  // The consistency token of what is in the log by now.
  absl::StatusOr<std::string> Send(const ImportFile& file, ImportRow& row, bool validate_only) {
    auto& request = *row.request;
    request.GetReflection()->SetBool(
        &request, request.GetDescriptor()->FindFieldByName("validate_only"), validate_only);
    const auto client = ClientAs(row.as);
    if (!client.ok()) return client.status();
    const auto answer = (*client)->Call(*file.method, request);
    if (!answer.ok()) return answer.status();
    const auto* token = (*answer)->GetDescriptor()->FindFieldByName("consistency_token");
    return token ? (*answer)->GetReflection()->GetString(**answer, token) : "";
  }

  // No later row may come before this one.
  static absl::Status Interrupted(const ImportFile& file, const ImportRow& row,
                                  const absl::Status& status) {
    Show(file, row.cells.line, LineOf(status));
    std::cout << file.name() << ": interrupted there; import it again, what was taken stays taken"
              << std::endl;
    return status;
  }

  // Refuses what is bad as things stand; rows that wait for another keep their place.
  absl::Status Try(ImportFile& file) {
    RowsBefore before;
    std::vector<ImportRow> kept;
    for (ImportRow& row : file.rows) {
      const auto known = Send(file, row, true);
      const absl::Status& status = known.status();
      row.taken_before = known.ok() && !known->empty();
      if (IsInterruption(status)) return Interrupted(file, row, status);
      const auto subject = SubjectOf(*row.request);
      const int follows = before.FollowedBy(subject, status);
      if (!status.ok() && follows == 0) {
        file.refused.push_back({std::move(row.cells), LineOf(status)});
        continue;
      }
      if (follows != 0)
        Show(file, row.cells.line,
             absl::StrCat("follows line ", follows, ", and is judged after it"));
      before.Add(subject, row.cells.line);
      kept.push_back(std::move(row));
    }
    file.rows = std::move(kept);
    return absl::OkStatus();
  }

  absl::Status TakeRows(ImportFile& file) {
    std::vector<int> before;  // lines of what was taken before
    size_t taken = 0;
    const size_t refused_before = file.refused.size();
    for (ImportRow& row : file.rows) {
      const absl::Status status = Send(file, row, false).status();
      if (IsInterruption(status)) return Interrupted(file, row, status);
      if (status.ok() && row.taken_before) {
        before.push_back(row.cells.line);
        continue;
      }
      if (status.ok()) {
        ++taken;
        continue;
      }
      Show(file, row.cells.line, LineOf(status));
      file.refused.push_back({std::move(row.cells), LineOf(status)});
    }
    std::cout << file.name() << ": " << taken << " of " << file.rows.size() << " taken"
              << TakenBefore(before) << std::endl;
    if (options_.take_good_rows) return Keep(file);
    return file.refused.size() > refused_before ? absl::InvalidArgumentError(file.name())
                                                : absl::OkStatus();
  }

  absl::Status Keep(ImportFile& file) {
    const size_t refused = file.refused.size();
    if (const auto kept = SetAside(file); !kept.ok()) {
      std::cout << kept.message() << std::endl;
      return kept;
    }
    if (refused == 0) return absl::OkStatus();
    std::cout << AsideOf(file.path).string() << ": " << refused
              << " rows set aside; once their causes are mended: aorctl import --rejected "
              << file.path.parent_path().string() << std::endl;
    return absl::InvalidArgumentError(file.name());
  }

  const Connection& connection_;
  const ImportOptions& options_;
  std::map<std::string, std::unique_ptr<Client>> clients_;
  const google::protobuf::ServiceDescriptor* last_ = nullptr;  // that took a file
};

absl::StatusOr<std::vector<fs::path>> FilesOf(const ImportOptions& options) {
  std::vector<fs::path> files;
  if (fs::is_directory(options.path)) {
    for (const auto& entry : fs::directory_iterator(options.path))
      if (entry.path().extension() == ".csv" && IsSetAside(entry.path()) == options.set_aside)
        files.push_back(entry.path());
  } else {
    const fs::path path = options.path;
    const fs::path file = options.set_aside && !IsSetAside(path) ? AsideOf(path) : path;
    if (fs::exists(file)) files.push_back(file);
  }
  if (files.empty() && !fs::exists(options.path))
    return absl::NotFoundError(options.path +
                               " is not there: name a folder of CSV files, or one of them");
  if (files.empty())
    return absl::NotFoundError(
        options.path + (options.set_aside ? " holds no rows set aside" : " holds no CSV file"));
  std::sort(files.begin(), files.end());
  return files;
}
}  // namespace

absl::Status Import(const Connection& connection, const ImportOptions& wanted) {
  ImportOptions options = wanted;
  options.take_good_rows |= options.set_aside;
  const auto files = FilesOf(options);
  if (!files.ok()) {
    std::cout << files.status().message() << std::endl;
    return files.status();
  }
  Importer importer(connection, options);
  for (const fs::path& file : *files)
    if (auto taken = options.set_aside ? importer.TakeAside(file) : importer.Take(file);
        !taken.ok())
      return taken;
  return absl::OkStatus();
}
}  // namespace aor::aorctl
