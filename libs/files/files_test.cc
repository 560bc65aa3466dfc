#include "libs/files/files.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <atomic>
#include <csignal>
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

// As on a disk that fills up: a part is written before anything is said.
TEST_F(FilesTest, WhatWasWrittenInPartSaysWhy) {
  ASSERT_TRUE(WriteFileDurably(path, std::string(5000, 'x')).ok());
  rlimit before{};
  getrlimit(RLIMIT_FSIZE, &before);
  const rlimit small{3000, before.rlim_max};
  signal(SIGXFSZ, SIG_IGN);
  setrlimit(RLIMIT_FSIZE, &small);
  errno = ENOENT;  // of something else
  const auto written = WriteFileDurably(folder + "/two", std::string(5000, 'x'));
  errno = ENOENT;
  const auto copied = CopyDirectoryDurably(folder, folder + "-copy", /*is_secret=*/false);
  setrlimit(RLIMIT_FSIZE, &before);
  std::filesystem::remove_all(folder + "-copy");
  for (const auto* failed : {&written, &copied})
    EXPECT_NE(failed->message().find("File too large"), std::string::npos) << *failed;
}

TEST_F(FilesTest, APipeIsNoFileToCopy) {
  ASSERT_EQ(mkfifo(path.c_str(), 0600), 0);
  const auto copied = CopyDirectoryDurably(folder, folder + "-copy", /*is_secret=*/false);
  std::filesystem::remove_all(folder + "-copy");
  EXPECT_EQ(copied.message(), path + " is no file");
}

TEST_F(FilesTest, ADirectoryIsCopiedWholeOrItSaysWhy) {
  const std::string copy = folder + "-copy";
  std::filesystem::remove_all(copy);
  ASSERT_TRUE(WriteFileDurably(path, "bytes").ok());
  ASSERT_TRUE(CopyDirectoryDurably(folder, copy, /*is_secret=*/true).ok());
  const std::string file = copy + "/" + std::filesystem::path(path).filename().string();
  EXPECT_EQ(*ReadFile(file), "bytes");
  struct stat found {};
  ASSERT_EQ(stat(file.c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777, 0600u);
  EXPECT_EQ(found.st_nlink, 1u) << "no bytes are shared";
  EXPECT_FALSE(CopyDirectoryDurably(folder, copy, true).ok()) << "it is there already";
  const auto missing = CopyDirectoryDurably(folder + "/none", copy + "-2", false);
  EXPECT_NE(missing.message().find("/none"), std::string::npos) << missing;
  for (const auto& made : {copy, copy + "-2"}) std::filesystem::remove_all(made);
}
}  // namespace
}  // namespace aor::files
