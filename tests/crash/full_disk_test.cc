// A full disk under keys and read models: an answer, never the end of the process.
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <thread>

#include "libs/eventlog/embedded/embedded_store.h"
#include "libs/eventsourcing/row_store.h"
#include "libs/vault/vault.h"
#include "tests/crash/lossy_file_system.h"

namespace aor::crash {
namespace {
namespace fs = std::filesystem;
using rocksdb::IOStatus;
using Step = LossyFileSystem::Step;

std::string Directory(const std::string& name) {
  const std::string directory = fs::temp_directory_path() / ("full-" + std::to_string(getpid()));
  fs::create_directories(directory);
  return directory + "/" + name;
}

struct FullDiskTest : ::testing::TestWithParam<Step> {
  FullDiskTest() {
    Open();
    EXPECT_TRUE(keyring->Ensure("alpina", "before").ok());
  }
  ~FullDiskTest() override {
    keyring.reset();
    fs::remove_all(Directory(""));
  }
  void Open() {
    keyring.reset();
    auto opened = vault::FileKeyring(Directory("keys"), Directory("wrapping"), env.get());
    ASSERT_TRUE(opened.ok()) << opened.status();
    keyring = *std::move(opened);
  }
  void FillDisk() {
    disk->SetFault([](Step step) {
      return step == GetParam() ? IOStatus::NoSpace("disk full") : IOStatus::OK();
    });
  }
  absl::Status EnsureAfterSpace(const std::string& subject) {
    absl::Status status;
    for (int tenths = 0; tenths < 200; ++tenths) {
      status = keyring->Ensure("alpina", subject).status();
      if (status.ok()) return status;
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    return status;
  }
  const std::shared_ptr<LossyFileSystem> disk =
      std::make_shared<LossyFileSystem>(Directory("keys"));
  const std::unique_ptr<rocksdb::Env> env = rocksdb::NewCompositeEnv(disk);
  std::unique_ptr<vault::Keyring> keyring;
};

TEST_P(FullDiskTest, NoKeyIsGivenOutThatIsNotKept) {
  const std::string before = keyring->Ensure("alpina", "before")->bytes;
  FillDisk();
  for (int i = 0; i < 3; ++i)
    EXPECT_TRUE(absl::IsUnavailable(keyring->Ensure("alpina", "during").status()));
  EXPECT_EQ(keyring->Find("alpina", "before", 1)->bytes, before);
  disk->SetFault(nullptr);
  EXPECT_TRUE(EnsureAfterSpace("during").ok());
  const std::string during = keyring->Ensure("alpina", "during")->bytes;
  Open();
  EXPECT_EQ(keyring->Ensure("alpina", "during")->bytes, during);
  EXPECT_EQ(keyring->Ensure("alpina", "before")->bytes, before);
}

TEST_P(FullDiskTest, NothingInMemoryIsNeededToGoOn) {
  Open();  // nothing waits in memory now that a recovery would flush
  FillDisk();
  EXPECT_TRUE(absl::IsUnavailable(keyring->Ensure("alpina", "during").status()));
  std::this_thread::sleep_for(std::chrono::milliseconds(1100));
  EXPECT_TRUE(absl::IsUnavailable(keyring->Ensure("alpina", "during").status()));
  disk->SetFault(nullptr);
  EXPECT_TRUE(EnsureAfterSpace("during").ok());
}

TEST_P(FullDiskTest, AnErasureIsFinishedWhenThereIsSpace) {
  FillDisk();
  EXPECT_FALSE(keyring->Destroy("alpina", "before").ok());
  disk->SetFault(nullptr);
  absl::Status destroyed = keyring->Destroy("alpina", "before");
  for (int tenths = 0; tenths < 200 && !destroyed.ok(); ++tenths) {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    destroyed = keyring->Destroy("alpina", "before");
  }
  EXPECT_TRUE(destroyed.ok()) << destroyed;
  EXPECT_TRUE(absl::IsFailedPrecondition(keyring->Ensure("alpina", "before").status()));
  EXPECT_TRUE(EnsureAfterSpace("after").ok());
}

INSTANTIATE_TEST_SUITE_P(AtEachStep, FullDiskTest, ::testing::Values(Step::kAppend, Step::kSync));

// RocksDB ends the process at a line of its LOG file that follows one that did not fit.
TEST(FullDisk, NoDatabaseWritesALogOfItsOwnBesideTheData) {
  eventlog::EmbeddedOptions options;
  options.directory = Directory("log");
  const auto log = eventlog::EmbeddedStore::Open(options);
  const auto rows = eventsourcing::OpenRowStore(Directory("rows"));
  const auto keys = vault::FileKeyring(Directory("keys"), Directory("wrapping"));
  ASSERT_TRUE(log.ok() && rows.ok() && keys.ok());
  for (const char* name : {"log", "rows", "keys"}) {
    EXPECT_TRUE(fs::exists(Directory(name) + "/CURRENT")) << name;
    EXPECT_FALSE(fs::exists(Directory(name) + "/LOG")) << name;
  }
}
}  // namespace
}  // namespace aor::crash
