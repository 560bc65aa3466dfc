// A disk that forgets: at a power cut it drops every byte that was not synced, and every
// new name, rename and deletion of a directory that was not synced. It fails on demand.
#pragma once

#include <rocksdb/env.h>
#include <rocksdb/file_system.h>

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace aor::crash {
// Watches the files of one directory; others pass through. Threads: any.
class LossyFileSystem final : public rocksdb::FileSystemWrapper {
 public:
  enum class Step { kCreate, kAppend, kSync, kSyncDirectory, kRename, kDelete };
  // Says what happens instead of a step; OK lets it happen. Called under a lock.
  using Fault = std::function<rocksdb::IOStatus(Step)>;

  explicit LossyFileSystem(std::string directory);
  const char* Name() const override { return "LossyFileSystem"; }

  void SetFault(Fault fault);
  // The power fails at the n-th step from now: nothing reaches the disk any more. With
  // `torn`, the bytes of that step and the file's other unsynced ones may half arrive.
  void CutAfter(int steps, bool torn);
  bool IsCut() const;
  // After whoever used the directory is gone: leaves there what the disk kept. Power is back.
  void Restart();

  // For the files it hands out.
  struct File {
    std::string written;
    size_t synced = 0;
  };
  rocksdb::IOStatus Append(File& file, const rocksdb::Slice& data);
  rocksdb::IOStatus Sync(File& file);
  void Truncate(File& file, size_t size);
  rocksdb::IOStatus SyncDirectory();

  rocksdb::IOStatus NewWritableFile(const std::string& path, const rocksdb::FileOptions& options,
                                    std::unique_ptr<rocksdb::FSWritableFile>* result,
                                    rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus ReopenWritableFile(const std::string& path, const rocksdb::FileOptions& options,
                                       std::unique_ptr<rocksdb::FSWritableFile>* result,
                                       rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus ReuseWritableFile(const std::string& path, const std::string& old_path,
                                      const rocksdb::FileOptions& options,
                                      std::unique_ptr<rocksdb::FSWritableFile>* result,
                                      rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus NewDirectory(const std::string& path, const rocksdb::IOOptions& options,
                                 std::unique_ptr<rocksdb::FSDirectory>* result,
                                 rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus RenameFile(const std::string& from, const std::string& to,
                               const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus DeleteFile(const std::string& path, const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* debug) override;

 private:
  using Names = std::map<std::string, std::shared_ptr<File>>;
  bool Watches(const std::string& path) const;
  rocksdb::IOStatus Take(Step step);  // under the lock

  const std::string directory_;
  mutable std::mutex mutex_;
  Fault fault_;
  int steps_left_ = -1;  // -1: no cut is planned
  bool cut_ = false, torn_ = false;
  Names present_, durable_;
};
}  // namespace aor::crash
