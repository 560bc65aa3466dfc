// What may come on a client's document and what may be allocated to it, through the real edge.
#include "services/invoicing/api/invoicing_test.h"

namespace aor::invoicing {
namespace {
class WhatIsBilledTest : public InvoicingTest {};

TEST_F(WhatIsBilledTest, AContestedDayWaitsAlone) {
  Client("gum", "geneva");
  Temp("t6", "gum");
  Approve("t6", {{5, 8}, {6, 8}});
  seen_ = running_->Week(
      "hours_contested { contract_id: 't6' iso_week: '2026-W41'"
      " entry_ids: 'e1' " +
      DateText("days", kMonday) + " }");
  const auto draft = OnlyDraft("geneva", "gum");
  EXPECT_EQ(Show(draft.net()), "CHF 432.00");
  EXPECT_EQ(draft.frozen_pieces(), 1u);
}

TEST_F(WhatIsBilledTest, NothingIsTakenBackBeforeAContestIsDecided) {
  Client("oak", "geneva");
  Temp("t9", "oak");
  Approve("t9", {{5, 8}, {6, 8}});
  Confirm(OnlyDraft("geneva", "oak"));
  seen_ = running_->Week(
      "hours_contested { contract_id: 't9' iso_week: '2026-W41'"
      " entry_ids: 'e1' entry_ids: 'e2' " +
      DateText("days", kMonday) + DateText("days", kMonday + 1) + " }");
  const auto upheld_until = [&](int hours, const std::string& contested_days) {
    seen_ = running_->Week(
        "hours_approved { measured { contract_id: 't9' iso_week: '2026-W41' lines { " +
        DateText("day", kMonday) + "category: CATEGORY_BASE time { seconds: " +
        std::to_string(hours * 3600) + " } } }" + contested_days + " }");
  };
  upheld_until(8, DateText("contested_days", kMonday + 1));  // of another entry, upheld
  auto draft = OnlyDraft("geneva", "oak");
  EXPECT_EQ(draft.lines_size(), 0) << draft.ShortDebugString();
  EXPECT_EQ(draft.frozen_pieces(), 1u);
  upheld_until(7, "");
  draft = OnlyDraft("geneva", "oak");
  EXPECT_TRUE(draft.credit());
  EXPECT_EQ(Show(draft.net()), "CHF 486.00");
}

// C25: an invoice is credited whole also after some of its hours were corrected.
TEST_F(WhatIsBilledTest, WhatACorrectionLeftIsCreditedWhole) {
  Client("ash", "geneva");
  Temp("t8", "ash");
  Approve("t8", {{5, 8}, {6, 8}});
  const auto invoice = Confirm(OnlyDraft("geneva", "ash"));
  Approve("t8", {{5, 8}, {6, 6}});
  const auto note = Confirm(OnlyDraft("geneva", "ash"));
  const auto rest =
      Ask(&Invoicing::IssueCreditNote,
          New() + "legal_entity_id: 'geneva' reason: 'wrong client' bill_again: true" +
              Quoted("invoice_id", invoice.invoice_id()));
  EXPECT_EQ(rest.payable().minor_units(),
            invoice.payable().minor_units() - note.payable().minor_units());
  seen_ = rest.consistency_token();
  EXPECT_EQ(Show(OnlyDraft("geneva", "ash").net()), "CHF 756.00");
}

// E52: what is taken back of several invoices settles each of them.
TEST_F(WhatIsBilledTest, CorrectionsOfTwoInvoicesAreTwoNotesEachAgainstItsOwn) {
  Client("hop", "geneva");
  for (const char* contract : {"t-hop1", "t-hop2"}) Temp(contract, "hop");
  std::vector<v1::ConfirmInvoiceResponse> invoices;
  for (const char* contract : {"t-hop1", "t-hop2"}) {
    Approve(contract, {{5, 8}});
    invoices.push_back(Confirm(OnlyDraft("geneva", "hop")));
  }
  Approve("t-hop1", {{5, 6}});
  Approve("t-hop2", {{5, 5}});
  const auto result = service::ResultOf(Run(New() + "legal_entity_id: 'geneva' client_id: 'hop'" +
                                            DateText("through", calendar::Date(2026, 10, 31))));
  EXPECT_EQ(result.done(), 2u) << result.ShortDebugString();
  std::vector<int64_t> open;
  std::set<std::string> corrected;
  const auto listed =
      Ask(&Invoicing::ListInvoices, "legal_entity_id: 'geneva' client_id: 'hop'" + Seen());
  for (const auto& one : listed.invoices()) {
    if (one.document().type_code() == "380")
      open.push_back(one.open().minor_units());
    else
      EXPECT_EQ(one.open().minor_units(), 0) << one.ShortDebugString();
    corrected.insert(one.document().corrects_number());
  }
  std::ranges::sort(open);
  EXPECT_EQ(open, (std::vector<int64_t>{29187, 35024})) << "5 h and 6 h at 54.00, VAT 8.1 %";
  EXPECT_EQ(corrected, (std::set<std::string>{"", invoices[0].number(), invoices[1].number()}));
}

TEST_F(WhatIsBilledTest, ALineByHandIsOfThatClientAndOfSomething) {
  for (const char* client : {"elm", "fig"}) Client(client, "geneva");
  Temp("t-elm", "elm");
  Temp("t-fig", "fig");
  Approve("t-elm", {{5, 8}});
  const auto draft = OnlyDraft("geneva", "elm");
  const auto with = [&](const std::string& line) {
    return WishFor(draft) + "manual_lines { description: 'Shoes' price { unscaled: 5 } " + line +
           " }" + Seen();
  };
  OpenBooks();
  for (const char* line :
       {"quantity { unscaled: 0 }", "", "quantity { unscaled: 1 } contract_id: 'x'",
        "quantity { unscaled: 1 } contract_id: 't-fig'"})
    EXPECT_EQ(Refusal(&Invoicing::ConfirmInvoice, New() + with(line)), "INVALID_ARGUMENT") << line;
  Ask(&Invoicing::ConfirmInvoice, New() + with("quantity { unscaled: 1 } contract_id: 't-elm'"));
}

TEST_F(WhatIsBilledTest, CashIsRoundedInFrancsAlone) {
  Client("lilas", "lyon");
  Developer("d-lilas", "lilas", "devco", false);
  ApproveDays("d-lilas", kMonday, 1);
  EXPECT_EQ(Refusal(&Invoicing::ConfirmInvoice, New() + WishFor(OnlyDraft("lyon", "lilas")) +
                                                    "rounding_policy: 'CASH-0.05'" + Seen()),
            "INVALID_ARGUMENT");
}

TEST_F(WhatIsBilledTest, APaymentIsBookedByTodayWhereTheEntityIs) {
  Client("lime", "geneva");
  Temp("t-lime", "lime");
  Approve("t-lime", {{5, 8}});
  const auto invoice = Confirm(OnlyDraft("geneva", "lime"));
  const auto paid = [&](calendar::Date on) {
    return "legal_entity_id: 'geneva' payment_reference: 'camt-9'" + DateText("booked_on", on) +
           "allocations { " + Quoted("invoice_id", invoice.invoice_id()) +
           "amount { currency_code: 'CHF' minor_units: 100 } }";
  };
  EXPECT_EQ(Refusal(&Invoicing::AllocatePayment, New() + paid(calendar::Date(2026, 11, 2))),
            "INVALID_ARGUMENT");
  Ask(&Invoicing::AllocatePayment, New() + paid(calendar::Date(2026, 11, 1)));
}

// S1.37, C25: two series with one prefix would give two documents one number.
TEST_F(WhatIsBilledTest, NoTwoSeriesGiveTheSameNumber) {
  const auto open = [&](const char* kind, int year, int last) {
    return New() + "legal_entity_id: 'zug' prefix: 'ZG-' series_kind: SERIES_KIND_" + kind +
           " year: " + std::to_string(year) + " last_number: " + std::to_string(last);
  };
  Ask(&Invoicing::OpenSeries, open("INVOICE", 2025, 40));
  EXPECT_EQ(Refusal(&Invoicing::OpenSeries, open("CREDIT_NOTE", 2026, 99)), "PREFIX_USED");
  EXPECT_EQ(Refusal(&Invoicing::OpenSeries, open("INVOICE", 2026, 0)), "PREFIX_USED");
  Ask(&Invoicing::OpenSeries, open("INVOICE", 2026, 40));
  EXPECT_EQ(Refusal(&Invoicing::OpenSeries, open("INVOICE", 2027, 99)), "PREFIX_USED")
      << "2026 is not over";
}
}  // namespace
}  // namespace aor::invoicing
