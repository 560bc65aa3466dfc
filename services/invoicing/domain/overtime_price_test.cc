// What a week's overtime costs whose tariff or VAT changed in the middle of it.
#include <gtest/gtest.h>

#include "services/invoicing/domain/draft_fixture.h"

namespace aor::invoicing {
namespace {
constexpr int64_t kHour = 3600;
const Date kFriday(2026, 10, 30), kSunday(2026, 11, 1);
const WorkKey kOvertimeOfWeek{"2026-W44", kSunday, "OVERTIME", D("25")};

// 54.00 until October is over, 60.00 from then on; two hours of overtime of Friday, one of Sunday.
std::vector<ContractBasis> OverTheMonth() {
  Contract contract = Temp("t");
  contract.rates.push_back({kSunday, D("60.00"), D("30.00"), D("42.14")});
  Approved approved;
  Hours(approved, kSunday, 3 * kHour, "OVERTIME", "25");
  approved.caused[kOvertimeOfWeek] = {{kFriday, {2 * kHour, {}}}, {kSunday, {kHour, {}}}};
  return {{contract, approved, {}}};
}
std::string Nets(const Draft& draft) {
  std::string nets;
  for (const auto& line : draft.lines)
    nets += money::ToString(money::ToDecimal(money::FromProto(line.net()))) + " ";
  return nets;
}
Draft OnlyDraft(const std::vector<ContractBasis>& bases) {
  const auto drafts = Drafts(Acme(), bases);
  EXPECT_EQ(drafts.size(), 1u);
  return drafts.at(0);
}

TEST(OvertimePriceTest, IsThatOfTheDaysThatCausedIt) {
  const auto draft = OnlyDraft(OverTheMonth());
  EXPECT_EQ(draft.period, "2026-11") << "the Sunday's month";
  EXPECT_EQ(Nets(draft), "27.00 15.00 ");
  EXPECT_EQ(draft.lines[0].billed(0).day().day(), 1u);
}

TEST(OvertimePriceTest, SoIsItsVat) {
  Billing acme = Acme();
  acme.vat.push_back({kSunday, {"S", D("9"), ""}});
  const auto drafts = Drafts(acme, OverTheMonth());
  EXPECT_EQ(money::FromProto(drafts[0].lines[0].vat_percent()), D("8.1"));
  EXPECT_EQ(money::FromProto(drafts[0].lines[1].vat_percent()), D("9"));
}

TEST(OvertimePriceTest, WhatIsCreditedIsBilledAgainAtItsPrice) {
  auto bases = OverTheMonth();
  Confirm(OnlyDraft(bases), "i-1", bases);
  auto fridays = BilledByContract(OnlyDraft(OverTheMonth()).lines)["t"];
  fridays.resize(1);
  fridays[0].set_seconds(-fridays[0].seconds());
  const auto decision =
      billed::Decide(bases[0].billed, billed::TakeBack{"t", "n-1", "CLIENT", fridays, true, ""});
  for (const auto& event : std::get<0>(decision))
    bases[0].billed = billed::Evolve(std::move(bases[0].billed), event);
  EXPECT_EQ(Nets(OnlyDraft(bases)), "27.00 ");
}

TEST(OvertimePriceTest, WhereNobodySaidItIsTheSundays) {
  auto bases = OverTheMonth();
  bases[0].approved.caused.clear();
  EXPECT_EQ(Nets(OnlyDraft(bases)), "45.00 ");
}
}  // namespace
}  // namespace aor::invoicing
