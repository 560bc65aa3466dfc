// Nobody waits because of somebody else: floods, whatever cannot be helped, and many tenants.
#include "services/notifications/delivery/due_look.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "libs/eventsourcing/row_store.h"
#include "services/notifications/projections/outbox.h"

namespace aor::notifications {
namespace {
using calendar::Instant;
constexpr Instant kNow{std::chrono::seconds{1'792'569'600}};

class DueLookTest : public testing::Test {
 protected:
  void Put(int seconds_ago, const std::string& tenant, const std::string& id) {
    rows_.Put(kRemind + Digits(kNow - std::chrono::seconds{seconds_ago}) + "/" + tenant + "/" + id,
              id);
  }
  void Flood(int seconds_ago, const std::string& tenant, size_t count) {
    for (size_t i = 0; i < count; ++i)
      Put(seconds_ago, tenant, "flood-" + tenant + "-" + std::to_string(i));
  }
  // How much each tenant is dealt.
  std::map<std::string, size_t> Take() {
    std::map<std::string, size_t> dealt;
    for (const auto& item : look_.Take(
             rows_, kNow, [](const DueItem& one) { return !one.value.starts_with("stuck"); })) {
      ++dealt[item.tenant];
      taken_.insert(item.value);
    }
    return dealt;
  }

  const std::unique_ptr<eventsourcing::RowStore> store_ = eventsourcing::MemoryRowStore();
  eventsourcing::OverlaidRows rows_{*store_, "outbox/", false};
  DueLook look_{kRemind};
  std::set<std::string> taken_;
};

TEST_F(DueLookTest, OneAloneHasTheWholeTurn) {
  Flood(10, "alpina", 2 * DueLook::kTurn);
  EXPECT_EQ(Take(), (std::map<std::string, size_t>{{"alpina", DueLook::kTurn}}));
  Put(-1, "alpina", "tomorrow");
  EXPECT_FALSE(taken_.contains("tomorrow"));
}

TEST_F(DueLookTest, ATenantsFloodKeepsNobodyWaiting) {
  Flood(7200, "alpina", 5 * DueLook::kLook);
  Put(3600, "alpina", "later");
  Put(1, "borealis", "only");
  EXPECT_EQ(Take(),
            (std::map<std::string, size_t>{{"alpina", DueLook::kTurn - 1}, {"borealis", 1}}));
}

TEST_F(DueLookTest, WhatCannotBeHelpedIsReadPast) {
  for (size_t i = 0; i < 3 * DueLook::kLook; ++i) Put(7200, "alpina", "stuck-" + std::to_string(i));
  Put(1, "alpina", "mine");
  for (int looks = 0; looks < 4; ++looks) Take();
  EXPECT_TRUE(taken_.contains("mine"));
  Put(9000, "alpina", "earlier");
  for (int looks = 0; looks < 4; ++looks) Take();
  EXPECT_TRUE(taken_.contains("earlier")) << "after the last comes the first again";
}

TEST_F(DueLookTest, MoreTenantsThanTurnsTakeTurns) {
  constexpr size_t kTenants = DueLook::kTurn + 100;
  for (size_t i = 0; i < kTenants; ++i)
    for (const char* each : {"a", "b"}) {
      const std::string tenant = "t" + std::to_string(1000 + i);
      Put(10, tenant, tenant + each);
    }
  std::map<std::string, size_t> dealt;
  for (int looks = 0; looks < 2; ++looks)
    for (const auto& [tenant, count] : Take()) dealt[tenant] += count;
  EXPECT_EQ(dealt.size(), kTenants);
}
}  // namespace
}  // namespace aor::notifications
