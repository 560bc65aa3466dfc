// Writes to a database that outlives a full disk.
#pragma once

#include <rocksdb/db.h>
#include <rocksdb/write_batch.h>

#include <chrono>
#include <mutex>
#include <string>

namespace aor::rocks {
// A write-ahead log that failed once is never written again: its end may hold a batch that
// nobody was told of, and RocksDB aborts there. Resume() begins the next one, but only if
// there is something to flush: so there always is, a row of its own that stands in no log.
class LastingWriter {
 public:
  // `spare_row` is nobody else's. `flush_bytes` lies below the database's write_buffer_size:
  // it must not flush by itself, which would leave nothing behind.
  LastingWriter(rocksdb::DB& database, std::string spare_row, size_t flush_bytes)
      : database_(database), spare_row_(std::move(spare_row)), flush_bytes_(flush_bytes) {}

  // One at a time. After a failure that failure again, until the database could be resumed:
  // tried by who writes, at most once a second. Whether the batch that failed will be found
  // is unknown.
  rocksdb::Status Write(const rocksdb::WriteOptions& options, rocksdb::WriteBatch& batch);

 private:
  rocksdb::Status Resume();
  rocksdb::Status LeaveSomethingToFlush();
  uint64_t Of(const std::string& property) const;

  rocksdb::DB& database_;
  const std::string spare_row_;
  const size_t flush_bytes_;
  std::mutex mutex_;
  rocksdb::Status failed_;
  std::chrono::steady_clock::time_point last_try_;
};
}  // namespace aor::rocks
