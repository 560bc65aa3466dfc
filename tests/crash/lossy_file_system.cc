#include "tests/crash/lossy_file_system.h"

#include <filesystem>
#include <fstream>

namespace aor::crash {
namespace {
namespace fs = std::filesystem;
using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;
using rocksdb::Slice;

std::string NameOf(const std::string& path) { return fs::path(path).filename().string(); }

// Bytes go to the real file, so that they can be read, and are remembered beside it.
class WatchedFile final : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  WatchedFile(std::unique_ptr<rocksdb::FSWritableFile> real, LossyFileSystem& disk,
              std::shared_ptr<LossyFileSystem::File> file)
      : FSWritableFileOwnerWrapper(std::move(real)), disk_(disk), file_(std::move(file)) {}

  IOStatus Append(const Slice& data, const IOOptions& options, IODebugContext* debug) override {
    const IOStatus status = disk_.Append(*file_, data);
    return status.ok() ? FSWritableFileOwnerWrapper::Append(data, options, debug) : status;
  }
  IOStatus Append(const Slice& data, const IOOptions& options, const rocksdb::DataVerificationInfo&,
                  IODebugContext* debug) override {
    return Append(data, options, debug);
  }
  IOStatus Truncate(uint64_t size, const IOOptions& options, IODebugContext* debug) override {
    disk_.Truncate(*file_, size);
    return FSWritableFileOwnerWrapper::Truncate(size, options, debug);
  }
  // Nothing is gained by waiting for the real disk.
  IOStatus Sync(const IOOptions&, IODebugContext*) override { return disk_.Sync(*file_); }
  IOStatus Fsync(const IOOptions&, IODebugContext*) override { return disk_.Sync(*file_); }
  IOStatus RangeSync(uint64_t, uint64_t, const IOOptions&, IODebugContext*) override {
    return IOStatus::OK();
  }

 private:
  LossyFileSystem& disk_;
  const std::shared_ptr<LossyFileSystem::File> file_;
};

class WatchedDirectory final : public rocksdb::FSDirectoryWrapper {
 public:
  WatchedDirectory(std::unique_ptr<rocksdb::FSDirectory> real, LossyFileSystem& disk)
      : FSDirectoryWrapper(std::move(real)), disk_(disk) {}
  IOStatus Fsync(const IOOptions&, IODebugContext*) override { return disk_.SyncDirectory(); }
  IOStatus FsyncWithDirOptions(const IOOptions&, IODebugContext*,
                               const rocksdb::DirFsyncOptions&) override {
    return disk_.SyncDirectory();
  }

 private:
  LossyFileSystem& disk_;
};
}  // namespace

LossyFileSystem::LossyFileSystem(std::string directory)
    : FileSystemWrapper(rocksdb::FileSystem::Default()), directory_(std::move(directory)) {}

void LossyFileSystem::SetFault(Fault fault) {
  std::lock_guard lock(mutex_);
  fault_ = std::move(fault);
}

void LossyFileSystem::CutAfter(int steps, bool torn) {
  std::lock_guard lock(mutex_);
  steps_left_ = steps;
  torn_ = torn;
}

bool LossyFileSystem::IsCut() const {
  std::lock_guard lock(mutex_);
  return cut_;
}

void LossyFileSystem::Restart() {
  std::lock_guard lock(mutex_);
  fs::remove_all(directory_);
  fs::create_directories(directory_);
  for (auto& [name, file] : durable_) {
    // A name may outlive a replaced file, so each is a file of its own again.
    file = std::make_shared<File>(File{file->written.substr(0, file->synced), file->synced});
    std::ofstream(directory_ + "/" + name, std::ios::binary) << file->written;
  }
  present_ = durable_;
  cut_ = false;
  steps_left_ = -1;
  fault_ = nullptr;
}

bool LossyFileSystem::Watches(const std::string& path) const {
  return fs::path(path).lexically_normal().parent_path() == directory_;
}

IOStatus LossyFileSystem::Take(Step step) {
  if (steps_left_ > 0 && --steps_left_ == 0) cut_ = true;
  if (cut_) return IOStatus::IOError("the power is cut");
  return fault_ ? fault_(step) : IOStatus::OK();
}

