// What only a disk can do to the embedded store: damage, cuts, another release.
#include "libs/eventlog/embedded/embedded_store.h"

#include <gtest/gtest.h>
#include <rocksdb/cache.h>
#include <rocksdb/db.h>

#include <filesystem>
#include <fstream>
#include <future>

#include "aor/eventlog/v1/commit.pb.h"
#include "libs/eventlog/embedded/keys.h"

namespace aor::eventlog {
namespace {
namespace fs = std::filesystem;

struct EmbeddedStoreTest : ::testing::Test {
  EmbeddedStoreTest() { fs::remove_all(directory); }
  ~EmbeddedStoreTest() override { fs::remove_all(directory); }

  absl::StatusOr<std::unique_ptr<EmbeddedStore>> Open(
      std::optional<std::vector<AnchoredHead>> anchored = std::nullopt) {
    return EmbeddedStore::Open(
        {.directory = directory, .environment = "test", .anchored = std::move(anchored)});
  }
  Tail Fill(EmbeddedStore& store, int count) {
    Tail at = store.Log("hours").TailOf(3);
    for (int i = 0; i < count; ++i) at = Append(store, "commit " + std::to_string(at.sequence + 1));
    return at;
  }
  static Tail Append(EmbeddedStore& store, std::string bytes) {
    EventLog& log = store.Log("hours");
    Record record;
    record.chain = 3;
    record.previous_head = log.TailOf(3).head;
    record.bytes = std::move(bytes);
    record.streams = {"t/week"};
    const auto answer = std::make_shared<std::promise<Appended>>();  // outlives the callback
    log.Append(record, [answer](const Appended& appended) { answer->set_value(appended); });
    return answer->get_future().get().at;
  }
  // Opens the database underneath, as an intruder with the file system would.
  void Behind(
      const std::function<void(rocksdb::DB&, std::map<std::string, rocksdb::ColumnFamilyHandle*>&)>&
          change) {
    std::vector<std::string> names;
    ASSERT_TRUE(rocksdb::DB::ListColumnFamilies({}, directory, &names).ok());
    std::vector<rocksdb::ColumnFamilyDescriptor> descriptors;
    for (const auto& name : names) descriptors.emplace_back(name, rocksdb::ColumnFamilyOptions());
    std::vector<rocksdb::ColumnFamilyHandle*> handles;
    rocksdb::DB* db = nullptr;
    ASSERT_TRUE(rocksdb::DB::Open({}, directory, descriptors, &handles, &db).ok());
    std::map<std::string, rocksdb::ColumnFamilyHandle*> by_name;
    for (size_t i = 0; i < names.size(); ++i) by_name[names[i]] = handles[i];
    change(*db, by_name);
    for (auto* handle : handles) db->DestroyColumnFamilyHandle(handle);
    delete db;
  }
  const std::string directory = ::testing::TempDir() + "store-" + std::to_string(getpid());
};

TEST_F(EmbeddedStoreTest, ANewerFormatIsRefusedInOneSentence) {
  { auto store = *Open(); }
  Behind([](rocksdb::DB& db, auto& families) {
    ASSERT_TRUE(db.Put({}, families[rocksdb::kDefaultColumnFamilyName], "format", "99").ok());
  });
  const auto refused = Open().status();
  EXPECT_EQ(refused.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_NE(refused.message().find("format 99"), std::string::npos) << refused;
}

TEST_F(EmbeddedStoreTest, AnotherEnvironmentIsNamedAndNotTakenForDamage) {
  {
    const auto store = *Open();
    v1::Commit commit;
    commit.set_environment("test");
    Append(*store, commit.SerializeAsString());
  }
  const auto refused =
      EmbeddedStore::Open(
          {.directory = directory, .environment = "production", .anchored = std::nullopt})
          .status();
  EXPECT_EQ(refused.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_NE(refused.message().find("of the environment test"), std::string::npos) << refused;
  EXPECT_TRUE(Open().ok());
}

TEST_F(EmbeddedStoreTest, ASecondProcessIsRefused) {
  const auto store = *Open();
  EXPECT_EQ(Open().status().code(), absl::StatusCode::kFailedPrecondition);
}

TEST_F(EmbeddedStoreTest, ACutBelowTheAnchorIsNamed) {
  Tail fifth;
  {
    auto store = *Open();
    fifth = Fill(*store, 5);
  }
  ASSERT_TRUE(Open(std::vector<AnchoredHead>{{"hours", 3, 5, fifth.head}}).ok());
  Behind([](rocksdb::DB& db, auto& families) {  // the last two commits vanish, consistently
    const std::string third = keys::CommitKey("hours", 3, 3);
    std::string row;
    ASSERT_TRUE(db.Get({}, families["commits"], third, &row).ok());
    for (int sequence : {4, 5})
      ASSERT_TRUE(db.Delete({}, families["commits"], keys::CommitKey("hours", 3, sequence)).ok());
    ASSERT_TRUE(
        db.Put({}, families["heads"], keys::ChainKey("hours", 3), keys::U64(3) + row.substr(0, 32))
            .ok());
  });
  EXPECT_TRUE(Open().ok()) << "without an anchor the cut cannot be seen";
  const auto refused = Open(std::vector<AnchoredHead>{{"hours", 3, 5, fifth.head}}).status();
  EXPECT_EQ(refused.code(), absl::StatusCode::kDataLoss);
  EXPECT_NE(refused.message().find("log hours chain 3 sequence 5"), std::string::npos) << refused;
}

TEST_F(EmbeddedStoreTest, ARewrittenChainWithValidHashesBreaksOnTheAnchor) {
  Tail fifth;
  {
    auto store = *Open();
    fifth = Fill(*store, 5);
  }
  Behind([](rocksdb::DB& db, auto& families) {
    Hash head = GenesisHead("hours", "test", 3, kChainCount);
    for (int sequence = 1; sequence <= 5; ++sequence) {
      const std::string bytes = sequence == 2 ? "another" : "commit " + std::to_string(sequence);
      head = NextHead(head, LeafOf(bytes));
      ASSERT_TRUE(db.Put({}, families["commits"], keys::CommitKey("hours", 3, sequence),
                         std::string(Bytes(head)) + bytes)
                      .ok());
    }
    ASSERT_TRUE(
        db.Put({}, families["heads"], keys::ChainKey("hours", 3), keys::TailValue({5, head})).ok());
  });
  const auto refused = Open(std::vector<AnchoredHead>{{"hours", 3, 5, fifth.head}}).status();
  EXPECT_NE(refused.message().find("holds otherwise"), std::string::npos) << refused;
}

TEST_F(EmbeddedStoreTest, AChangedCommitIsFoundByTheScrubAndNamed) {
  {
    auto store = *Open();
    Fill(*store, 5);
  }
  Behind([](rocksdb::DB& db, auto& families) {
    std::string row;
    const std::string key = keys::CommitKey("hours", 3, 2);
    ASSERT_TRUE(db.Get({}, families["commits"], key, &row).ok());
    row.back() ^= 1;
    ASSERT_TRUE(db.Put({}, families["commits"], key, row).ok());
  });
  const auto store = *Open();
  const auto scrubbed = store->Scrub({});
  EXPECT_EQ(scrubbed.code(), absl::StatusCode::kDataLoss);
  EXPECT_NE(scrubbed.message().find("chain 3 sequence 2"), std::string::npos) << scrubbed;
}

TEST_F(EmbeddedStoreTest, AFlippedByteInAFileIsNeverServed) {
  {
    auto store = *Open();
    Fill(*store, 200);
    fs::remove_all(directory + "-flushed");
    ASSERT_TRUE(store->Checkpoint(directory + "-flushed").ok());
  }
  const std::string copy = directory + "-flushed";
  for (const auto& file : fs::directory_iterator(copy)) {
    if (file.path().extension() != ".sst") continue;
    std::fstream bytes(file.path(), std::ios::in | std::ios::out | std::ios::binary);
    bytes.seekp(40);
    bytes.put('\x5a');
  }
  const auto opened =
      EmbeddedStore::Open({.directory = copy, .environment = "test", .anchored = {}});
  if (opened.ok()) {
    const auto scrubbed = (*opened)->Scrub({});
    EXPECT_EQ(scrubbed.code(), absl::StatusCode::kDataLoss) << scrubbed;
  } else {
    EXPECT_EQ(opened.status().code(), absl::StatusCode::kDataLoss) << opened.status();
  }
  fs::remove_all(copy);
}

// An index of streams or requests is read by nobody who reads the commits.
TEST_F(EmbeddedStoreTest, AFlippedByteInAnyFileIsFoundByTheScrub) {
  {
    auto store = *Open();
    Fill(*store, 200);
    ASSERT_TRUE(store->Checkpoint(directory + "-flushed").ok());
  }
  const std::string flushed = directory + "-flushed", copy = directory + "-flipped";
  int found = 0;
  for (const auto& file : fs::directory_iterator(flushed)) {
    if (file.path().extension() != ".sst") continue;
    fs::copy(flushed, copy, fs::copy_options::recursive);
    std::fstream bytes(copy + "/" + file.path().filename().string(),
                       std::ios::in | std::ios::out | std::ios::binary);
    bytes.seekg(40);
    const char was = static_cast<char>(bytes.peek());
    bytes.seekp(40);
    bytes.put(static_cast<char>(was ^ 1)).flush();
    const auto opened =
        EmbeddedStore::Open({.directory = copy, .environment = "test", .anchored = {}});
    const auto scrubbed = opened.ok() ? (*opened)->Scrub({}) : opened.status();
    EXPECT_EQ(scrubbed.code(), absl::StatusCode::kDataLoss) << file.path() << scrubbed;
    if (opened.ok() && scrubbed.message().find(".sst is damaged (") != std::string::npos) ++found;
    fs::remove_all(copy);
  }
  EXPECT_GE(found, 1) << "the index of streams lies in a file of its own";
  fs::remove_all(flushed);
}

TEST_F(EmbeddedStoreTest, WhoCannotOpenItIsToldWhatToDo) {
  {
    auto store = *Open();
    Fill(*store, 5);
    const auto second = Open().status();
    EXPECT_EQ(second.message().find("another process holds " + directory), 0u) << second;
    EXPECT_EQ(second.code(), absl::StatusCode::kFailedPrecondition);
  }
  std::ofstream(fs::path(directory) / "CURRENT", std::ios::trunc) << "x";
  const auto damaged = Open().status();
  EXPECT_EQ(damaged.code(), absl::StatusCode::kDataLoss) << damaged;
  EXPECT_EQ(damaged.message().find(directory + " is damaged ("), 0u) << damaged;
}

// RocksDB would begin an empty store there and delete the files that it does not know.
TEST_F(EmbeddedStoreTest, WithoutCurrentNothingIsTouchedHoweverOftenItIsStarted) {
  {
    auto store = *Open();
    Fill(*store, 5);
  }
  const fs::path current = fs::path(directory) / "CURRENT", aside = directory + "-CURRENT";
  fs::rename(current, aside);
  for (int start = 0; start < 3; ++start) {
    const auto refused = Open().status();
    EXPECT_EQ(refused.code(), absl::StatusCode::kDataLoss) << refused;
    EXPECT_EQ(refused.message(), "the log in " + directory + " lacks its file CURRENT");
  }
  fs::rename(aside, current);
  const auto store = Open();
  ASSERT_TRUE(store.ok()) << store.status();
  EXPECT_EQ((*store)->Log("hours").TailOf(3).sequence, 5u);
}

// A kill during the very first start left no log yet.
TEST_F(EmbeddedStoreTest, WhatAFirstStartLeavesBeforeItHasMadeCurrentIsNoLog) {
  fs::create_directories(directory);
  for (const char* name : {"LOCK", "IDENTITY", "MANIFEST-000001", "000001.dbtmp"})
    std::ofstream(fs::path(directory) / name) << "half";
  EXPECT_TRUE(Open().ok());
}

TEST_F(EmbeddedStoreTest, ACheckpointSharesNothingWithTheStoreAndIsReadWhole) {
  const std::string copy = directory + "-copy";
  auto store = *Open();
  v1::Commit commit;
  commit.set_environment("test");  // whoever reads a copy learns it from there
  Tail fifth;
  for (int i = 1; i <= 5; ++i) {
    commit.set_sequence(i);
    fifth = Append(*store, commit.SerializeAsString());
  }
  ASSERT_TRUE(store->Checkpoint(copy).ok());
  EXPECT_FALSE(fs::exists(copy + ".links"));
  for (const auto& file : fs::directory_iterator(copy))
    EXPECT_EQ(fs::hard_link_count(file.path()), 1u) << file.path();
  for (const auto& file : fs::directory_iterator(directory))
    EXPECT_EQ(fs::hard_link_count(file.path()), 1u) << file.path();
  const auto before = fs::last_write_time(copy);
  const auto read = EmbeddedStore::OpenToRead(copy);
  ASSERT_TRUE(read.ok()) << read.status();
  ASSERT_EQ((*read)->Heads()->size(), 1u);
  EXPECT_EQ((*read)->Heads()->front().head, fifth.head);
  EXPECT_TRUE((*read)->Scrub({}).ok());
  EXPECT_EQ(fs::last_write_time(copy), before) << "only read";
  EXPECT_EQ(EmbeddedStore::OpenToRead(directory + "-none").status().code(),
            absl::StatusCode::kDataLoss);
  fs::remove_all(copy);
}

// Fewer heads than there are would be signed as all of them.
TEST_F(EmbeddedStoreTest, HeadsThatCannotBeReadAreNotLeftOut) {
  {
    auto store = *Open();
    Fill(*store, 5);
    ASSERT_TRUE(store->Checkpoint(directory + "-flushed").ok());
  }
  fs::remove_all(directory + "-flushed");
  std::string heads_file;
  Behind([&](rocksdb::DB& db, auto&) {
    std::vector<rocksdb::LiveFileMetaData> files;
    db.GetLiveFilesMetaData(&files);
    for (const auto& file : files)
      if (file.column_family_name == "heads") heads_file = file.db_path + file.name;
  });
  const auto store = *EmbeddedStore::Open({.directory = directory,
                                           .environment = "test",
                                           .anchored = std::nullopt,
                                           .cache = rocksdb::NewLRUCache(0)});
  EXPECT_EQ(store->Heads()->size(), 1u);
  std::fstream bytes(heads_file, std::ios::in | std::ios::out | std::ios::binary);
  bytes.seekp(20);
  bytes.put('\x5a').flush();
  EXPECT_EQ(store->Heads().status().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(store->LogNames().status().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(store->Scrub({}).code(), absl::StatusCode::kDataLoss);
}

TEST_F(EmbeddedStoreTest, ATornTailLosesOnlyWhatWasNotAnswered) {
  {
    auto store = *Open();
    Fill(*store, 50);
  }
  for (const auto& file : fs::directory_iterator(directory)) {
    if (file.path().extension() != ".log") continue;
    const auto size = fs::file_size(file.path());
    if (size > 8) fs::resize_file(file.path(), size - 5);
  }
  const auto store = Open();
  ASSERT_TRUE(store.ok()) << store.status();
  EXPECT_EQ((*store)->Log("hours").TailOf(3).sequence, 49u);
  EXPECT_EQ(Fill(**store, 1).sequence, 50u);
}

TEST_F(EmbeddedStoreTest, AnAnchorThatVanishedIsAnAlarm) {
  {
    auto store = *Open(std::nullopt);  // a first start
    ASSERT_TRUE(store->RememberAnchor().ok());
    ASSERT_TRUE(store->RememberAnchor().ok());
    Fill(*store, 3);
  }
  const auto without = Open(std::nullopt);
  EXPECT_EQ(without.status().code(), absl::StatusCode::kNotFound) << without.status();
  EXPECT_TRUE(Open(std::vector<AnchoredHead>()).ok());
  const auto accepted = EmbeddedStore::Open({.directory = directory,
                                             .environment = "test",
                                             .anchored = std::nullopt,
                                             .accept_missing_anchor = true});
  ASSERT_TRUE(accepted.ok()) << accepted.status();
  EXPECT_EQ((*accepted)->Log("hours").TailOf(3).sequence, 3u);
}

TEST(AnchorTest, ACheckpointIsWholeAndSignedByItsKey) {
  const std::string path = ::testing::TempDir() + "anchor-" + std::to_string(getpid()) + ".pem";
  fs::remove(path);
  const auto key = *SigningKey::FromFile(path);
  const std::string note = SignedCheckpoint("test", {{"b", 1, 2, {}}, {"a", 5, 9, {}}}, key);
  const auto heads = VerifyCheckpoint(note, "test", key.public_key());
  ASSERT_TRUE(heads.ok()) << heads.status();
  EXPECT_EQ(heads->front().log, "a");
  EXPECT_EQ(heads->front().sequence, 9u);
  for (size_t i = 0; i < note.size(); ++i) {
    std::string changed = note;
    changed[i] ^= 1;
    EXPECT_FALSE(VerifyCheckpoint(changed, "test", key.public_key()).ok()) << i;
  }
  EXPECT_FALSE(VerifyCheckpoint(note, "production", key.public_key()).ok());
  EXPECT_EQ(SigningKey::FromFile(path)->public_key(), key.public_key());
  fs::remove(path);
}
}  // namespace
}  // namespace aor::eventlog
