#include <gtest/gtest.h>

#include "libs/eventsourcing/row_store.h"
#include "libs/rpc/edge.h"
#include "libs/rpc/sections.h"
#include "libs/rpc/whole_list.h"

namespace aor::rpc {
namespace {
class PagingTest : public ::testing::Test {
 protected:
  PagingTest() {
    for (int i = 10; i < 17; ++i) {
      rows_.Put("alpina/hours/" + std::to_string(i), std::to_string(i));
      rows_.Put("rival/hours/" + std::to_string(i), "secret");
    }
  }
  absl::StatusOr<std::string> Page(int size, std::string* token,
                                   const std::string& prefix = "alpina/hours/") {
    std::string seen, next;
    const auto status = ListPage(
        rows_, prefix, size, *token,
        [&](std::string_view value) {
          if (value == "12") return false;
          seen += std::string(value) + " ";
          return true;
        },
        &next);
    *token = next;
    if (!status.ok()) return status;
    return seen;
  }
  std::unique_ptr<eventsourcing::RowStore> store_ = eventsourcing::MemoryRowStore();
  eventsourcing::OverlaidRows rows_{*store_, "view/"};
};

TEST_F(PagingTest, GoesThroughAllRowsOnce) {
  std::string token;
  EXPECT_EQ(*Page(3, &token), "10 11 13 ");
  EXPECT_EQ(*Page(3, &token), "14 15 16 ");
  EXPECT_EQ(token, "");
  EXPECT_EQ(*Page(0, &token), "10 11 13 14 15 16 ");
}

TEST_F(PagingTest, ATokenFitsItsOwnListOnly) {
  std::string token;
  ASSERT_TRUE(Page(2, &token).ok());
  std::string stolen = token;
  EXPECT_EQ(Page(2, &stolen, "rival/hours/").status().code(), absl::StatusCode::kInvalidArgument);
  std::string garbage = "%%%";
  EXPECT_EQ(Page(2, &garbage).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(Page(-1, &token).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST_F(PagingTest, GoesOnWhereARowHasGone) {
  std::string token;
  EXPECT_EQ(*Page(2, &token), "10 11 ");
  rows_.Delete("alpina/hours/13");
  rows_.Delete("alpina/hours/12");
  EXPECT_EQ(*Page(2, &token), "14 15 ");
}

TEST_F(PagingTest, SeveralTablesAreOneList) {
  std::string token, seen;
  const auto visit = [&](std::string_view value) {
    seen += std::string(value) + " ";
    return true;
  };
  const std::vector<Section> sections = {
      {"alpina/hours/", visit}, {"alpina/none/", visit}, {"rival/hours/", visit}};
  const auto next = [&](int size) {
    std::string after;
    const auto status = ListSections(rows_, sections, size, token, &after);
    token = after;
    return status.ok() ? std::exchange(seen, "") : std::string(status.message());
  };
  EXPECT_EQ(next(5), "10 11 12 13 14 ");
  EXPECT_EQ(next(5), "15 16 ");
  EXPECT_EQ(next(5), "secret secret secret secret secret ");
  EXPECT_EQ(next(5), "secret secret ");
  EXPECT_EQ(token, "");
  for (const char* bad : {"9.", "x.", "1", "0.abc"}) {
    token = bad;
    EXPECT_TRUE(next(5).starts_with("page_token")) << bad;
  }
}

TEST(WholeListTest, IsPagedLikeRows) {
  const std::vector<std::string> ids = {"b", "a", "c"};  // in whatever order the list has
  std::string token, seen;
  const auto page = [&](int size, const std::string& from) {
    seen.clear();
    const auto status = ListWhole(
        ids, size, from, [&](size_t place) { seen += ids[place]; }, &token);
    return status.ok() ? seen : std::string(status.message().substr(0, 10));
  };
  EXPECT_EQ(page(2, ""), "ba");
  EXPECT_EQ(page(2, std::string(token)), "c");
  EXPECT_EQ(token, "");
  EXPECT_EQ(page(0, ""), "bac");
  EXPECT_EQ(page(2147483647, ""), "bac");
  EXPECT_EQ(page(-1, ""), "page_size:");
  EXPECT_EQ(page(1, "x"), "page_token");
}
}  // namespace
}  // namespace aor::rpc
