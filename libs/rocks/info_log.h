// What RocksDB has to tell, in our own log. Its LOG file lies beside the data: when the disk
// is full, the first line that does not fit ends the process at the next one.
#pragma once

#include <rocksdb/env.h>

#include <memory>
#include <string>

namespace aor::rocks {
// Warnings and worse, as lines of the event "rocksdb" that name `database`.
std::shared_ptr<rocksdb::Logger> InfoLog(const std::string& database);
// Nothing: for who only looks at files, and says itself what it found.
std::shared_ptr<rocksdb::Logger> NoLog();
}  // namespace aor::rocks
