// The contract of every keyring, and what only the one in a file promises.
#include <gtest/gtest.h>
#include <rocksdb/db.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <thread>

#include "libs/vault/cipher.h"
#include "libs/vault/keyring_check.h"
#include "libs/vault/vault.h"

namespace aor::vault {
namespace {
namespace fs = std::filesystem;

std::string FreshFolder() {
  std::string folder = fs::temp_directory_path() / "keyring-XXXXXX";
  return mkdtemp(folder.data());
}

class KeyringTest : public testing::TestWithParam<bool> {
 protected:
  KeyringTest() {
    if (GetParam())
      keyring_ = *FileKeyring(folder_ + "/keys", folder_ + "/wrapping");
    else
      keyring_ = MemoryKeyring();
  }
  ~KeyringTest() override {
    keyring_.reset();
    fs::remove_all(folder_);
  }
  const std::string folder_ = FreshFolder();
  std::unique_ptr<Keyring> keyring_;
};

TEST_P(KeyringTest, MakesOneKeyPerSubject) {
  const Key key = *keyring_->Ensure("alpina", "ada");
  EXPECT_EQ(key.version, 1u);
  EXPECT_EQ(key.bytes.size(), kKeyBytes);
  EXPECT_EQ(keyring_->Ensure("alpina", "ada")->bytes, key.bytes);
  EXPECT_EQ(keyring_->Find("alpina", "ada", 1)->bytes, key.bytes);
  EXPECT_NE(keyring_->Ensure("alpina", "bob")->bytes, key.bytes);
  EXPECT_NE(keyring_->Ensure("beta", "ada")->bytes, key.bytes);
}

TEST_P(KeyringTest, FindsNothingThatWasNotMade) {
  EXPECT_TRUE(absl::IsNotFound(keyring_->Find("alpina", "ada", 1).status()));
  ASSERT_TRUE(keyring_->Ensure("alpina", "ada").ok());
  EXPECT_TRUE(absl::IsNotFound(keyring_->Find("alpina", "ada", 0).status()));
  EXPECT_TRUE(absl::IsNotFound(keyring_->Find("alpina", "ada", 2).status()));
}

TEST_P(KeyringTest, KeepsOlderVersions) {
  const Key first = *keyring_->Ensure("alpina", "ada");
  const Key second = *keyring_->Renew("alpina", "ada");
  EXPECT_EQ(second.version, 2u);
  EXPECT_NE(second.bytes, first.bytes);
  EXPECT_EQ(keyring_->Ensure("alpina", "ada")->version, 2u);
  EXPECT_EQ(keyring_->Find("alpina", "ada", 1)->bytes, first.bytes);
}

TEST_P(KeyringTest, DestroysForEver) {
  ASSERT_TRUE(keyring_->Ensure("alpina", "ada").ok());
  ASSERT_TRUE(keyring_->Renew("alpina", "ada").ok());
  const Key neighbour = *keyring_->Ensure("alpina", "ada2");
  ASSERT_TRUE(keyring_->Destroy("alpina", "ada").ok());
  ASSERT_TRUE(keyring_->Destroy("alpina", "ada").ok());
  for (const uint32_t version : {1, 2})
    EXPECT_TRUE(absl::IsNotFound(keyring_->Find("alpina", "ada", version).status()));
  EXPECT_TRUE(absl::IsFailedPrecondition(keyring_->Ensure("alpina", "ada").status()));
  EXPECT_TRUE(absl::IsFailedPrecondition(keyring_->Renew("alpina", "ada").status()));
  EXPECT_EQ(keyring_->Find("alpina", "ada2", 1)->bytes, neighbour.bytes);
}

TEST_P(KeyringTest, TellsTheDestroyedFromWhomItNeverKnew) {
  ASSERT_TRUE(keyring_->Ensure("alpina", "ada").ok());
  ASSERT_TRUE(keyring_->Destroy("alpina", "bob").ok()) << "also of whom it had no key";
  EXPECT_FALSE(*keyring_->IsDestroyed("alpina", "ada"));
  EXPECT_FALSE(*keyring_->IsDestroyed("alpina", "eve"));
  EXPECT_TRUE(*keyring_->IsDestroyed("alpina", "bob"));
  EXPECT_FALSE(*keyring_->IsDestroyed("beta", "bob"));
}

TEST_P(KeyringTest, AnswersAllThreadsAlike) {
  std::vector<std::string> seen(8);
  std::vector<std::thread> threads;
  for (std::string& key : seen)
    threads.emplace_back([&] { key = keyring_->Ensure("alpina", "ada")->bytes; });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(std::set<std::string>(seen.begin(), seen.end()).size(), 1u);
}

INSTANTIATE_TEST_SUITE_P(Twins, KeyringTest, testing::Bool(),
                         [](const auto& twin) { return twin.param ? "File" : "Memory"; });

class FileKeyringTest : public testing::Test {
 protected:
  ~FileKeyringTest() override { fs::remove_all(folder_); }
  auto Open() { return FileKeyring(keys_, wrapping_); }
  // All that lies in the store's files, in one string.
  std::string OnDisk() const {
    std::string all;
    for (const auto& file : fs::recursive_directory_iterator(folder_)) {
      if (!file.is_regular_file()) continue;
      std::ifstream bytes(file.path(), std::ios::binary);
      all.append(std::istreambuf_iterator<char>(bytes), {});
    }
    return all;
  }
  const std::string folder_ = FreshFolder();
  const std::string keys_ = folder_ + "/keys", wrapping_ = folder_ + "/wrapping";
};

// A new key under an old one's version would take its place.
TEST_F(FileKeyringTest, AKeyThatCannotBeReadIsNotMadeAnew) {
  {
    const auto keyring = *Open();
    for (int i = 0; i < 500; ++i) ASSERT_TRUE(keyring->Ensure("alpina", std::to_string(i)).ok());
    ASSERT_TRUE(keyring->Checkpoint(folder_ + "/copy").ok());
  }
  EXPECT_EQ(*CheckKeyring(folder_ + "/copy"), 500u);
  for (const auto& file : fs::directory_iterator(folder_ + "/copy"))
    if (file.path().extension() == ".sst") {
      std::fstream bytes(file.path(), std::ios::in | std::ios::out | std::ios::binary);
      bytes.seekp(static_cast<std::streamoff>(file.file_size() / 2));
      bytes.put('\x5a');
    }
  EXPECT_TRUE(absl::IsDataLoss(CheckKeyring(folder_ + "/copy").status()));
  const auto damaged = *FileKeyring(folder_ + "/copy", wrapping_);
  int unreadable = 0;
  for (int i = 0; i < 500; ++i) {
    const auto key = damaged->Ensure("alpina", std::to_string(i));
    const auto erased = key.ok() ? absl::OkStatus() : damaged->Destroy("alpina", std::to_string(i));
    if (!key.ok()) ++unreadable;
    EXPECT_TRUE(key.ok() || absl::IsDataLoss(key.status())) << key.status();
    EXPECT_EQ(erased.ok(), key.ok()) << "what is not seen is not erased";
  }
  EXPECT_GT(unreadable, 0);
}

TEST_F(FileKeyringTest, ItsCopyIsItsOwnersAloneAndSharesNoFile) {
  const auto keyring = *Open();
  const Key key = *keyring->Ensure("alpina", "ada");
  const std::string copy = folder_ + "/copy";
  ASSERT_TRUE(keyring->Checkpoint(copy).ok());
  EXPECT_EQ(fs::status(copy).permissions(), fs::perms::owner_all);
  for (const auto& file : fs::directory_iterator(copy)) {
    EXPECT_EQ(file.status().permissions(), fs::perms::owner_read | fs::perms::owner_write);
    EXPECT_EQ(file.hard_link_count(), 1u) << file.path();
  }
  EXPECT_EQ((*FileKeyring(copy, wrapping_))->Find("alpina", "ada", 1)->bytes, key.bytes);
}

TEST_F(FileKeyringTest, WithoutItsFileCurrentNothingIsTouched) {
  const Key key = *(*Open())->Ensure("alpina", "ada");
  fs::rename(keys_ + "/CURRENT", folder_ + "/aside");
  for (int start = 0; start < 3; ++start) {
    const auto refused = Open().status();
    EXPECT_TRUE(absl::IsDataLoss(refused)) << refused;
    EXPECT_NE(refused.message().find("lacks its file CURRENT"), std::string::npos) << refused;
  }
  fs::rename(folder_ + "/aside", keys_ + "/CURRENT");
  EXPECT_EQ((*Open())->Find("alpina", "ada", 1)->bytes, key.bytes);
}

TEST_F(FileKeyringTest, KeepsKeysAcrossLives) {
  const Key key = *(*Open())->Ensure("alpina", "ada");
  EXPECT_EQ((*Open())->Find("alpina", "ada", 1)->bytes, key.bytes);
  ASSERT_TRUE((*Open())->Destroy("alpina", "ada").ok());
  EXPECT_TRUE(absl::IsFailedPrecondition((*Open())->Ensure("alpina", "ada").status()));
}

TEST_F(FileKeyringTest, MakesAWrappingKeyThatOnlyTheOwnerReads) {
  ASSERT_TRUE(Open().ok());
  struct stat found {};
  ASSERT_EQ(stat(wrapping_.c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777, 0600u);
}

TEST_F(FileKeyringTest, RefusesAWrappingKeyThatOthersMayRead) {
  ASSERT_TRUE(Open().ok());
  fs::permissions(wrapping_, fs::perms::others_read, fs::perm_options::add);
  EXPECT_TRUE(absl::IsPermissionDenied(Open().status()));
}

TEST_F(FileKeyringTest, LetsAGroupReadAWrappingKeyOfRootOnly) {
  ASSERT_TRUE(Open().ok());
  fs::permissions(wrapping_, fs::perms::owner_read | fs::perms::group_read);
  EXPECT_EQ(Open().ok(), geteuid() == 0);
  if (geteuid() != 0) return;
  ASSERT_EQ(chown(wrapping_.c_str(), 10001, 10001), 0);
  EXPECT_TRUE(absl::IsPermissionDenied(Open().status()));
}

TEST_F(FileKeyringTest, RefusesAnotherWrappingKeyAndDoesNotReplaceALostOne) {
  ASSERT_TRUE(Open().ok());
  fs::remove(wrapping_);
  const auto lost = Open().status();
  EXPECT_TRUE(absl::IsNotFound(lost));
  EXPECT_NE(lost.message().find("--wrapping_key_file"), std::string::npos) << lost;
  EXPECT_FALSE(fs::exists(wrapping_));
  std::ofstream(wrapping_) << std::string(64, 'a');
  fs::permissions(wrapping_, fs::perms::owner_read);
  EXPECT_TRUE(absl::IsFailedPrecondition(Open().status()));
  fs::remove(wrapping_);
  std::ofstream(wrapping_) << "not a key";
  fs::permissions(wrapping_, fs::perms::owner_read);
  EXPECT_TRUE(absl::IsInvalidArgument(Open().status()));
}

TEST_F(FileKeyringTest, WritesNoPlaintextToDisk) {
  const std::string secret = "CH9300762011623852957", name = "Lovelace";
  std::string key;
  {
    Vault vault(*Open());
    const auto sealed = *vault.Seal("alpina", "ada", "account/ada/1/iban", secret);
    ASSERT_TRUE(vault.BlindIndex("alpina", "name", name).ok());
    key = *vault.DigestKey("alpina");
    ASSERT_TRUE(vault.Open("alpina", "account/ada/1/iban", sealed).ok());
  }
  const std::string all = OnDisk();
  ASSERT_NE(all.find("ada"), std::string::npos) << "the rows themselves are there";
  EXPECT_EQ(all.find(secret), std::string::npos);
  EXPECT_EQ(all.find(name), std::string::npos);
  EXPECT_EQ(all.find(key), std::string::npos);
}

TEST_F(FileKeyringTest, WrapsAllKeysAnew) {
  const std::string fresh = folder_ + "/fresh";
  types::v1::Sealed sealed;
  {
    Vault vault(*Open());
    sealed = *vault.Seal("alpina", "ada", "p", "Ada");
    ASSERT_TRUE(vault.Seal("alpina", "bob", "p", "Bob").ok());
    ASSERT_TRUE(vault.Erase("alpina", "bob").ok());
  }
  ASSERT_TRUE(RewrapAll(keys_, wrapping_, fresh).ok());
  EXPECT_TRUE(absl::IsFailedPrecondition(Open().status())) << "the old key no longer opens";
  Vault vault(*FileKeyring(keys_, fresh));
  EXPECT_EQ(*vault.Open("alpina", "p", sealed), "Ada");
  EXPECT_TRUE(absl::IsFailedPrecondition(vault.Seal("alpina", "bob", "p", "Bob").status()));
}

TEST_F(FileKeyringTest, LeavesNoWrappedKeyOfTheErasedBehind) {
  const std::string row("kalpina\0ada\0\0\0\0\1", 16);
  {
    auto keyring = *Open();
    ASSERT_TRUE(keyring->Ensure("alpina", "ada").ok());
  }
  const std::string before = OnDisk();
  const size_t at = before.find(row);
  ASSERT_NE(at, std::string::npos);
  // In the write-ahead log a row's name is followed by one byte of length and the value.
  const std::string wrapped =
      before.substr(at + row.size() + 1, kNonceBytes + kKeyBytes + kTagBytes);
  ASSERT_TRUE((*Open())->Destroy("alpina", "ada").ok());
  EXPECT_EQ(OnDisk().find(wrapped), std::string::npos);
}
// A stop between the destruction of a key and the cleaning of the files.
TEST_F(FileKeyringTest, FinishesAnInterruptedErasure) {
  ASSERT_TRUE(Open().ok());
  const auto is_unfinished = [&](bool make_it_so) {
    rocksdb::DB* opened = nullptr;
    EXPECT_TRUE(rocksdb::DB::Open({}, keys_, &opened).ok());
    const std::unique_ptr<rocksdb::DB> database(opened);
    if (make_it_so) {
      EXPECT_TRUE(database->Put({}, "f", "").ok());
    }
    std::string ignored;
    return database->Get({}, "f", &ignored).ok();
  };
  EXPECT_TRUE(is_unfinished(true));
  ASSERT_TRUE(Open().ok());
  EXPECT_FALSE(is_unfinished(false));
}
}  // namespace
}  // namespace aor::vault
