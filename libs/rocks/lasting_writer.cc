#include "libs/rocks/lasting_writer.h"

namespace aor::rocks {
rocksdb::Status LastingWriter::Write(const rocksdb::WriteOptions& options,
                                     rocksdb::WriteBatch& batch) {
  const std::lock_guard lock(mutex_);
  if (auto resumed = Resume(); !resumed.ok()) return resumed;
  failed_ = LeaveSomethingToFlush();
  if (failed_.ok()) failed_ = database_.Write(options, &batch);
  if (!failed_.ok()) return failed_;
  if (Of(rocksdb::DB::Properties::kCurSizeActiveMemTable) < flush_bytes_) return failed_;
  rocksdb::FlushOptions behind;
  behind.wait = false;
  behind.allow_write_stall = true;
  // What fails here fails the next write too, which says so.
  database_.Flush(behind).PermitUncheckedError();
  return failed_;
}

rocksdb::Status LastingWriter::Resume() {
  if (failed_.ok()) return failed_;
  const auto now = std::chrono::steady_clock::now();
  if (now - last_try_ < std::chrono::seconds(1)) return failed_;
  last_try_ = now;
  return database_.Resume();
}

uint64_t LastingWriter::Of(const std::string& property) const {
  uint64_t value = 0;
  database_.GetIntProperty(property, &value);
  return value;
}

rocksdb::Status LastingWriter::LeaveSomethingToFlush() {
  if (Of(rocksdb::DB::Properties::kNumEntriesActiveMemTable) > 0) return rocksdb::Status::OK();
  rocksdb::WriteOptions in_memory;
  in_memory.disableWAL = true;
  return database_.Put(in_memory, spare_row_, "");
}
}  // namespace aor::rocks
