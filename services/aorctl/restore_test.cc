#include "services/aorctl/restore.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <future>

#include "aor/eventlog/v1/commit.pb.h"
#include "libs/eventlog/embedded/embedded_store.h"
#include "libs/files/files.h"
#include "libs/service/backup_manifest.h"
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
    EXPECT_TRUE(service::WriteBackupManifest(backup, "restored", key).ok());
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
  static void Flip(const fs::path& file, std::streamoff at, char bits) {
    std::fstream bytes(file, std::ios::in | std::ios::out | std::ios::binary);
    const char was = static_cast<char>(bytes.seekg(at).peek());
    bytes.seekp(at);
    bytes.put(static_cast<char>(was ^ bits));
  }
  // Paths within the backup.
  std::vector<std::string> Files() const {
    std::vector<std::string> paths;
    for (const auto& file : fs::recursive_directory_iterator(backup))
      if (file.is_regular_file()) paths.push_back(fs::relative(file.path(), backup));
    return paths;
  }
  void TakeAgain(const std::string& good) const {
    fs::remove_all(backup);
    fs::copy(good, backup, fs::copy_options::recursive);
  }
  // Refused, naming `what`, and nothing of it left.
  void ExpectRefused(const std::string& what, const RestoreOptions& options = {}) const {
    const auto refused = Restore(backup, target, options);
    EXPECT_TRUE(absl::IsDataLoss(refused) || absl::IsNotFound(refused)) << what << ": " << refused;
    EXPECT_NE(refused.message().find(backup), std::string::npos) << what << ": " << refused;
    EXPECT_NE(refused.message().find(what), std::string::npos) << what << ": " << refused;
    EXPECT_FALSE(fs::exists(target)) << what;
  }
  const eventlog::SigningKey key = eventlog::SigningKey::Generate();
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

TEST_F(RestoreTest, ADamagedFileIsNamedAndLeavesNothing) {
  const std::string good = base + "/good";
  fs::rename(backup, good);
  TakeAgain(good);
  const auto files = Files();
  ASSERT_GT(files.size(), 9u);
  for (const std::string& file : files) {
    const auto size = std::streamoff(fs::file_size(good + "/" + file));
    if (size > 0) {
      TakeAgain(good);
      Flip(backup + "/" + file, size / 2, 1);
      ExpectRefused(file);
      TakeAgain(good);
      fs::resize_file(backup + "/" + file, size - 1);
      ExpectRefused(file);
    }
    TakeAgain(good);
    fs::remove(backup + "/" + file);
    ExpectRefused(file);
  }
  fs::create_directory(target);
  EXPECT_FALSE(Restore(backup, target).ok());
  EXPECT_TRUE(fs::is_empty(target)) << "it was there before";
}

// RocksDB takes a header that it does not understand for the end, and opens what stands before it.
TEST_F(RestoreTest, NoFlipInAFileThatListsTheOthersMakesItSmallerInSilence) {
  const std::string good = base + "/good";
  fs::rename(backup, good);
  TakeAgain(good);
  for (const std::string& file : Files()) {
    if (!fs::path(file).filename().string().starts_with("MANIFEST")) continue;
    for (std::streamoff at = 0; at < std::streamoff(fs::file_size(good + "/" + file)); at += 7) {
      TakeAgain(good);
      Flip(backup + "/" + file, at, '\x80');
      ExpectRefused(file);
    }
  }
}

TEST_F(RestoreTest, WhatIsNotItsOwnIsNamed) {
  const std::string good = base + "/good";
  fs::rename(backup, good);
  const std::pair<std::string, std::function<void()>> damages[] = {
      {"log/000099.sst", [&] { std::ofstream(backup + "/log/000099.sst") << "x"; }},
      {"notes.txt", [&] { std::ofstream(backup + "/notes.txt") << "x"; }},
      {"keyring/more", [&] { fs::create_directory(backup + "/keyring/more"); }},
      {"keyring", [&] { fs::remove_all(backup + "/keyring"); }},
      {"log", [&] { fs::remove_all(backup + "/log"); }}};
  for (const auto& [what, damage] : damages) {
    TakeAgain(good);
    damage();
    ExpectRefused(what);
  }
  fs::remove_all(backup);
  ExpectRefused("is no whole backup");
}

TEST_F(RestoreTest, WhatAKilledRestoreLeftIsInNobodysWay) {
  fs::create_directories(target + "/unfinished~/log");
  std::ofstream(target + "/unfinished~/log/CURRENT") << "half";
  EXPECT_TRUE(Restore(backup, target).ok());
  EXPECT_FALSE(fs::exists(target + "/unfinished~"));
  EXPECT_TRUE(fs::exists(target + "/keyring/CURRENT"));
}

