#include "services/payroll/api/batching.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "aor/payroll/v1/payroll_resources.pb.h"
#include "libs/eventsourcing/row_store.h"
#include "services/payroll/projections/pay_book.h"

namespace aor::payroll {
namespace {
class BatchingTest : public testing::Test {
 protected:
  void Owe(const std::string& id, const std::string& payee, int64_t minor, int day) {
    v1::Payable payable;
    payable.set_payable_id(id);
    payable.set_payee_id(payee);
    payable.set_payable_kind("SUPPLIER_INVOICE");
    payable.set_state(v1::PAYABLE_STATE_OPEN);
    *payable.mutable_amount() = money::ToProto(money::Money{"EUR", minor});
    *payable.mutable_due() = calendar::ToProto(calendar::Date(2026, 11, day));
    rows_.Store(RowKey("t", "payable", "lyon", id), payable);
    rows_.Put(RowKey("t", "unpaid", "lyon", id), id);
  }
  std::vector<batch::Item> One() const { return ItemsOfOne(rows_, "t", kSuppliers); }

  const Selection kSuppliers{"lyon", "EUR", "SUPPLIER_INVOICE", calendar::Date(2026, 11, 2), {}};
  const std::unique_ptr<eventsourcing::RowStore> store_ = eventsourcing::MemoryRowStore();
  eventsourcing::OverlaidRows rows_{*store_, ""};
};

// The credit is due last: cut before it, the invoice would be paid in full.
TEST_F(BatchingTest, ACreditStaysWithWhatItLowersWhereABatchIsFull) {
  for (size_t i = 1; i < batch::kMaxItems; ++i)
    Owe("p" + std::to_string(1000 + i), "dev" + std::to_string(i), 100, 2);
  Owe("invoice", "credited", 100, 1);
  Owe("note", "credited", -30, 30);
  const auto items = One();
  ASSERT_EQ(items.size(), batch::kMaxItems);
  EXPECT_EQ(std::ranges::count(items, "credited", &batch::Item::payee_id), 2);
}

TEST_F(BatchingTest, WhoseCreditsEatAllWaits) {
  Owe("invoice", "credited", 100, 1);
  Owe("note", "credited", -100, 30);
  EXPECT_TRUE(One().empty());
  Owe("next", "credited", 1, 30);
  EXPECT_EQ(One().size(), 3u);
}
}  // namespace
}  // namespace aor::payroll
