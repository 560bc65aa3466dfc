#include <gtest/gtest.h>

#include "services/invoicing/domain/draft_fixture.h"

namespace aor::invoicing {
namespace {
constexpr int64_t kHour = 3600;

TEST(CorrectionDraftsTest, LateHoursAreADelta) {
  Approved approved;
  Hours(approved, kMonday, 8 * kHour);
  auto bases = One(Temp("t"), approved);
  Confirm(Drafts(Acme(), bases)[0], "i-1", bases);
  EXPECT_TRUE(Drafts(Acme(), bases).empty());
  Hours(bases[0].approved, Date(2026, 10, 29), 4 * kHour);
  const auto drafts = Drafts(Acme(), bases);
  ASSERT_EQ(drafts.size(), 1u);
  EXPECT_FALSE(drafts[0].credit);
  EXPECT_EQ(Net(drafts[0].lines[0]), "216.00");
}

TEST(CorrectionDraftsTest, HoursTakenBackAreACreditNoteInPositiveAmounts) {
  Approved approved;
  Hours(approved, kMonday, 8 * kHour);
  auto bases = One(Temp("t"), approved);
  Confirm(Drafts(Acme(), bases)[0], "i-1", bases);
  Hours(bases[0].approved, kMonday, -2 * kHour);
  const auto draft = Drafts(Acme(), bases)[0];
  EXPECT_TRUE(draft.credit);
  EXPECT_EQ(draft.corrects_invoice_id, "i-1");
  EXPECT_EQ(Net(draft.lines[0]), "108.00");
  EXPECT_EQ(draft.lines[0].seconds(), 2 * kHour);
  EXPECT_EQ(draft.lines[0].billed(0).seconds(), -2 * kHour);
  Confirm(draft, "c-1", bases);
  EXPECT_TRUE(Drafts(Acme(), bases).empty());
}

// Each invoice is settled, and named, by a note of its own.
TEST(CorrectionDraftsTest, HoursOfSeveralInvoicesAreACreditNoteForEach) {
  Approved approved;
  Hours(approved, kMonday, 8 * kHour);
  auto bases = One(Temp("t"), approved);
  Confirm(Drafts(Acme(), bases)[0], "i-1", bases);
  Hours(bases[0].approved, kMonday, kHour);
  Hours(bases[0].approved, kMonday + 1, 8 * kHour);
  Confirm(Drafts(Acme(), bases)[0], "i-2", bases);
  Hours(bases[0].approved, kMonday, -3 * kHour);
  Hours(bases[0].approved, kMonday + 1, -8 * kHour);
  Hours(bases[0].approved, kMonday + 2, 2 * kHour);
  const auto drafts = Drafts(Acme(), bases);
  ASSERT_EQ(drafts.size(), 3u);
  EXPECT_EQ(drafts[0].draft_id, "geneva~acme~2026-10~CHF~all");
  EXPECT_FALSE(drafts[0].credit);
  EXPECT_EQ(Net(drafts[0].lines[0]), "108.00") << "what is billed anew is an invoice";
  EXPECT_EQ(drafts[1].draft_id, drafts[0].draft_id + "~i-1");
  EXPECT_EQ(drafts[1].corrects_invoice_id, "i-1");
  EXPECT_EQ(drafts[1].totals.net.minor, 2 * 5400);
  EXPECT_EQ(drafts[2].corrects_invoice_id, "i-2");
  EXPECT_EQ(drafts[2].totals.net.minor, 9 * 5400);
  Confirm(drafts[1], "c-1", bases);
  const auto left = Drafts(Acme(), bases);
  ASSERT_EQ(left.size(), 1u) << "the last one and what is new are one again";
  EXPECT_EQ(left[0].corrects_invoice_id, "i-2") << "c-1 took what was of i-1";
  Confirm(left[0], "c-2", bases);
  EXPECT_TRUE(Drafts(Acme(), bases).empty());
}

// A run goes on behind the last draft that it drew.
TEST(CorrectionDraftsTest, NotesForSeveralInvoicesStandInTheOrderOfTheirIds) {
  Billing billing = Acme();
  billing.consolidation = Consolidation::kContract;
  Approved approved;
  Hours(approved, kMonday, 8 * kHour);
  std::vector<ContractBasis> bases{{Temp("t1"), approved, {}}};
  Confirm(Drafts(billing, bases)[0], "i-1", bases);
  Hours(bases[0].approved, kMonday + 1, 8 * kHour);
  Confirm(Drafts(billing, bases)[0], "i-2", bases);
  for (int day = 0; day < 2; day++) Hours(bases[0].approved, kMonday + day, -kHour);
  bases.push_back({Temp("t10"), approved, {}});
  const auto drafts = Drafts(billing, bases);
  EXPECT_EQ(drafts.size(), 3u);
  EXPECT_TRUE(std::ranges::is_sorted(drafts, {}, &Draft::draft_id));
}

TEST(CorrectionDraftsTest, HoursAreTakenBackAtThePriceAndVatAtWhichTheyWereBilled) {
  Approved approved;
  Hours(approved, kMonday, 8 * kHour);
  auto bases = One(Temp("t"), approved);
  Confirm(Drafts(Acme(), bases)[0], "i-1", bases);
  bases[0].contract.rates.push_back({kMonday, D("60.00"), D("33.00"), D("46.00")});
  Billing acme = Acme();
  acme.vat.push_back({kMonday, {"S", D("9"), ""}});
  Hours(bases[0].approved, kMonday, kHour);
  Confirm(Drafts(acme, bases)[0], "i-2", bases);  // at 60 and 9 %
  Hours(bases[0].approved, kMonday, -3 * kHour);
  const auto drafts = Drafts(acme, bases);
  ASSERT_EQ(drafts.size(), 2u);
  EXPECT_EQ(Net(drafts[0].lines[0]), "108.00");
  EXPECT_EQ(money::ToString(money::FromProto(drafts[0].lines[0].vat_percent())), "8.1");
  EXPECT_EQ(Net(drafts[1].lines[0]), "60.00");
  EXPECT_EQ(money::ToString(money::FromProto(drafts[1].lines[0].vat_percent())), "9");
  for (const auto& draft : drafts) Confirm(draft, "c-" + draft.draft_id, bases);
  EXPECT_TRUE(Drafts(acme, bases).empty());
  Hours(bases[0].approved, kMonday, -6 * kHour);
  EXPECT_EQ(Net(Drafts(acme, bases)[0].lines[0]), "324.00");
}

TEST(CorrectionDraftsTest, HoursMovedToAnotherDayStayVisible) {
  Approved approved;
  Hours(approved, kMonday, 8 * kHour);
  auto bases = One(Temp("t"), approved);
  Confirm(Drafts(Acme(), bases)[0], "i-1", bases);
  Hours(bases[0].approved, kMonday, -kHour);
  Hours(bases[0].approved, kMonday + 1, kHour);
  const auto draft = Drafts(Acme(), bases)[0];
  ASSERT_EQ(draft.lines.size(), 2u);
  EXPECT_EQ(draft.totals.payable.minor, 0);
  Confirm(draft, "i-2", bases);
  EXPECT_TRUE(Drafts(Acme(), bases).empty());
}
}  // namespace
}  // namespace aor::invoicing
