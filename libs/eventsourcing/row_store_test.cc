#include "libs/eventsourcing/row_store.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "libs/eventsourcing/bell.h"

namespace aor::eventsourcing {
namespace {
struct RowStoreTest : ::testing::TestWithParam<bool> {
  RowStoreTest() {
    if (!GetParam()) {
      store = MemoryRowStore();
      return;
    }
    directory = ::testing::TempDir() + "rows-" + std::to_string(getpid());
    std::filesystem::remove_all(directory);
    store = *OpenRowStore(directory);
  }
  ~RowStoreTest() override {
    store.reset();
    if (!directory.empty()) std::filesystem::remove_all(directory);
  }
  std::string Keys(const Rows& rows, std::string_view prefix, std::string_view from = "") {
    std::string all;
    rows.Scan(prefix, from, [&](std::string_view key, std::string_view value) {
      all += std::string(key) + "=" + std::string(value) + " ";
      return true;
    });
    return all;
  }
  std::string directory;
  std::unique_ptr<RowStore> store;
};

TEST_P(RowStoreTest, ChangesLieOnTopOfStoredRowsInOrder) {
  ASSERT_TRUE(store->Write({{"m/a1", "1"}, {"m/a3", "3"}, {"m/a5", "5"}, {"n/a1", "x"}}).ok());
  OverlaidRows rows(*store, "m/");
  rows.Put("a2", "2");
  rows.Put("a3", "three");
  rows.Delete("a1");
  rows.Put("a9", "9");
  rows.Put("b1", "b");
  EXPECT_EQ(Keys(rows, "a"), "a2=2 a3=three a5=5 a9=9 ");
  EXPECT_EQ(Keys(rows, "a", "a4"), "a5=5 a9=9 ");
  EXPECT_EQ(rows.Get("a1"), std::nullopt);
  ASSERT_TRUE(store->Write(rows.changes()).ok());
  EXPECT_EQ(Keys(OverlaidRows(*store, "m/"), ""), "a2=2 a3=three a5=5 a9=9 b1=b ");
  ASSERT_TRUE(store->DeletePrefix("m/").ok());
  EXPECT_EQ(Keys(OverlaidRows(*store, "m/"), ""), "");
  EXPECT_EQ(Keys(OverlaidRows(*store, "n/"), ""), "a1=x ");
}
TEST_P(RowStoreTest, ManyRowsAtOnceAreLikeOneAfterAnother) {
  ASSERT_TRUE(store->Write({{"m/00007", "old"}, {"m/00008", "old"}, {"n/1", "x"}}).ok());
  OverlaidRows rows(*store, "m/");
  for (int i = 10; i < 30'010; ++i) rows.Put(std::to_string(100'000 + i), std::to_string(i));
  rows.Put("00007", "new");
  rows.Delete("00008");
  EXPECT_GT(rows.bytes(), 30'000u * 11);
  ASSERT_TRUE(store->Write(rows.changes()).ok());
  rows.Written();
  EXPECT_EQ(rows.bytes(), 0u);
  EXPECT_EQ(rows.Get("00007"), "new");
  EXPECT_EQ(rows.Get("00008"), std::nullopt);
  EXPECT_EQ(rows.Get("130009"), "30009");
  EXPECT_EQ(Keys(rows, "13000"),
            "130000=30000 130001=30001 130002=30002 130003=30003 "
            "130004=30004 130005=30005 130006=30006 130007=30007 "
            "130008=30008 130009=30009 ");
  ASSERT_TRUE(store->Write({{"m/00007", "newer"}}).ok());
  EXPECT_EQ(rows.Get("00007"), "newer");
  if (directory.empty()) return;
  store.reset();
  std::ofstream(directory + "/rows-9") << "left by a killed process";
  store = *OpenRowStore(directory);
  EXPECT_FALSE(std::filesystem::exists(directory + "/rows-9"));
  EXPECT_EQ(store->Get("m/130009"), "30009");
  EXPECT_EQ(store->Get("m/00007"), "newer");
}

TEST_P(RowStoreTest, RowsThatAreKnownNotToBeThereAreNotLookedFor) {
  ASSERT_TRUE(store->Write({{"m/a", "of another life"}}).ok());
  OverlaidRows rows(*store, "m/", false);
  EXPECT_EQ(rows.Get("a"), std::nullopt);
  EXPECT_EQ(Keys(rows, ""), "");
  rows.Put("b", "1");
  EXPECT_EQ(Keys(rows, ""), "b=1 ");
  ASSERT_TRUE(store->Write(rows.changes()).ok());
  rows.Written();
  EXPECT_EQ(Keys(rows, "b"), "b=1 ");
}
INSTANTIATE_TEST_SUITE_P(Stores, RowStoreTest, ::testing::Bool(),
                         [](const auto& info) { return info.param ? "RocksDb" : "Memory"; });

TEST(Bell, RingsNobodyOnceItIsGone) {
  int rings = 0;
  std::function<void()> kept_by_the_log;
  {
    const Bell bell([&] { ++rings; });
    kept_by_the_log = bell.listener();
    kept_by_the_log();
  }
  kept_by_the_log();
  EXPECT_EQ(rings, 1);
}
}  // namespace
}  // namespace aor::eventsourcing
