// Power cuts and failing disks under the embedded store. A kill of the process does not
// test this: the kernel keeps what was written but not synced.
#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <thread>

#include "tests/crash/store_user.h"

namespace aor::crash {
namespace {
using eventlog::Outcome;
using rocksdb::IOStatus;

std::string Directory() { return ::testing::TempDir() + "lossy-" + std::to_string(getpid()); }

// AOR_CRASH_SEEDS for the long run.
uint32_t Seeds() {
  const char* given = std::getenv("AOR_CRASH_SEEDS");
  return given ? static_cast<uint32_t>(std::atoi(given)) : 200;
}

// Lives on one disk, each ended by a cut at a random step: of the start, of the work or
// of the end. The last one looks at what is left.
std::vector<std::string> LiveAndDie(uint32_t seed, bool sync, int* acknowledged = nullptr) {
  StoreUser user(Directory(), seed, sync);
  for (int life = 0; life < 2; ++life) {
    const int steps = life == 0 ? 220 : 90;
    user.disk().CutAfter(1 + user.random()() % steps, user.random()() % 2 == 0);
    if (user.Open())
      for (int i = 0; i < 60 && !user.disk().IsCut(); ++i) user.Append(user.random()() % 6);
    if (!user.disk().IsCut()) user.disk().CutAfter(1, false);
    user.Close();
    user.disk().Restart();
  }
  if (!user.Open()) user.violations.push_back("the store is lost");
  if (acknowledged) *acknowledged += user.acknowledged();
  return user.violations;
}

TEST(LostWritesTest, WhatWasAcknowledgedOutlivesAPowerCut) {
  int acknowledged = 0;
  for (uint32_t seed = 1; seed <= Seeds(); ++seed) {
    const auto violations = LiveAndDie(seed, true, &acknowledged);
    ASSERT_TRUE(violations.empty()) << "seed " << seed << ": " << violations.front();
  }
  EXPECT_GT(acknowledged, static_cast<int>(Seeds()) * 20);
  std::cout << acknowledged << " acknowledged appends\n";
}

// The test of the test: a store that answers before it has synced is found out.
TEST(LostWritesTest, AStoreThatDoesNotSyncIsFoundOut) {
  int found = 0;
  for (uint32_t seed = 1; seed <= 20; ++seed)
    for (const std::string& violation : LiveAndDie(seed, false))
      if (violation.find("is lost") != std::string::npos && ++found) break;
  EXPECT_GT(found, 5);  // 11 or 12, less one or two on a machine that is busy
}

struct DiskFaultTest : ::testing::TestWithParam<int> {
  // Fails steps of one kind from the n-th on, until the disk is well again.
  void Fail(LossyFileSystem::Step kind, int after, IOStatus status) {
    user.disk().SetFault([=](LossyFileSystem::Step step) mutable {
      if (step != kind || --after > 0) return IOStatus::OK();
      return status;
    });
  }
  void AppendUntilItFails() {
    for (int i = 0; i < 50 && user.store().Health().ok(); ++i) user.Append(5);
    ASSERT_FALSE(user.store().Health().ok());
  }
  void WaitForSpace() {
    for (int tenths = 0; tenths < 200 && !user.store().Health().ok(); ++tenths) {
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
      user.Append(1);
    }
    EXPECT_TRUE(user.store().Health().ok()) << user.store().Health();
  }
  void ExpectNothingLost() { EXPECT_TRUE(user.violations.empty()) << user.violations.front(); }
  void CutAndLook() {
    user.disk().CutAfter(1, false);
    user.Close();
    user.disk().Restart();
    ASSERT_TRUE(user.Open());
    ExpectNothingLost();
  }
  StoreUser user{Directory(), static_cast<uint32_t>(GetParam())};
};

TEST_P(DiskFaultTest, AFullDiskRefusesClearlyAndTheStoreGoesOnWhenThereIsSpace) {
  ASSERT_TRUE(user.Open());
  Fail(LossyFileSystem::Step::kAppend, GetParam(), IOStatus::NoSpace("disk full"));
  AppendUntilItFails();
  EXPECT_GT(user.Count(Outcome::kIndeterminate), 0) << "they were in flight";
  EXPECT_NE(user.store().Health().message().find("cannot be written"), std::string::npos);
  user.Append(3);
  EXPECT_GT(user.Count(Outcome::kUnavailable), 0);
  EXPECT_EQ(user.Count(Outcome::kCommitted), 0);
  user.disk().SetFault(nullptr);
  WaitForSpace();
  user.Append(20);
  EXPECT_EQ(user.unanswered(), 0u);
  ExpectNothingLost();
  CutAndLook();
}

// Some file systems find room only when they sync: then the record stands in the file, unanswered.
TEST_P(DiskFaultTest, AFullDiskThatShowsAtTheSyncLeavesNoGhost) {
  ASSERT_TRUE(user.Open());
  user.Append(5);
  user.Close();
  ASSERT_TRUE(user.Open()) << "nothing waits in memory now that a recovery would flush";
  Fail(LossyFileSystem::Step::kSync, GetParam(), IOStatus::NoSpace("disk full"));
  AppendUntilItFails();
  user.disk().SetFault(nullptr);
  WaitForSpace();
  user.Append(20);
  EXPECT_EQ(user.unanswered(), 0u);
  ExpectNothingLost();
  CutAndLook();
}

TEST_P(DiskFaultTest, AFailedSyncIsNeverTakenForASuccess) {
  ASSERT_TRUE(user.Open());
  Fail(LossyFileSystem::Step::kSync, GetParam(), IOStatus::IOError("EIO"));
  AppendUntilItFails();
  EXPECT_GT(user.Count(Outcome::kIndeterminate), 0);
  user.disk().SetFault(nullptr);
  std::this_thread::sleep_for(std::chrono::milliseconds(1100));
  user.Append(10);
  EXPECT_EQ(user.Count(Outcome::kCommitted), 0) << "such a disk is not trusted again";
  CutAndLook();
  user.Append(10);
  EXPECT_EQ(user.Count(Outcome::kUnavailable), 0);
  CutAndLook();
}

INSTANTIATE_TEST_SUITE_P(AtEachWrite, DiskFaultTest, ::testing::Values(1, 3, 20));
}  // namespace
}  // namespace aor::crash
