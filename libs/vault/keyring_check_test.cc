// What a log remembers of the keyring beside it, and that no flipped byte takes keys in silence.
#include "libs/vault/keyring_check.h"

#include <gtest/gtest.h>
#include <rocksdb/db.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "libs/vault/vault.h"

namespace aor::vault {
namespace {
namespace fs = std::filesystem;

class KeyringCheckTest : public testing::Test {
 protected:
  ~KeyringCheckTest() override { fs::remove_all(folder_); }
  auto Open() { return FileKeyring(keys_, wrapping_); }
  static std::string FreshFolder() {
    std::string folder = fs::temp_directory_path() / "keyring-check-XXXXXX";
    return mkdtemp(folder.data());
  }
  static void Flip(const fs::path& file, std::streamoff at, char bits) {
    std::fstream bytes(file, std::ios::in | std::ios::out | std::ios::binary);
    const char was = static_cast<char>(bytes.seekg(at).peek());
    bytes.seekp(at);
    bytes.put(static_cast<char>(was ^ bits));
  }
  const std::string folder_ = FreshFolder();
  const std::string keys_ = folder_ + "/keys", wrapping_ = folder_ + "/wrapping";
};

TEST_F(KeyringCheckTest, ItsMarkMovesWithEachChangeAndOutlivesIt) {
  std::shared_ptr<const KeyringMark> mark;
  std::string made, destroyed;
  {
    const auto keyring = *Open();
    mark = keyring->Mark();
    const std::string none = mark->Text();
    ASSERT_TRUE(keyring->Ensure("alpina", "ada").ok());
    made = mark->Text();
    EXPECT_NE(made, none);
    ASSERT_TRUE(keyring->Ensure("alpina", "ada").ok());
    EXPECT_EQ(mark->Text(), made) << "nothing was made";
    ASSERT_TRUE(keyring->Checkpoint(folder_ + "/older").ok());
    ASSERT_TRUE(keyring->Destroy("alpina", "ada").ok());
    destroyed = mark->Text();
    EXPECT_NE(destroyed, made);
  }
  EXPECT_EQ(mark->Text(), destroyed);
  EXPECT_EQ((*Open())->Mark()->Text(), destroyed);
  EXPECT_TRUE(CheckReaches(keys_, destroyed).ok());
  EXPECT_TRUE(CheckReaches(keys_, made).ok()) << "a stop between key and commit leaves it ahead";
  EXPECT_TRUE(CheckReaches(folder_ + "/older", made).ok());
  const auto older = CheckReaches(folder_ + "/older", destroyed);
  EXPECT_TRUE(absl::IsDataLoss(older)) << older;
  EXPECT_NE(older.message().find(folder_ + "/older has lost keys or is an older copy"),
            std::string::npos)
      << older;
}

TEST_F(KeyringCheckTest, AnotherStoresKeyringDoesNotPassForIt) {
  const std::string mark = (*Open())->Mark()->Text();
  {
    const auto other = *FileKeyring(folder_ + "/other", wrapping_);
    for (const char* subject : {"ada", "bob"}) ASSERT_TRUE(other->Ensure("alpina", subject).ok());
  }
  const auto refused = CheckReaches(folder_ + "/other", mark);
  EXPECT_TRUE(absl::IsDataLoss(refused)) << refused;
  EXPECT_NE(refused.message().find("but another one"), std::string::npos) << refused;
  EXPECT_TRUE(CheckReaches(folder_ + "/other", "").ok())
      << "a log of an earlier release knows none";
}

TEST_F(KeyringCheckTest, OneThatIsDamagedSaysTheWayBack) {
  const std::string mark = (*Open())->Mark()->Text();
  std::ofstream(keys_ + "/CURRENT") << "nothing";
  const auto refused = CheckReaches(keys_, mark);
  EXPECT_TRUE(absl::IsDataLoss(refused)) << refused;
  EXPECT_NE(refused.message().find("aorctl restore"), std::string::npos) << refused;
}

// An earlier release wrote no mark: its keyring gets one, its log has none to compare.
TEST_F(KeyringCheckTest, AKeyringOfAnEarlierReleaseIsMarkedWhenItIsOpened) {
  const auto without_mark = [&] {
    rocksdb::DB* opened = nullptr;
    EXPECT_TRUE(rocksdb::DB::Open({}, keys_, &opened).ok());
    const std::unique_ptr<rocksdb::DB> database(opened);
    EXPECT_TRUE(database->Delete({}, "m").ok());
  };
  const Key key = *(*Open())->Ensure("alpina", "ada");
  const std::string before = (*Open())->Mark()->Text();
  without_mark();
  EXPECT_TRUE(CheckReaches(keys_, "").ok());
  EXPECT_TRUE(absl::IsDataLoss(CheckReaches(keys_, before))) << "an old copy beside a newer log";
  const auto keyring = *Open();
  EXPECT_TRUE(keyring->Mark()->Text().ends_with(" 1")) << keyring->Mark()->Text();
  EXPECT_EQ(keyring->Find("alpina", "ada", 1)->bytes, key.bytes);
}

struct HowItEnded {
  const char* name;
  bool flushed;  // else all lies in the write-ahead log, as after a kill
};
class FlippedKeyringTest : public KeyringCheckTest, public testing::WithParamInterface<HowItEnded> {
 protected:
  static constexpr int kPersons = 6;
  static std::string Person(int i) { return "person-" + std::to_string(i); }
  // The log's mark, and what must open by it.
  std::string MakeKeys(std::vector<Key>& keys) {
    const auto keyring = *Open();
    for (int i = 0; i < kPersons; ++i) keys.push_back(*keyring->Ensure("alpina", Person(i)));
    const std::string mark = keyring->Mark()->Text();
    if (GetParam().flushed)
      EXPECT_TRUE(keyring->Checkpoint(folder_ + "/good").ok());
    else
      fs::copy(keys_, folder_ + "/good");
    return mark;
  }
  // Refused before it is opened or as it is, or all there.
  bool IsNoticedOrHarmless(const std::string& mark, const std::vector<Key>& keys) {
    if (!CheckReaches(keys_, mark).ok()) return true;
    const auto keyring = Open();
    if (!keyring.ok()) return true;
    for (int i = 0; i < kPersons; ++i) {
      const auto key = (*keyring)->Find("alpina", Person(i), 1);
      if (absl::IsDataLoss(key.status())) continue;  // noticed where it is read
      if (!key.ok() || key->bytes != keys[i].bytes) return false;
    }
    return true;
  }
};

// Headers of the write-ahead log and of the MANIFEST, too, which RocksDB takes for a torn tail.
TEST_P(FlippedKeyringTest, NoFlippedByteLosesAKeyInSilence) {
  std::vector<Key> keys;
  const std::string mark = MakeKeys(keys);
  int tried = 0;
  for (const auto& file : fs::directory_iterator(folder_ + "/good")) {
    const std::string name = file.path().filename();
    // They say nothing that counts.
    if (name == "LOCK" || name == "IDENTITY" || name.starts_with("OPTIONS")) continue;
    // A table's footer names the kind of its checksums: with another one RocksDB aborts.
    const auto end = std::streamoff(file.file_size()) - (name.ends_with(".sst") ? 64 : 0);
    for (std::streamoff at = 0; at < end; at += 5) {
      fs::remove_all(keys_);
      fs::copy(folder_ + "/good", keys_);
      Flip(fs::path(keys_) / name, at, at % 2 ? '\x04' : '\x80');
      ASSERT_TRUE(IsNoticedOrHarmless(mark, keys)) << name << " at " << at;
      ++tried;
    }
  }
  EXPECT_GT(tried, 100);
}

INSTANTIATE_TEST_SUITE_P(Ends, FlippedKeyringTest,
                         testing::Values(HowItEnded{"Killed", false}, HowItEnded{"Flushed", true}),
                         [](const auto& how) { return how.param.name; });

// What a kill or a full disk leaves of the last write: nobody was told of that key.
TEST_F(KeyringCheckTest, ATornTailIsNoLoss) {
  std::string mark;
  {
    const auto keyring = *Open();
    ASSERT_TRUE(keyring->Ensure("alpina", "ada").ok());
    mark = keyring->Mark()->Text();
    ASSERT_TRUE(keyring->Ensure("alpina", "bob").ok());
    fs::copy(keys_, folder_ + "/killed");
  }
  for (const auto& file : fs::directory_iterator(folder_ + "/killed"))
    if (file.path().extension() == ".log" && file.file_size() > 0)
      fs::resize_file(file.path(), file.file_size() - 5);
  EXPECT_TRUE(CheckReaches(folder_ + "/killed", mark).ok());
  const auto keyring = *FileKeyring(folder_ + "/killed", wrapping_);
  EXPECT_TRUE(keyring->Find("alpina", "ada", 1).ok());
  EXPECT_TRUE(absl::IsNotFound(keyring->Find("alpina", "bob", 1).status()));
}
}  // namespace
}  // namespace aor::vault
