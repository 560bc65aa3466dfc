#include "services/aorctl/restore.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <future>

#include "aor/eventlog/v1/commit.pb.h"
#include "libs/eventlog/embedded/embedded_store.h"
#include "libs/vault/vault.h"

namespace aor::aorctl {
namespace {
namespace fs = std::filesystem;

struct RestoreTest : ::testing::Test {
  RestoreTest() {
    fs::remove_all(base);
    fs::create_directories(backup);
    const auto store = *eventlog::EmbeddedStore::Open(
        {.directory = base + "/live/log", .environment = "restored", .anchored = {}});
    for (int i = 0; i < 50; ++i) Append(*store);
    const auto keyring = *vault::FileKeyring(base + "/live/keyring", base + "/wrapping");
    EXPECT_TRUE(keyring->Ensure("alpina", "ada").ok());
    EXPECT_TRUE(store->Checkpoint(backup + "/log").ok());
    EXPECT_TRUE(keyring->Checkpoint(backup + "/keyring").ok());
  }
  ~RestoreTest() override { fs::remove_all(base); }
  static void Append(eventlog::EmbeddedStore& store) {
    eventlog::EventLog& log = store.Log("hours");
    eventlog::v1::Commit commit;
    commit.set_environment("restored");
    commit.set_sequence(log.TailOf(3).sequence + 1);
    eventlog::Record record;
    record.chain = 3;
    record.previous_head = log.TailOf(3).head;
    record.bytes = commit.SerializeAsString();
    record.streams = {"t/week"};
    const auto answer = std::make_shared<std::promise<eventlog::Outcome>>();
    log.Append(record, [answer](const auto& appended) { answer->set_value(appended.outcome); });
    EXPECT_EQ(answer->get_future().get(), eventlog::Outcome::kCommitted);
  }
  static std::vector<fs::path> Tables(const std::string& folder) {
    std::vector<fs::path> tables;
    for (const auto& file : fs::directory_iterator(folder))
      if (file.path().extension() == ".sst") tables.push_back(file.path());
    return tables;
  }
  static void Flip(const fs::path& file) {
    std::fstream bytes(file, std::ios::in | std::ios::out | std::ios::binary);
    const char was = static_cast<char>(bytes.seekg(40).peek());
    bytes.seekp(40);
    bytes.put(static_cast<char>(was ^ 1));
  }
  const std::string base = ::testing::TempDir() + "restore-" + std::to_string(getpid());
  const std::string backup = base + "/backup", target = base + "/target";
};

TEST_F(RestoreTest, AWholeBackupIsADataDirectoryOfItsOwn) {
  const auto restored = Restore(backup, target);
  ASSERT_TRUE(restored.ok()) << restored;
  const auto store = eventlog::EmbeddedStore::Open(
      {.directory = target + "/log", .environment = "restored", .anchored = {}});
  ASSERT_TRUE(store.ok()) << store.status();
  EXPECT_EQ((*store)->Log("hours").TailOf(3).sequence, 50u);
  EXPECT_TRUE((*vault::FileKeyring(target + "/keyring", base + "/wrapping"))
                  ->Find("alpina", "ada", 1)
                  .ok());
  EXPECT_EQ(fs::status(target + "/keyring").permissions(), fs::perms::owner_all);
  EXPECT_EQ(Restore(backup, target).code(), absl::StatusCode::kAlreadyExists);
}

TEST_F(RestoreTest, ADamagedBackupIsNamedAndLeavesNothing) {
  const std::string good = base + "/good";
  fs::rename(backup, good);
  std::vector<std::pair<std::string, std::function<void()>>> damages = {
      {"its log lacks CURRENT", [&] { fs::remove(backup + "/log/CURRENT"); }},
      {"it has no keyring", [&] { fs::remove_all(backup + "/keyring"); }},
      {"its keyring lacks CURRENT", [&] { fs::remove(backup + "/keyring/CURRENT"); }},
      {"its keyring is flipped", [&] { Flip(Tables(backup + "/keyring").at(0)); }},
      {"a file of its log is gone", [&] { fs::remove(Tables(backup + "/log").at(0)); }}};
  for (size_t i = 0; i < Tables(good + "/log").size(); ++i)
    damages.emplace_back("a file of its log is flipped",
                         [&, i] { Flip(Tables(backup + "/log").at(i)); });
  ASSERT_GT(damages.size(), 7u);
  for (const auto& [what, damage] : damages) {
    fs::remove_all(backup);
    fs::copy(good, backup, fs::copy_options::recursive);
    damage();
    const auto refused = Restore(backup, target);
    EXPECT_TRUE(absl::IsDataLoss(refused) || absl::IsNotFound(refused)) << what << ": " << refused;
    EXPECT_NE(refused.message().find(backup), std::string::npos) << refused;
    EXPECT_FALSE(fs::exists(target)) << what;
  }
  fs::create_directory(target);
  EXPECT_FALSE(Restore(backup, target).ok());
  EXPECT_TRUE(fs::is_empty(target)) << "it was there before";
}
}  // namespace
}  // namespace aor::aorctl
