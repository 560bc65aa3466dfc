#include "libs/files/files.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <atomic>
#include <filesystem>
#include <thread>
#include <vector>

namespace aor::files {
namespace {
struct FilesTest : ::testing::Test {
  FilesTest() { std::filesystem::create_directories(folder); }
  ~FilesTest() override { std::filesystem::remove_all(folder); }
  size_t Count() const { return std::distance(std::filesystem::directory_iterator(folder), {}); }
  const std::string folder = ::testing::TempDir() + "files_test." + std::to_string(getpid());
  const std::string path = folder + "/one";
};

TEST_F(FilesTest, AFileIsReplacedAsAWhole) {
  ASSERT_TRUE(WriteFileDurably(path, "before").ok());
  ASSERT_TRUE(WriteFileDurably(path, "after").ok());
  EXPECT_EQ(*ReadFile(path), "after");
  EXPECT_EQ(Count(), 1u);
}

TEST_F(FilesTest, ASecretIsMadeOnceAndReadByItsOwnerAlone) {
  ASSERT_TRUE(MakeSecretFile(path, "first").ok());
  EXPECT_EQ(MakeSecretFile(path, "second").code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(*ReadFile(path), "first");
  struct stat found {};
  ASSERT_EQ(stat(path.c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777, 0600u);
  EXPECT_EQ(Count(), 1u);
}

// What a life that was killed had begun is in nobody's way.
TEST_F(FilesTest, AFileLeftBesideIsOverwritten) {
  ASSERT_TRUE(WriteFileDurably(path + "." + std::to_string(getpid()), "half").ok());
  ASSERT_TRUE(MakeSecretFile(path, "whole").ok());
  EXPECT_EQ(*ReadFile(path), "whole");
}

TEST_F(FilesTest, WhatCannotBeWrittenIsNamed) {
  const auto status = MakeSecretFile(folder + "/none/one", "x");
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_NE(status.message().find("/none/one"), std::string::npos);
}
}  // namespace
}  // namespace aor::files
