#include "services/invoicing/domain/totals.h"

#include <gtest/gtest.h>

#include "services/invoicing/domain/draft_fixture.h"

namespace aor::invoicing {
namespace {
TEST(TotalsTest, FollowsTheOrderOfEn16931) {
  std::vector<v1::InvoiceLine> lines(3);
  for (auto& line : lines) {
    *line.mutable_net() = money::ToProto(LineNet("EUR", D("33.335"), {0, D("1")}));
    line.set_vat_category("S");
    *line.mutable_vat_percent() = money::ToProto(D("20"));
  }
  const auto totals = Total("EUR", lines, "");
  EXPECT_EQ(totals.net.minor, 10002);  // 3 × 33.34, each rounded once (E48)
  EXPECT_EQ(totals.vat_total.minor, 2000);
  EXPECT_EQ(totals.payable.minor, 12002);
  EXPECT_EQ(totals.rounding.minor, 0);
}

TEST(TotalsTest, CashIsRoundedOnlyWhenDeclared) {
  std::vector<v1::InvoiceLine> lines(1);
  *lines[0].mutable_net() = money::ToProto(Money{"CHF", 10002});
  lines[0].set_vat_category("S");
  const auto totals = Total("CHF", lines, kCashRounding);
  EXPECT_EQ(totals.payable.minor, 10000);
  EXPECT_EQ(totals.rounding.minor, -2);
}

TEST(TotalsTest, ACreditTurnsAllThatALineComesTo) {
  std::vector<v1::InvoiceLine> lines(1);
  lines[0].mutable_net()->set_minor_units(-400);
  lines[0].mutable_fee_base()->set_minor_units(-10000);
  TurnSigns(lines);
  EXPECT_EQ(lines[0].net().minor_units(), 400);
  EXPECT_EQ(lines[0].fee_base().minor_units(), 10000);
  EXPECT_FALSE(lines[0].has_cost());
}
}  // namespace
}  // namespace aor::invoicing