IOStatus LossyFileSystem::Append(File& file, const Slice& data) {
  std::lock_guard lock(mutex_);
  const bool before = cut_;
  const IOStatus status = Take(Step::kAppend);
  const bool cut_now = cut_ && !before;
  if (status.ok()) file.written.append(data.data(), data.size());
  if (cut_now && torn_) {
    file.written.append(data.data(), data.size() / 2);
    file.synced = file.written.size();
  }
  return status;
}

IOStatus LossyFileSystem::Sync(File& file) {
  std::lock_guard lock(mutex_);
  const bool before = cut_;
  const IOStatus status = Take(Step::kSync);
  if (status.ok()) file.synced = file.written.size();
  if (cut_ && !before && torn_)  // half of what waited
    file.synced += (file.written.size() - file.synced) / 2;
  return status;
}

void LossyFileSystem::Truncate(File& file, size_t size) {
  std::lock_guard lock(mutex_);
  if (cut_) return;
  file.written.resize(size);
  file.synced = std::min(file.synced, size);
}

IOStatus LossyFileSystem::SyncDirectory() {
  std::lock_guard lock(mutex_);
  const IOStatus status = Take(Step::kSyncDirectory);
  if (status.ok()) durable_ = present_;
  return status;
}

IOStatus LossyFileSystem::NewWritableFile(const std::string& path,
                                          const rocksdb::FileOptions& options,
                                          std::unique_ptr<rocksdb::FSWritableFile>* result,
                                          IODebugContext* debug) {
  if (!Watches(path)) return FileSystemWrapper::NewWritableFile(path, options, result, debug);
  std::lock_guard lock(mutex_);
  if (const IOStatus status = Take(Step::kCreate); !status.ok()) return status;
  std::unique_ptr<rocksdb::FSWritableFile> real;
  const IOStatus status = FileSystemWrapper::NewWritableFile(path, options, &real, debug);
  if (!status.ok()) return status;
  auto& file = present_[NameOf(path)] = std::make_shared<File>();
  *result = std::make_unique<WatchedFile>(std::move(real), *this, file);
  return status;
}

// The store uses neither of these two; if it ever does, its test must say so.
IOStatus LossyFileSystem::ReopenWritableFile(const std::string& path, const rocksdb::FileOptions&,
                                             std::unique_ptr<rocksdb::FSWritableFile>*,
                                             IODebugContext*) {
  return IOStatus::NotSupported("reopening " + path);
}

IOStatus LossyFileSystem::ReuseWritableFile(const std::string& path, const std::string&,
                                            const rocksdb::FileOptions&,
                                            std::unique_ptr<rocksdb::FSWritableFile>*,
                                            IODebugContext*) {
  return IOStatus::NotSupported("reusing " + path);
}

IOStatus LossyFileSystem::NewDirectory(const std::string& path, const IOOptions& options,
                                       std::unique_ptr<rocksdb::FSDirectory>* result,
                                       IODebugContext* debug) {
  std::unique_ptr<rocksdb::FSDirectory> real;
  const IOStatus status = FileSystemWrapper::NewDirectory(path, options, &real, debug);
  if (!status.ok()) return status;
  if (fs::path(path).lexically_normal() == directory_)
    *result = std::make_unique<WatchedDirectory>(std::move(real), *this);
  else
    *result = std::move(real);
  return status;
}

IOStatus LossyFileSystem::RenameFile(const std::string& from, const std::string& to,
                                     const IOOptions& options, IODebugContext* debug) {
  std::lock_guard lock(mutex_);
  const auto moved = Watches(from) ? present_.find(NameOf(from)) : present_.end();
  if (moved == present_.end()) return FileSystemWrapper::RenameFile(from, to, options, debug);
  if (const IOStatus status = Take(Step::kRename); !status.ok()) return status;
  const auto file = moved->second;
  present_.erase(moved);
  if (Watches(to)) present_[NameOf(to)] = file;
  return FileSystemWrapper::RenameFile(from, to, options, debug);
}

IOStatus LossyFileSystem::DeleteFile(const std::string& path, const IOOptions& options,
                                     IODebugContext* debug) {
  std::lock_guard lock(mutex_);
  if (Watches(path) && present_.contains(NameOf(path))) {
    if (const IOStatus status = Take(Step::kDelete); !status.ok()) return status;
    present_.erase(NameOf(path));
  }
  return FileSystemWrapper::DeleteFile(path, options, debug);
}
}  // namespace aor::crash
