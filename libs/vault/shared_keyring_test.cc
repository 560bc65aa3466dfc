// What happens between two rows of a keyring that many processes share: on rows in memory, where a
// test says who writes in between. All else is in libs/service/kafka_keyring_test.cc.
#include "libs/vault/shared_keyring.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <functional>
#include <map>

#include "libs/vault/wrapping_key.h"

namespace aor::vault {
namespace {
namespace fs = std::filesystem;

struct Row {
  std::string name;
  std::optional<std::string> value;
};
struct AllRows {
  std::vector<Row> rows;
  std::function<void(std::string_view name)> before_put;  // once
};

// One process's view of them.
class RowsInMemory final : public SharedRows {
 public:
  explicit RowsInMemory(AllRows& all) : all_(all) {}
  absl::Status Put(std::string_view name, std::optional<std::string_view> row) override {
    if (const auto first = std::exchange(all_.before_put, nullptr)) first(name);
    all_.rows.push_back({std::string(name), std::nullopt});
    if (row) all_.rows.back().value = std::string(*row);
    return absl::OkStatus();
  }
  absl::Status Read(bool, const Visit& visit) override {
    for (; next_ < all_.rows.size(); ++next_) visit(all_.rows[next_].name, all_.rows[next_].value);
    return absl::OkStatus();
  }

 private:
  AllRows& all_;
  size_t next_ = 0;
};

struct SharedKeyringTest : ::testing::Test {
  SharedKeyringTest() { EXPECT_TRUE(MakeWrappingKey(next).ok()); }
  ~SharedKeyringTest() override { fs::remove_all(folder); }
  std::unique_ptr<Keyring> Start(const std::string& file, const std::string& next_file = "") {
    auto keyring = SharedKeyring(std::make_unique<RowsInMemory>(all), file, next_file);
    EXPECT_TRUE(keyring.ok()) << keyring.status();
    return *std::move(keyring);
  }
  absl::StatusOr<uint64_t> Rewrap() {
    return RewrapShared(std::make_unique<RowsInMemory>(all), old, next);
  }
  // Of whom a row still holds a key.
  bool HasRowOf(const std::string& subject) const {
    std::map<std::string, bool> last;
    for (const Row& row : all.rows)
      if (row.name.front() != 'd') last[row.name] = row.value.has_value();
    for (const auto& [name, stands] : last)
      if (stands && name.find(subject) != std::string::npos) return true;
    return false;
  }
  static std::string FreshFolder() {
    std::string made = fs::temp_directory_path() / "shared-keyring-XXXXXX";
    return mkdtemp(made.data());
  }
  const std::string folder = FreshFolder(), old = folder + "/old", next = folder + "/next";
  AllRows all;
};

TEST_F(SharedKeyringTest, AKeyThatWasOnItsWayWhileAllWereWrappedAnewIsWrappedByTheNextOne) {
  const auto process = Start(old, next);
  ASSERT_TRUE(process->Ensure("t", "ada").ok());
  all.before_put = [&](std::string_view) { EXPECT_EQ(*Rewrap(), 1u); };
  const auto bob = *process->Ensure("t", "bob");
  EXPECT_EQ(*Rewrap(), 0u) << "nothing was left for a second run";
  EXPECT_EQ(Start(next)->Find("t", "bob", 1)->bytes, bob.bytes);
  EXPECT_EQ(Start(next)->Ensure("t", "bob")->version, 1u);
}

TEST_F(SharedKeyringTest, OneThatIsErasedWhileAllAreWrappedAnewLeavesNothingBehind) {
  const auto process = Start(old, next);
  ASSERT_TRUE(process->Ensure("t", "ada").ok());
  all.before_put = [&](std::string_view proof) {
    EXPECT_EQ(proof, kProofRow);
    all.before_put = [&](std::string_view row) {
      EXPECT_EQ(row.front(), 'r');
      EXPECT_TRUE(process->Destroy("t", "ada").ok());
    };
  };
  ASSERT_TRUE(Rewrap().ok());
  EXPECT_FALSE(HasRowOf("ada"));
  EXPECT_TRUE(absl::IsFailedPrecondition(Start(next)->Ensure("t", "ada").status()));
}

// Under its old name it would stand behind one that lost, once brokers compact.
TEST_F(SharedKeyringTest, TheOneThatCountsStaysTheOneThatCountsBesideOneThatLost) {
  const auto one = Start(old, next), two = Start(old, next);
  std::string counts;
  all.before_put = [&](std::string_view) { counts = two->Ensure("t", "ada")->bytes; };
  EXPECT_EQ(one->Ensure("t", "ada")->bytes, counts);
  const AllRows before = all;
  ASSERT_TRUE(Rewrap().ok());
  std::map<std::string, size_t> last;
  for (size_t i = 0; i < all.rows.size(); ++i) last[all.rows[i].name] = i;
  AllRows compacted;
  for (size_t i = 0; i < all.rows.size(); ++i)
    if (last[all.rows[i].name] == i && all.rows[i].value) compacted.rows.push_back(all.rows[i]);
  // One that lost may also land only now.
  for (const Row& row : before.rows)
    if (row.name.front() == 'k') compacted.rows.push_back(row);
  all = compacted;
  EXPECT_EQ(Start(next, old)->Find("t", "ada", 1)->bytes, counts);
}
}  // namespace
}  // namespace aor::vault
