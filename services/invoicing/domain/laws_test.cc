// What holds for any work, in any order of approving, billing and correcting.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "services/invoicing/domain/draft_fixture.h"
#include "services/invoicing/domain/invoice.h"

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

invoice::State Issued(const Draft& draft, const std::string& rounding_policy) {
  v1::InvoiceIssued document;
  for (const auto& line : draft.lines) *document.add_lines() = line;
  document.set_rounding_policy(rounding_policy);
  Settle(document, draft.currency);
  v1::InvoiceEvent event;
  *event.mutable_invoice_issued() = document;
  return invoice::Evolve({}, event);
}

bool AllCredited(const invoice::State& state) {
  return std::holds_alternative<invoice::Refusal>(invoice::CreditLines(state, {}));
}

// Some hours of the first line that has as many left, else all the rest; what the note comes to.
int64_t CreditOne(invoice::State& state, int64_t hours, int notes) {
  std::optional<std::vector<v1::CreditedLine>> credited;
  for (const auto& line : state.document->lines()) {
    const auto part = invoice::CreditLines(state, {{line.line_number(), Decimal{hours, 0}, {}}});
    if (!std::holds_alternative<invoice::Refusal>(part)) credited = std::get<0>(part);
    if (credited) break;
  }
  if (!credited) credited = std::get<0>(invoice::CreditLines(state, {}));
  v1::InvoiceIssued note;
  note.set_rounding_policy(state.document->rounding_policy());
  for (const auto& line : invoice::NoteLines(*state.document, *credited, true))
    *note.add_lines() = line;
  invoice::SettleNote(note, state, *credited);
  const Money payable = money::FromProto(note.payable());
  const std::string id = "n" + std::to_string(notes);
  const auto decision = invoice::Decide(state, invoice::Credit{id, id, payable, *credited});
  for (const auto& event : std::get<0>(decision)) state = invoice::Evolve(std::move(state), event);
  return payable.minor;
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

// In any pieces, to the last one: fees and VAT of each piece are rounded by themselves.
TEST(LawsTest, TheNotesOfAnInvoiceComeToTheInvoice) {
  EXPECT_TRUE(rc::check([] {
    ContractBasis basis = AnyContract("a");
    basis.contract.rates[0].tariff.unscaled += 1'000'000;  // no piece is smaller than its rounding
    for (const auto& draft : Drafts(ClientOf("geneva", "acme", "7.7"), {basis})) {
      invoice::State state = Issued(draft, *rc::gen::element<std::string>("", "CASH-0.05"));
      int64_t credited = 0;
      for (int notes = 0; !AllCredited(state); ++notes)
        credited += CreditOne(state, *rc::gen::inRange<int64_t>(1, 50), notes);
      RC_ASSERT(credited == state.document->payable().minor_units());
      RC_ASSERT(invoice::OpenOf(state).minor == 0);
    }
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
