#include "libs/eventlog/embedded/file_checks.h"

#include <absl/strings/str_cat.h>
#include <rocksdb/sst_file_reader.h>

#include <filesystem>
#include <vector>

#include "libs/rocks/directory.h"
#include "libs/rocks/table.h"

namespace aor::eventlog {
namespace {
absl::Status IsDamaged(const std::string& what, const rocksdb::Status& said) {
  return absl::DataLossError(absl::StrCat(what, " is damaged (", said.ToString(), ")"));
}

// One that a compaction has removed meanwhile was read by that.
absl::Status VerifyFile(const rocksdb::Options& options, const std::string& path) {
  rocksdb::SstFileReader reader(options);
  auto status = reader.Open(path);
  if (status.ok()) status = reader.VerifyChecksum();
  std::error_code none;
  if (status.ok() || !std::filesystem::exists(path, none)) return absl::OkStatus();
  return IsDamaged(path, status);
}
}  // namespace

absl::Status CannotOpen(const std::string& directory, const rocksdb::Status& opened) {
  const std::string said = opened.ToString();
  if (opened.IsIOError() && said.find("lock") != std::string::npos)
    return absl::FailedPreconditionError(
        absl::StrCat("another process holds ", directory,
                     ": end it, or give this one a --data_directory of its own"));
  if (rocks::IsDamaged(opened)) return IsDamaged(directory, opened);
  return absl::FailedPreconditionError(absl::StrCat(directory, " cannot be opened: ", said));
}

absl::Status VerifyFiles(rocksdb::DB& database, const std::function<bool()>& stop) {
  rocksdb::Options options = database.GetOptions();
  options.table_factory = rocks::Table(nullptr);  // what is read once displaces nothing
  options.info_log.reset();  // it would warn of each file that it knows no manifest for it
  std::vector<rocksdb::LiveFileMetaData> files;
  database.GetLiveFilesMetaData(&files);
  for (const auto& file : files) {
    if (stop && stop()) break;
    if (auto sound = VerifyFile(options, file.db_path + file.name); !sound.ok()) return sound;
  }
  return absl::OkStatus();
}
}  // namespace aor::eventlog
