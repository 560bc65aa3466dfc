#include "libs/files/files.h"

#include <absl/strings/str_cat.h>
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace aor::files {
namespace {
absl::Status Failed(const std::string& path, int why) {
  return absl::UnavailableError(absl::StrCat(path, ": ", strerror(why)));
}

// A disk that fills up takes a part, and says why it takes no more when it is asked again.
bool WriteAll(int fd, std::string_view content) {
  while (!content.empty()) {
    const ssize_t taken = write(fd, content.data(), content.size());
    if (taken < 0 && errno != EINTR) return false;
    if (taken > 0) content.remove_prefix(taken);
  }
  return true;
}

absl::Status WriteSynced(const std::string& path, std::string_view content, mode_t mode) {
  const int fd = open(path.c_str(), O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, mode);
  if (fd < 0) return Failed(path, errno);
  const bool written = WriteAll(fd, content) && fsync(fd) == 0;
  const int why = errno;
  close(fd);
  return written ? absl::OkStatus() : Failed(path, why);
}

// Piece by piece, so that both never share blocks, whatever the file system could do.
absl::Status CopyFileDurably(const std::string& from, const std::string& to, unsigned mode) {
  if (std::error_code none; !std::filesystem::is_regular_file(from, none))
    return absl::DataLossError(from + " is no file");  // opening a pipe waits for who writes to it
  std::ifstream source(from, std::ios::binary);
  if (!source) return absl::UnavailableError(from + " cannot be read");
  const int fd = open(to.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, mode);
  if (fd < 0) return Failed(to, errno);
  std::string piece(1 << 20, '\0');
  bool written = true;
  while (written && source.read(piece.data(), ssize_t(piece.size())).gcount() > 0)
    written = WriteAll(fd, std::string_view(piece).substr(0, source.gcount()));
  written = written && fsync(fd) == 0;
  const int why = errno;
  close(fd);
  if (!written) return Failed(to, why);
  return source.eof() ? absl::OkStatus()
                      : absl::UnavailableError(from + " cannot be read to its end");
}
}  // namespace

absl::Status SyncDirectory(const std::string& path) {
  const int directory = open(path.empty() ? "." : path.c_str(), O_DIRECTORY | O_CLOEXEC);
  const bool synced = directory >= 0 && fsync(directory) == 0;
  const int why = errno;
  if (directory >= 0) close(directory);
  return synced ? absl::OkStatus() : Failed(path, why);
}

absl::Status WriteFileDurably(const std::string& path, std::string_view content) {
  const std::string next = path + ".next";
  if (auto written = WriteSynced(next, content, 0644); !written.ok()) return written;
  if (rename(next.c_str(), path.c_str()) != 0) return Failed(path, errno);
  return SyncDirectory(std::filesystem::path(path).parent_path());
}

absl::Status MakeSecretFile(const std::string& path, std::string_view content) {
  const std::string beside = absl::StrCat(path, ".", getpid());
  if (auto written = WriteSynced(beside, content, 0600); !written.ok()) return written;
  const bool made = link(beside.c_str(), path.c_str()) == 0;
  const int why = errno;
  unlink(beside.c_str());
  if (!made && why == EEXIST) return absl::AlreadyExistsError(path);
  return made ? SyncDirectory(std::filesystem::path(path).parent_path()) : Failed(path, why);
}

absl::Status CopyDirectoryDurably(const std::string& from, const std::string& to, bool is_secret) {
  namespace fs = std::filesystem;
  std::error_code failed;
  fs::create_directories(to, failed);
  if (!failed && is_secret) fs::permissions(to, fs::perms::owner_all, failed);
  if (failed) return absl::UnavailableError(absl::StrCat(to, ": ", failed.message()));
  for (const auto& file : fs::directory_iterator(from, failed)) {
    const auto copy = fs::path(to) / file.path().filename();
    if (auto copied = CopyFileDurably(file.path(), copy, is_secret ? 0600 : 0644); !copied.ok())
      return copied;
  }
  if (failed) return absl::UnavailableError(absl::StrCat(from, ": ", failed.message()));
  return SyncDirectory(to);
}

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return absl::NotFoundError(path + " cannot be read");
  std::stringstream content;
  content << file.rdbuf();
  return content.str();
}
}  // namespace aor::files
