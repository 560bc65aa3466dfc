// What a disk has changed is neither served nor decided on: not rows, not the memory of requests.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rocksdb/db.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "libs/eventlog/embedded/embedded_store.h"
#include "libs/eventlog/memory/memory_log.h"
#include "libs/eventsourcing/commits.h"
#include "libs/eventsourcing/projector.h"
#include "libs/eventsourcing/testing/counter.h"
#include "libs/eventsourcing/waiting.h"

namespace aor::eventsourcing {
namespace {
namespace fs = std::filesystem;
using testing::Add;
using ::testing::AllOf;
using testing::Asking;
using testing::Doing;
using ::testing::HasSubstr;

// Counts by stream.
class Counts final : public Projection {
 public:
  std::string name() const override { return "counts"; }
  int version() const override { return 1; }
  std::vector<std::string> logs() const override { return {"test"}; }
  void Apply(const Happened& happened, WritableRows& rows) override {
    const std::string& key = happened.stream.name();
    const auto before = rows.Get(key);
    rows.Put(key, std::to_string((before ? std::stoll(*before) : 0) + 1));
  }
};

struct DamageTest : ::testing::Test {
  DamageTest() { fs::create_directories(directory); }
  ~DamageTest() override { fs::remove_all(directory); }
  // One byte in each block of the middle of a file.
  static void Flip(const fs::path& file) {
    std::fstream bytes(file, std::ios::in | std::ios::out | std::ios::binary);
    const auto size = static_cast<std::streamoff>(fs::file_size(file));
    for (std::streamoff at = size / 4; at < size / 2; at += 512) {
      bytes.seekg(at);
      const char was = static_cast<char>(bytes.get());
      bytes.seekp(at);
      bytes.put(static_cast<char>(was ^ 1));
    }
  }
  const std::string directory = ::testing::TempDir() + "damage-" + std::to_string(getpid());
  const std::string rows = directory + "/rows";
  DevelopmentClock clock{absl::FromUnixSeconds(1'790'000'000)};
  eventlog::MemoryLog log{"test"};
  const Projector::LogOf logs = [this](const std::string&) -> eventlog::EventLog& { return log; };
};

std::string Number(int i) { return std::to_string(100'000 + i); }

struct DamagedRowsTest : DamageTest {
  // Enough for a file of its own, of which the middle is damaged.
  DamagedRowsTest() {
    {
      const auto store = *OpenRowStore(rows);
      RowStore::Changes all;
      for (int i = 0; i < 30'000; ++i) all["counts@1.0/r/" + Number(i)] = Number(i * 7);
      EXPECT_TRUE(store->Write(all).ok());
    }
    for (const auto& file : fs::directory_iterator(rows))
      if (file.path().extension() == ".sst") Flip(file.path());
  }
};

TEST_F(DamagedRowsTest, AreNotTakenForRowsThatAreNotThere) {
  {
    const auto store = *OpenRowStore(rows);
    EXPECT_EQ(store->Get("counts@1.0/r/" + Number(0)), Number(0));
    EXPECT_EQ(store->Get("counts@1.0/r/none"), std::nullopt);
    EXPECT_THROW(store->Get("counts@1.0/r/" + Number(12'000)), DamagedRows);
    EXPECT_THROW(store->Scan("counts@1.0/r/", "", [](auto, auto) { return true; }), DamagedRows);
  }
  const auto again = OpenRowStore(rows).status();
  EXPECT_EQ(again.code(), absl::StatusCode::kDataLoss) << again;
  fs::remove_all(rows);
  EXPECT_TRUE(OpenRowStore(rows).ok());
}

TEST_F(DamagedRowsTest, StopTheViewWhoeverMeetsThemAndARebuildHealsIt) {
  for (const bool reader_first : {true, false}) {
    fs::remove(rows + "/DAMAGED");
    const auto store = *OpenRowStore(rows);
    Projector projector(*store, logs, "hours");
    View& view = projector.Add(std::make_unique<Counts>());
    ASSERT_TRUE(projector.Start().ok());
    Runtime runtime(log, clock);
    const std::string stream = Number(12'000), id = reader_first ? "1" : "2";
    if (reader_first) {
      EXPECT_THROW(view.rows().Get(stream), ViewStopped);
    }
    const auto done = runtime.ExecuteAndWait(Asking(id), Doing(stream, Add{id, 1}));
    ASSERT_TRUE(done.ok()) << done.status();
    const auto stopped = WaitFor(view, done->token(), absl::Seconds(10));
    EXPECT_EQ(stopped.code(), absl::StatusCode::kDataLoss) << stopped;
    EXPECT_THAT(projector.Health().message(),
                AllOf(HasSubstr("view counts@1 stopped: "), HasSubstr(rows),
                      HasSubstr("aorctl projections rebuild --view=hours/counts@1")));
    EXPECT_THROW(view.rows(), ViewStopped);
    if (reader_first) continue;  // the next life meets the damage again
    ASSERT_TRUE(projector.Rebuild("counts@1", false).ok());
    EXPECT_TRUE(projector.Health().ok());
    EXPECT_EQ(view.rows().Get(stream), "2");
  }
}

// Who takes it for a request that never came decides it twice.
TEST_F(DamageTest, ARequestThatMayHaveComeBeforeIsNotDecidedAgain) {
  std::string requests;
  {
    const auto store = *eventlog::EmbeddedStore::Open(
        {.directory = directory + "/live", .environment = "test", .anchored = {}});
    Runtime runtime(store->Log("test"), clock);
    for (int i = 0; i < 200; ++i)
      ASSERT_TRUE(runtime.ExecuteAndWait(Asking(Number(i)), Doing("c", Add{Number(i), 1})).ok());
    ASSERT_TRUE(store->Checkpoint(directory + "/log").ok());
  }
  {
    std::vector<std::string> names;
    ASSERT_TRUE(rocksdb::DB::ListColumnFamilies({}, directory + "/log", &names).ok());
    std::vector<rocksdb::ColumnFamilyDescriptor> families;
    for (const auto& name : names) families.emplace_back(name, rocksdb::ColumnFamilyOptions());
    std::vector<rocksdb::ColumnFamilyHandle*> handles;
    rocksdb::DB* raw = nullptr;
    ASSERT_TRUE(
        rocksdb::DB::OpenForReadOnly({}, directory + "/log", families, &handles, &raw).ok());
    const std::unique_ptr<rocksdb::DB> database(raw);
    std::vector<rocksdb::LiveFileMetaData> files;
    database->GetLiveFilesMetaData(&files);
    for (const auto& file : files)
      if (file.column_family_name == "requests") requests = file.db_path + file.name;
    for (auto* handle : handles) database->DestroyColumnFamilyHandle(handle);
  }
  Flip(requests);
  const auto store = eventlog::EmbeddedStore::Open(
      {.directory = directory + "/log", .environment = "test", .anchored = {}});
  ASSERT_TRUE(store.ok()) << store.status();
  Runtime runtime((*store)->Log("test"), clock);
  int unreadable = 0;
  for (int i = 0; i < 200; ++i) {
    const auto answer =
        runtime.ExecuteAndWait(Asking(Number(i)), Doing("c", Add{Number(i), 1})).status();
    if (absl::IsDataLoss(answer)) ++unreadable;
    EXPECT_TRUE(answer.ok() || absl::IsDataLoss(answer)) << answer;
  }
  EXPECT_GT(unreadable, 0);
  EXPECT_EQ((*store)->Log("test").TailOf(eventlog::ChainOf("t/k")).sequence, 200u);
}
}  // namespace
}  // namespace aor::eventsourcing
