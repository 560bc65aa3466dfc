// What holds for any work, in any order of approving, billing and correcting.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "services/invoicing/domain/draft_fixture.h"

namespace aor::invoicing {
namespace {

Approved Measured(const std::vector<std::pair<int, int>>& week) {
  Approved approved;
  for (const auto& [day, minutes] : week) {
    Hours(approved, Date(2026, 10, 1 + day), minutes * 60);
    if (minutes > 480)
      Hours(approved, Date(2026, 10, 1 + day), (minutes - 480) * 60, "OVERTIME", "25");
  }
  return approved;
}

std::vector<std::pair<int, int>> AnyWork() {
  return *rc::gen::container<std::vector<std::pair<int, int>>>(
      rc::gen::pair(rc::gen::inRange(0, 31), rc::gen::inRange(1, 700)));
}

ContractBasis AnyContract(const char* id) {
  Contract contract = Temp(id);
  contract.rates[0].tariff = {*rc::gen::inRange<int64_t>(1, 20'000'000), 5};
  contract.rates[0].cost = {*rc::gen::inRange<int64_t>(1, 10'000), 2};
  contract.fee_percent = {*rc::gen::inRange<int64_t>(0, 1000), 2};
  return {contract, Measured(AnyWork()), {}};
}

Money SumOfLines(const Draft& draft) {
  Money sum{draft.currency, 0};
  for (const auto& line : draft.lines) sum = sum + money::FromProto(line.net());
  return sum;
}

TEST(LawsTest, TheSumOfTheLinesIsTheNet) {
  EXPECT_TRUE(rc::check([] {
    const auto drafts = Drafts(Acme(), {AnyContract("a"), AnyContract("b")});
    for (const auto& draft : drafts) RC_ASSERT(SumOfLines(draft) == draft.totals.net);
  }));
}

TEST(LawsTest, VatRecomputesFromItsBase) {
  EXPECT_TRUE(rc::check([] {
    for (const auto& draft : Drafts(Acme(), {AnyContract("a")})) {
      Money vat{draft.currency, 0};
      for (const auto& row : draft.totals.vat) {
        RC_ASSERT(money::FromProto(row.vat()) ==
                  money::Percent(money::FromProto(row.base()), money::FromProto(row.percent())));
        vat = vat + money::FromProto(row.vat());
      }
      RC_ASSERT(vat == draft.totals.vat_total);
      RC_ASSERT(draft.totals.payable == draft.totals.net + vat);
    }
  }));
}

TEST(LawsTest, NothingIsOpenAfterConfirmation) {
  EXPECT_TRUE(rc::check([] {
    std::vector<ContractBasis> bases{AnyContract("a"), AnyContract("b")};
    Billing weekly = Acme();  // several drafts of one contract, each computed before the first
    weekly.cadence = Cadence::kWeekly;
    for (const auto& draft : Drafts(weekly, bases)) Confirm(draft, draft.draft_id, bases);
    RC_ASSERT(Drafts(weekly, bases).empty());
  }));
}

TEST(LawsTest, WhatIsBilledInTheEndIsWhatIsApprovedInTheEnd) {
  EXPECT_TRUE(rc::check([] {
    std::vector<ContractBasis> bases{AnyContract("a")};
    const int corrections = *rc::gen::inRange(1, 4);
    for (int i = 0; i < corrections; i++) {
      for (const auto& draft : Drafts(Acme(), bases))
        Confirm(draft, draft.draft_id + std::to_string(i), bases);
      bases[0].approved = Measured(AnyWork());
    }
    for (const auto& draft : Drafts(Acme(), bases)) Confirm(draft, draft.draft_id, bases);
    RC_ASSERT(bases[0].billed.client == Billable(bases[0], billed::kClient));
  }));
}

TEST(LawsTest, ALineIsItsPriceTimesItsExactTime) {
  EXPECT_TRUE(rc::check([] {
    for (const auto& draft : Drafts(Acme(), {AnyContract("a")}))
      for (const auto& line : draft.lines) {
        int64_t seconds = 0;
        for (const auto& time : line.billed()) seconds += time.seconds();
        if (line.category() == "FEE") continue;
        RC_ASSERT(seconds == line.seconds());
        RC_ASSERT(money::FromProto(line.net()) == money::ForTime("CHF",
                                                                 money::FromProto(line.price()),
                                                                 std::chrono::seconds(seconds)));
      }
  }));
}
}  // namespace
}  // namespace aor::invoicing
