// One CSV file of an import, and the file beside it for the rows that were refused.
#pragma once

#include <absl/status/statusor.h>
#include <google/protobuf/message.h>

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "services/aorctl/csv.h"

namespace aor::aorctl {
struct ImportRow {
  CsvRow cells;    // as they stand in the file of origin
  std::string as;  // who asks
  std::unique_ptr<google::protobuf::Message> request;
  bool taken_before = false;  // by an import of before, as trying it showed
};
struct RefusedRow {
  CsvRow cells;
  std::string why;
};
struct ImportFile {
  std::filesystem::path path;  // of origin, 03-register-client.csv
  const google::protobuf::MethodDescriptor* method = nullptr;
  CsvRow heading;
  std::vector<ImportRow> rows;
  std::vector<RefusedRow> refused;
  std::string name() const { return path.filename().string(); }
};

// INVALID_ARGUMENT for a name without a verb, for a verb that cannot be tried before it is
// done, and for a file without a heading. Rows that cannot be read are `refused`. The request
// id of a row is derived from its file's name and its cells. What was set aside is read as the
// file of origin: a row that nobody changed keeps its line and its request id.
absl::StatusOr<ImportFile> ReadImportFile(const std::filesystem::path& path);

bool IsSetAside(const std::filesystem::path& path);
// What was set aside there: each row as it stands in the file of origin, with the reason of then.
std::vector<RefusedRow> ReadSetAside(const std::filesystem::path& path);
// 03-register-client.csv beside 03-register-client.rejected.csv; another file is its own.
std::filesystem::path OriginOf(const std::filesystem::path& path);
// 03-register-client.rejected.csv beside 03-register-client.csv.
std::filesystem::path AsideOf(const std::filesystem::path& origin);
// Writes what is refused now, by line: reason, line, then the cells. Nothing refused: no file.
absl::Status SetAside(ImportFile& file);

// The ids in a request, and its week or month: what the row is about. Path to value.
std::map<std::string, std::string> SubjectOf(const google::protobuf::Message& request);
}  // namespace aor::aorctl
