#include <gtest/gtest.h>

#include "services/invoicing/domain/draft_fixture.h"

namespace aor::invoicing {
namespace {
constexpr int64_t kHour = 3600;

TEST(DraftTest, PassesASuppliersWorkThroughWithAFeeOfItsOwn) {
  Approved approved;
  Days(approved, kMonday, 18);
  const auto drafts = Drafts(Lumen(), One(Developer("dev"), approved));
  ASSERT_EQ(drafts.size(), 1u);
  ASSERT_EQ(drafts[0].lines.size(), 2u);
  EXPECT_EQ(drafts[0].draft_id, "lyon~lumen~2026-10~EUR~all");
  EXPECT_EQ(Net(drafts[0].lines[0]), "11160.00");
  EXPECT_EQ(drafts[0].lines[0].unit_code(), "DAY");
  EXPECT_EQ(drafts[0].lines[1].category(), "FEE");
  EXPECT_EQ(Net(drafts[0].lines[1]), "446.40");
  EXPECT_EQ(money::ToString(money::FromProto(drafts[0].lines[1].fee_base())), "EUR 11160.00");
  EXPECT_EQ(money::ToString(drafts[0].totals.payable), "EUR 13927.68");
}

TEST(DraftTest, ExpensesAreBilledAsTheyWereSpentWithoutFeeWhereTheContractSaysSo) {
  Approved approved;
  Days(approved, kMonday, 1);
  const WorkKey dinner{"2026-W41", kMonday, "EXPENSE", {}};
  Add(approved.work, dinner, {0, D("37.40")});
  Contract contract = Developer("dev");
  EXPECT_EQ(Drafts(Lumen(), One(contract, approved))[0].lines.size(), 2u);  // borne by the agency
  contract.expenses_billed = true;
  const auto lines = Drafts(Lumen(), One(contract, approved))[0].lines;
  ASSERT_EQ(lines.size(), 3u);
  EXPECT_EQ(Net(lines[1]), "37.40");
  EXPECT_EQ(lines[1].description(), "Developer: expenses as spent");
  EXPECT_EQ(lines[1].cost().minor_units(), 3740);
  EXPECT_EQ(Net(lines[2]), "24.80");  // 4 % of 620 alone
  const auto owed = Drafts(Devco({{kMonday, {"S", D("20"), ""}}}), One(contract, approved));
  EXPECT_EQ(money::ToString(owed[0].totals.net), "EUR 657.40");
}

TEST(DraftTest, SelfBillsASupplierLiableToVat) {
  Approved approved;
  Days(approved, kMonday, 18);
  const auto drafts =
      Drafts(Devco({{kMonday, {"S", D("20"), ""}}}), One(Developer("dev"), approved));
  ASSERT_EQ(drafts.size(), 1u);
  ASSERT_EQ(drafts[0].lines.size(), 1u);
  EXPECT_EQ(money::ToString(drafts[0].totals.net), "EUR 11160.00");
  EXPECT_EQ(money::ToString(drafts[0].totals.payable), "EUR 13392.00");
}

TEST(DraftTest, TheVatOfASupplierIsThatOfTheDay) {
  const Vat franchise{"E", {}, "TVA non applicable, article 293 B du CGI"};
  Approved approved;
  Days(approved, Date(2026, 10, 12), 4);  // liable from the 14th (E45)
  const auto drafts =
      Drafts(Devco({{kMonday, franchise}, {Date(2026, 10, 14), {"S", D("20"), ""}}}),
             One(Developer("dev"), approved));
  ASSERT_EQ(drafts[0].totals.vat.size(), 2u);
  EXPECT_EQ(drafts[0].totals.vat[0].exemption_reason(), franchise.exemption_reason);
  EXPECT_EQ(drafts[0].totals.vat[0].base().minor_units(), 124000);
  EXPECT_EQ(drafts[0].totals.vat[1].vat().minor_units(), 24800);
}

// 261-4-4° is of training: a trainer's fee, not the coordination's, on the days of the attestation.
TEST(DraftTest, ATrainersFeeIsTaxedAsTrainingIs) {
  const Vat exempt{"E", {}, "article 261-4-4° a du CGI", "VATEX-FR-CGI261-4"};
  const Vat franchise{"E", {}, "TVA non applicable, article 293 B du CGI"};
  Billing billing = Devco({{Date(2025, 1, 1), franchise}, {Date(2026, 1, 1), {"S", D("20"), ""}}});
  billing.training_vat = billing.vat;
  billing.training_vat.push_back({kMonday, exempt});
  const auto vat_of = [&](const char* part, Date day) {
    Contract fee = Developer("fee");
    fee.unit = Unit::kSession;
    fee.sessions = D("1");
    fee.start = day;
    fee.work.emplace().set_part(part);
    const auto draft = Drafts(billing, One(fee, {})).at(0);
    return draft.totals.vat.at(0).category() + " " + draft.totals.vat.at(0).exemption_reason();
  };
  EXPECT_EQ(vat_of("TRAINER", kMonday), "E " + exempt.exemption_reason);
  EXPECT_EQ(vat_of("TRAINER", kMonday - 1), "S ");
  EXPECT_EQ(vat_of("COORDINATOR", kMonday), "S ");
  EXPECT_EQ(vat_of("FACILITATOR", kMonday), "S ");
  EXPECT_EQ(vat_of("TRAINER", Date(2025, 6, 1)), "E " + franchise.exemption_reason);
}

TEST(DraftTest, ASupplierWhoInvoicesHimselfIsNotSelfBilled) {
  Contract contract = Developer("dev");
  contract.self_billed = false;
  Approved approved;
  Days(approved, kMonday, 1);
  EXPECT_TRUE(Drafts(Devco({{kMonday, {"S", D("20"), ""}}}), One(contract, approved)).empty());
}

TEST(DraftTest, SupplementsStandOnTopOfEveryHour) {
  Approved approved;
  const Date saturday(2026, 10, 24);
  Hours(approved, saturday, 2 * kHour);
  Hours(approved, saturday + 1, 7 * kHour);
  Hours(approved, saturday, kHour, "SUNDAY", "50");
  Hours(approved, saturday + 1, 7 * kHour, "SUNDAY", "50");
  const auto drafts = Drafts(Acme(), One(Temp("t"), approved));
  ASSERT_EQ(drafts[0].lines.size(), 2u);
  EXPECT_EQ(Net(drafts[0].lines[0]), "486.00");  // 9 × 54
  EXPECT_EQ(Net(drafts[0].lines[1]), "216.00");  // 8 × 27
  EXPECT_EQ(drafts[0].lines[1].description(), "Assembler: Sunday supplement 50 %");
  EXPECT_EQ(drafts[0].lines[1].title(), "Assembler") << "a paper says the rest in its language";
  EXPECT_EQ(money::FromProto(drafts[0].lines[1].percent()), D("50"));
  EXPECT_EQ(drafts[0].lines[1].cost().minor_units(), 16856);
}

TEST(DraftTest, SupplementsThatTheContractKeepsAreNotBilled) {
  Contract contract = Temp("t");
  contract.supplements_billed = false;
  Approved approved;
  Hours(approved, kMonday, 10 * kHour);
  Hours(approved, kMonday, kHour, "OVERTIME", "25");
  EXPECT_EQ(Drafts(Acme(), One(contract, approved))[0].lines.size(), 1u);
}

TEST(DraftTest, ExactSecondsStandBehindAPrintedQuantity) {
  Approved approved;
  Hours(approved, kMonday, 50 * 60);
  Contract contract = Temp("t");
  contract.rates[0].tariff = D("60.00");
  const auto line = Drafts(Acme(), One(contract, approved))[0].lines[0];
  EXPECT_EQ(Net(line), "50.00");  // not 0.83 × 60 = 49.80 (C22)
  EXPECT_EQ(line.seconds(), 3000);
  EXPECT_EQ(money::ToString(money::FromProto(line.quantity())), "0.833333");
}

TEST(DraftTest, TwoQuartersAreAHalf) {
  Approved approved;
  Hours(approved, kMonday, 15 * 60);
  Hours(approved, kMonday + 1, 15 * 60);
  EXPECT_EQ(Net(Drafts(Acme(), One(Temp("t"), approved))[0].lines[0]), "27.00");
}

TEST(DraftTest, TheRateIsThatOfTheDayOfWork) {
  Contract contract = Temp("t");
  contract.rates.push_back({kMonday + 1, D("60.00"), D("33.00"), D("46.00")});
  Approved approved;
  Hours(approved, kMonday, kHour);
  Hours(approved, kMonday + 1, kHour);
  const auto lines = Drafts(Acme(), One(contract, approved))[0].lines;
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(Net(lines[0]), "54.00");
  EXPECT_EQ(Net(lines[1]), "60.00");
}

TEST(DraftTest, AMonthIsBilledAsAMonthWhateverItsHours) {
  Contract contract = Temp("eor");
  contract.unit = Unit::kMonth;
  contract.rates[0].tariff = D("8200.00");
  Approved approved;
  Hours(approved, kMonday, 8 * kHour);
  Add(approved.work, {"2026-W44", Date(2026, 10, 31), "MONTH", {}}, {0, D("1")});
  const auto lines = Drafts(Acme(), One(contract, approved))[0].lines;
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_EQ(Net(lines[0]), "8200.00");
  EXPECT_EQ(lines[0].unit_code(), "MON");
}

TEST(DraftTest, APlacementIsBilledOnceWithoutHours) {
  Contract contract = Temp("perm");
  contract.permanent = true;
  contract.fixed_fee = D("18000.00");
  contract.fee_percent = D("18");  // of the salary, how the fee was found: no line of its own
  auto bases = One(contract, {});
  const auto draft = Drafts(Acme(), bases)[0];
  ASSERT_EQ(draft.lines.size(), 1u);
  EXPECT_EQ(Net(draft.lines[0]), "18000.00");
  EXPECT_EQ(draft.period, "2026-09");
  Confirm(draft, "i-1", bases);
  EXPECT_TRUE(Drafts(Acme(), bases).empty());
}

TEST(DraftTest, AFixedPriceIsBilledOnceWhenTheWorkEnds) {
  Contract contract = Developer("sow");
  contract.unit = Unit::kFixed;
  contract.rates[0].tariff = D("20000");
  auto bases = One(contract, {});
  EXPECT_TRUE(Drafts(Lumen(), bases).empty()) << "no end is known";
  bases[0].contract.end = Date(2026, 10, 31);
  bases[0].contract.rates.push_back({Date(2026, 11, 1), D("21000"), D("620"), D("620")});
  const auto draft = Drafts(Lumen(), bases)[0];
  EXPECT_EQ(draft.period, "2026-10");
  EXPECT_EQ(Net(draft.lines[0]), "20000.00");
  EXPECT_EQ(calendar::FromProto(draft.lines[0].billed(0).day()), Date(2026, 10, 31));
  Confirm(draft, "i-1", bases);
  EXPECT_TRUE(Drafts(Lumen(), bases).empty());
  bases[0].contract.end = Date(2026, 11, 30);
  EXPECT_TRUE(Drafts(Lumen(), bases).empty()) << "its end moved";
  bases[0].contract.end.reset();
  EXPECT_TRUE(Drafts(Lumen(), bases).empty());
}

TEST(DraftTest, ContestedDaysFreezeNothingElse) {
  Approved approved;
  Hours(approved, kMonday, 8 * kHour);
  Hours(approved, kMonday + 1, 8 * kHour);
  approved.contested["2026-W41"] = {kMonday + 1};
  const auto draft = Drafts(Acme(), One(Temp("t"), approved))[0];
  EXPECT_EQ(Net(draft.lines[0]), "432.00");
  EXPECT_EQ(draft.frozen, 1u);
}

TEST(DraftTest, AContestFreezesTheOvertimeOfItsWeek) {
  Approved approved;
  Hours(approved, kMonday, 10 * kHour);
  Hours(approved, kMonday + 1, 10 * kHour);
  Hours(approved, kMonday + 6, kHour, "OVERTIME", "25");
  Hours(approved, kMonday + 13, kHour, "OVERTIME", "25");
  approved.contested["2026-W41"] = {kMonday + 1};
  const auto draft = Drafts(Acme(), One(Temp("t"), approved))[0];
  ASSERT_EQ(draft.lines.size(), 2u);
  EXPECT_EQ(Net(draft.lines[0]), "540.00");
  EXPECT_EQ(Net(draft.lines[1]), "13.50");  // of the week after
  EXPECT_EQ(draft.frozen, 2u);
}

TEST(DraftTest, AContestThatNamesNoDayFreezesTheWeek) {
  Approved approved;
  Hours(approved, kMonday, 8 * kHour);
  approved.contested["2026-W41"] = {};
  const auto draft = Drafts(Acme(), One(Temp("t"), approved))[0];
  EXPECT_TRUE(draft.lines.empty());
  EXPECT_EQ(draft.frozen, 1u);
}

TEST(DraftTest, AGateThatClosesAfterTheLastDayWorkedHoldsNoOvertime) {
  Approved approved;
  for (int day = 0; day < 5; day++) Hours(approved, kMonday + day, 10 * kHour);
  Hours(approved, kMonday + 6, 7 * kHour, "OVERTIME", "25");
  auto bases = One(Temp("t"), approved);
  bases[0].held[std::string(billed::kClient)] = {{kMonday + 5, Date::max()}};
  EXPECT_EQ(Drafts(Acme(), bases)[0].gated, 0u);
  bases[0].held[std::string(billed::kClient)] = {{kMonday + 4, Date::max()}};
  EXPECT_EQ(Drafts(Acme(), bases)[0].gated, 2u);
}

TEST(DraftTest, AClosedGateHoldsItsSideUntilItOpensOnce) {
  Approved approved;
  Days(approved, kMonday, 4);
  auto bases = One(Developer("d"), approved);
  const Billing devco = Devco({{Date(2014, 1, 1), {"S", D("20"), ""}}});
  bases[0].held[std::string(billed::kSupplier)] = {{kMonday + 1, kMonday + 2}};
  auto fee = Drafts(devco, bases)[0];
  EXPECT_EQ(Net(fee.lines[0]), "1240.00") << "the days outside";
  EXPECT_EQ(fee.gated, 2u);
  EXPECT_EQ(Drafts(Lumen(), bases)[0].gated, 0u) << "the client's bill has a gate of its own";
  Confirm(fee, "i-1", bases, billed::kSupplier);
  EXPECT_TRUE(Drafts(devco, bases)[0].lines.empty());
  bases[0].held.clear();
  fee = Drafts(devco, bases)[0];
  EXPECT_EQ(Net(fee.lines[0]), "1240.00") << "what waited is released";
  Confirm(fee, "i-2", bases, billed::kSupplier);
  EXPECT_TRUE(Drafts(devco, bases).empty()) << "once";
  bases[0].held[std::string(billed::kSupplier)] = {{kMonday, Date::max()}};
  EXPECT_TRUE(Drafts(devco, bases).empty()) << "what was billed stays";
  Days(bases[0].approved, kMonday + 7, 1);
  EXPECT_EQ(Drafts(devco, bases)[0].gated, 1u);
  Add(bases[0].approved.work, {"2026-W41", kMonday, "DAY", {}}, {0, D("-1")});
  EXPECT_TRUE(Drafts(devco, bases)[0].credit) << "what is taken back does not wait";
}

std::vector<std::string> IdsOf(const Billing& billing, const std::vector<ContractBasis>& bases) {
  std::vector<std::string> ids;
  for (const auto& draft : Drafts(billing, bases)) ids.push_back(draft.draft_id);
  return ids;
}

TEST(DraftTest, ConsolidatesAsTheClientWishes) {
  Approved approved;
  Hours(approved, kMonday, 8 * kHour);
  Hours(approved, kMonday + 7, 8 * kHour);
  std::vector<ContractBasis> bases{{Temp("a"), approved, {}}, {Temp("b"), approved, {}}};
  bases[0].contract.purchase_order = "PO-7";
  using Ids = std::vector<std::string>;
  Billing billing = Acme();
  EXPECT_EQ(IdsOf(billing, bases), Ids{"geneva~acme~2026-10~CHF~all"});
  billing.consolidation = Consolidation::kPurchaseOrder;
  EXPECT_EQ(IdsOf(billing, bases),
            (Ids{"geneva~acme~2026-10~CHF~", "geneva~acme~2026-10~CHF~PO-7"}));
  bases[0].contract.purchase_order = "none";  // a number like any other
  EXPECT_EQ(IdsOf(billing, bases),
            (Ids{"geneva~acme~2026-10~CHF~", "geneva~acme~2026-10~CHF~none"}));
  billing.consolidation = Consolidation::kContract;
  EXPECT_EQ(IdsOf(billing, bases), (Ids{"geneva~acme~2026-10~CHF~a", "geneva~acme~2026-10~CHF~b"}));
  billing.consolidation = Consolidation::kClient;
  billing.cadence = Cadence::kWeekly;
  EXPECT_EQ(IdsOf(billing, bases),
            (Ids{"geneva~acme~2026-W41~CHF~all", "geneva~acme~2026-W42~CHF~all"}));
}

TEST(DraftTest, OvertimeOfAStraddlingWeekIsOfTheMonthInWhichItEnds) {
  Approved approved;
  Hours(approved, Date(2026, 10, 31), 8 * kHour);
  Hours(approved, Date(2026, 11, 1), kHour, "OVERTIME", "25");
  const auto drafts = Drafts(Acme(), One(Temp("t"), approved));
  ASSERT_EQ(drafts.size(), 2u);
  EXPECT_EQ(drafts[1].period, "2026-11");
}

TEST(DraftTest, TwoCurrenciesAreTwoDrafts) {
  Approved approved;
  Hours(approved, kMonday, kHour);
  std::vector<ContractBasis> bases{{Temp("a"), approved, {}}, {Temp("b"), approved, {}}};
  bases[1].contract.currency = "EUR";
  EXPECT_EQ(Drafts(Acme(), bases).size(), 2u);
}

TEST(DraftTest, TheEtagTellsBillingFromNewHours) {
  Approved approved;
  Hours(approved, kMonday, 8 * kHour);
  auto bases = One(Temp("t"), approved);
  const auto before = Drafts(Acme(), bases)[0].etag;
  Hours(bases[0].approved, kMonday + 1, kHour);
  const auto more = Drafts(Acme(), bases)[0].etag;
  EXPECT_NE(before, more);
  EXPECT_EQ(before.substr(0, 8), more.substr(0, 8));
  Add(bases[0].billed.client, {"2026-W41", kMonday, "BASE", {}}, {kHour, {}});
  EXPECT_NE(Drafts(Acme(), bases)[0].etag.substr(0, 8), more.substr(0, 8));
}
}  // namespace
}  // namespace aor::invoicing
