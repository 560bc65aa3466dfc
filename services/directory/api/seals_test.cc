// A key that is lost is no erasure: nothing is shown without it, and nothing sealed in its place.
#include "services/directory/api/seals.h"

#include <gtest/gtest.h>

#include "libs/eventsourcing/row_store.h"
#include "services/directory/api/person_sealing.h"
#include "services/directory/projections/directory_view.h"

namespace aor::directory {
namespace {
struct SealsTest : ::testing::Test {
  SealsTest() {
    v1::RegisterPersonRequest request;
    request.mutable_name()->set_given_name("Ada");
    request.mutable_name()->set_family_name("Rochat");
    v1::PersonEvent event;
    *event.mutable_person_registered() = *SealedPerson(vault, "alpina", "ada", request);
    ApplyPerson("alpina", event, rows);
  }
  v1::PersonRow Row() const { return *rows.Load<v1::PersonRow>(PersonKey("alpina", "ada")); }
  const rpc::Caller consultant{"alpina", PersonId{"carl"}, "", {{"consultant", ""}}};
  const std::unique_ptr<eventsourcing::RowStore> store = eventsourcing::MemoryRowStore();
  eventsourcing::OverlaidRows rows{*store, ""};
  vault::Vault vault{vault::MemoryKeyring()}, without_keys{vault::MemoryKeyring()};
};

TEST_F(SealsTest, WhoIsErasedIsShownWithoutAName) {
  EXPECT_EQ(PersonFor(consultant, vault, Row()).name().given_name(), "Ada");
  EXPECT_TRUE(StillOpens(rows, vault, "alpina", "ada").ok());
  ASSERT_TRUE(vault.Erase("alpina", "ada").ok());
  EXPECT_FALSE(PersonFor(consultant, vault, Row()).has_name());
  EXPECT_TRUE(StillOpens(rows, vault, "alpina", "ada").ok()) << "the rule refuses, by name";
  v1::PersonEvent erased;
  erased.mutable_person_erased()->set_person_id("ada");
  ApplyPerson("alpina", erased, rows);
  EXPECT_TRUE(StillOpens(rows, vault, "alpina", "ada").ok()) << "its row holds nothing sealed";
  EXPECT_TRUE(vault.Health().ok());
}

TEST_F(SealsTest, WhoseKeyIsLostIsNotShown) {
  try {
    PersonFor(consultant, without_keys, Row());
    FAIL() << "shown without a name";
  } catch (const rpc::CannotAnswer& cannot) {
    EXPECT_TRUE(absl::IsDataLoss(cannot.why)) << cannot.why;
  }
  EXPECT_TRUE(absl::IsDataLoss(without_keys.Health()));
}

TEST_F(SealsTest, NothingIsSealedAnewForWhoseKeyIsLost) {
  EXPECT_TRUE(absl::IsDataLoss(StillOpens(rows, without_keys, "alpina", "ada")));
  EXPECT_TRUE(StillOpens(rows, without_keys, "alpina", "nobody-yet").ok());
}
}  // namespace
}  // namespace aor::directory
