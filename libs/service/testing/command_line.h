// What tests start a host with.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <string>
#include <vector>

namespace aor::service {
// With what a host keeps beside it.
inline void RemoveDirectory(const std::string& directory) {
  for (const char* kind : {"", "-anchor", "-backups"})
    std::filesystem::remove_all(directory + kind);
}

// A new data directory of this test program.
inline std::string Directory(const std::string& name) {
  const std::string directory = ::testing::TempDir() + "/host-" + std::to_string(getpid()) + name;
  RemoveDirectory(directory);
  return directory;
}

class Argv {
 public:
  explicit Argv(std::vector<std::string> arguments) : arguments_(std::move(arguments)) {
    for (std::string& argument : arguments_) pointers_.push_back(argument.data());
  }
  int argc() const { return static_cast<int>(pointers_.size()); }
  char** argv() { return pointers_.data(); }

 private:
  std::vector<std::string> arguments_;
  std::vector<char*> pointers_;
};
}  // namespace aor::service
