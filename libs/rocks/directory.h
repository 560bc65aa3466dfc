// A database's files: whether they are all there to be opened, and copies of them.
#pragma once

#include <absl/status/status.h>
#include <rocksdb/db.h>

#include <string>

namespace aor::rocks {
// Files but no CURRENT, which says which of them count: RocksDB would begin an empty database and
// delete them. What a kill leaves of a first opening is no such directory.
bool HasLostCurrent(rocksdb::Env& env, const std::string& directory);
// For a database that is damaged where it is opened, and not locked or out of reach.
bool IsDamaged(const rocksdb::Status& opened);
// A consistent, synced copy in a new directory that shares no bytes with the database. Writes go
// on meanwhile. `is_secret`: for its owner only. A copy that fails leaves nothing.
absl::Status CopyTo(rocksdb::DB& database, const std::string& directory, bool is_secret);
}  // namespace aor::rocks
