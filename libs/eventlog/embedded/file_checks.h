// What is wrong with a store's files, in words that say what to do.
#pragma once

#include <absl/status/status.h>
#include <rocksdb/db.h>

#include <functional>
#include <string>

namespace aor::eventlog {
// FAILED_PRECONDITION for a directory that another process holds, DATA_LOSS for one that is
// damaged. RocksDB's own words stay behind ours, for who knows it.
absl::Status CannotOpen(const std::string& directory, const rocksdb::Status& opened);
// Reads every block of every file, of indexes too, against its checksum: DATA_LOSS at the first bad
// one, naming its file. Ends early, between two files, when `stop` says so.
absl::Status VerifyFiles(rocksdb::DB& database, const std::function<bool()>& stop);
}  // namespace aor::eventlog