TEST_F(RestoreTest, ABackupIsNotRestoredIntoItself) {
  for (const std::string& inside : {backup, backup + "/data", backup + "/../backup/a/b"}) {
    const auto refused = Restore(backup + "/", inside);
    EXPECT_TRUE(absl::IsInvalidArgument(refused)) << refused;
  }
  EXPECT_TRUE(Restore(backup + "/", target + "/").ok()) << "the backup is as it was";
}

TEST_F(RestoreTest, PipesAreNotWaitedForAndLinksToFilesAreFollowed) {
  const std::string current = backup + "/log/CURRENT", manifest = backup + "/backup.manifest";
  fs::rename(current, base + "/kept");
  ASSERT_EQ(mkfifo(current.c_str(), 0600), 0);
  ExpectRefused("log/CURRENT in it is neither a file nor a folder");
  fs::rename(manifest, base + "/manifest");
  ASSERT_EQ(mkfifo(manifest.c_str(), 0600), 0);
  ExpectRefused("backup.manifest is neither a file");
  fs::remove(manifest);
  ExpectRefused("log/CURRENT is no file", {true, {}});
  fs::rename(base + "/manifest", manifest);
  fs::remove(current);
  fs::create_symlink(base + "/kept", current);
  EXPECT_TRUE(Restore(backup, target).ok());
}

TEST_F(RestoreTest, AManifestSpeaksForItsOwnBackupAndKeyOnly) {
  const std::string good = base + "/good";
  fs::copy(backup, good, fs::copy_options::recursive);
  const auto other = eventlog::SigningKey::Generate();
  ExpectRefused("which is not the one of --public-key", {false, {{"", other.public_key()}}});
  {  // a line more, and one that another key signed for this one
    std::string text = *files::ReadFile(backup + "/backup.manifest");
    const size_t end = text.find("\n\n");
    text.insert(end + 1, "1 " + std::string(64, 'a') + " log/more\n");
    std::ofstream(backup + "/backup.manifest") << text;
    ExpectRefused("backup.manifest is not signed by this key");
  }
  TakeAgain(good);
  ASSERT_TRUE(service::WriteBackupManifest(backup, "elsewhere", key).ok());
  fs::copy_file(good + "/checkpoint", backup + "/checkpoint", fs::copy_options::overwrite_existing);
  ExpectRefused("checkpoint is not as it was written");
  TakeAgain(good);
  EXPECT_TRUE(Restore(backup, target, {false, {{"", key.public_key()}}}).ok());
}

// A whole keyring, but not the one of this log: an older copy, or another store's.
TEST_F(RestoreTest, ABackupPutTogetherOfTwoIsRefusedAlsoWithoutItsManifest) {
  const auto store = *eventlog::EmbeddedStore::Open(
      {.directory = base + "/live/log", .environment = "restored", .anchored = {}});
  const auto keyring = *vault::FileKeyring(base + "/live/keyring", base + "/wrapping");
  ASSERT_TRUE(store->RememberKeyring([mark = keyring->Mark()] { return mark->Text(); }).ok());
  ASSERT_TRUE(keyring->Ensure("alpina", "bob").ok());
  Append(*store);
  fs::remove_all(backup + "/log");
  ASSERT_TRUE(store->Checkpoint(backup + "/log").ok());
  ExpectRefused("is damaged");
  fs::remove(backup + "/backup.manifest");
  ExpectRefused("has lost keys or is an older copy", {true, {}});
  fs::remove_all(backup + "/keyring");
  ASSERT_TRUE(keyring->Checkpoint(backup + "/keyring").ok());
  EXPECT_TRUE(Restore(backup, target, {true, {}}).ok());
}

TEST_F(RestoreTest, OneOfAReleaseWithoutManifestsIsRestoredOnlyWhenToldSo) {
  const auto needless = Restore(backup, target, {true, {}});
  EXPECT_TRUE(absl::IsInvalidArgument(needless)) << needless;
  fs::remove(backup + "/backup.manifest");
  fs::remove(backup + "/checkpoint");
  ExpectRefused("--without-manifest");
  EXPECT_TRUE(Restore(backup, target, {true, {}}).ok());
  EXPECT_TRUE(fs::exists(target + "/log/CURRENT"));
}
}  // namespace
}  // namespace aor::aorctl
