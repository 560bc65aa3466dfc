// An erasure that was recorded, but whose key a stop of the process left behind.
#include "libs/service/erasures.h"

#include <gtest/gtest.h>

#include "libs/eventsourcing/row_store.h"
#include "services/directory/projections/directory_view.h"

namespace aor::directory {
namespace {
class StillView final : public eventsourcing::View {
 public:
  const eventsourcing::Rows& rows() const override { return rows_; }
  std::vector<eventlog::v1::Position> Applied() const override { return {}; }
  void WhenApplied(std::string_view, absl::Time, std::function<void(absl::Status)> ready) override {
    ready(absl::OkStatus());
  }
  eventsourcing::WritableRows& writable() { return rows_; }

 private:
  const std::unique_ptr<eventsourcing::RowStore> store_ = eventsourcing::MemoryRowStore();
  eventsourcing::OverlaidRows rows_{*store_, ""};
};

v1::PersonEvent Erased(const std::string& id) {
  v1::PersonEvent event;
  event.mutable_person_erased()->set_person_id(id);
  return event;
}

TEST(ErasuresTest, DestroysTheKeysOfTheErased) {
  StillView view;
  vault::Vault vault(vault::MemoryKeyring());
  const auto ada = *vault.Seal("alpina", "ada", "p", "Ada");
  const auto bob = *vault.Seal("alpina", "bob", "p", "Bob");
  service::Erasures erasures(view, vault, kErasedPrefix);
  erasures.At(absl::UnixEpoch());
  EXPECT_TRUE(vault.Open("alpina", "p", ada).ok());
  ApplyPerson("alpina", Erased("ada"), view.writable());
  erasures.At(absl::UnixEpoch());
  erasures.At(absl::UnixEpoch());
  EXPECT_TRUE(absl::IsNotFound(vault.Open("alpina", "p", ada).status()));
  EXPECT_EQ(*vault.Open("alpina", "p", bob), "Bob");
}
}  // namespace
}  // namespace aor::directory
