#include <algorithm>

#include "services/invoicing/api/invoicing_test.h"

namespace aor::invoicing {
namespace {
using ClientInvoicesTest = InvoicingTest;

TEST_F(ClientInvoicesTest, AMonthFromDraftToPayment) {
  Client("acme", "geneva");
  Temp("t1", "acme");
  Approve("t1", {{5, 8}, {6, 10}});
  const auto draft = OnlyDraft("geneva", "acme");
  EXPECT_EQ(draft.draft_id(), "geneva~acme~2026-10~CHF~all");
  EXPECT_EQ(Show(draft.net()), "CHF 972.00");
  EXPECT_EQ(Show(draft.payable()), "CHF 1050.73");

  EXPECT_EQ(Refusal(&Invoicing::ConfirmInvoice, New() + WishFor(draft)), "SERIES_NOT_OPEN");
  OpenBooks();
  const std::string wish = New() + WishFor(draft);
  const auto confirmed = Ask(&Invoicing::ConfirmInvoice, wish);
  EXPECT_EQ(confirmed.number(), "GE-2026-000124");
  EXPECT_EQ(confirmed.type_code(), "380");
  EXPECT_EQ(confirmed.issue_date().month(), 11);
  EXPECT_EQ(Ask(&Invoicing::ConfirmInvoice, wish).DebugString(), confirmed.DebugString());
  seen_ = confirmed.consistency_token();
  EXPECT_EQ(Refusal(&Invoicing::GetDraft, Quoted("draft_id", draft.draft_id()) + Seen()),
            "NOT_FOUND");
  EXPECT_EQ(Refusal(&Invoicing::ConfirmInvoice, New() + WishFor(draft)), "ALREADY_BILLED");

  const std::string get = Quoted("invoice_id", confirmed.invoice_id());
  const auto invoice = Ask(&Invoicing::GetInvoice, get + Seen()).invoice();
  EXPECT_EQ(invoice.document().lines(0).cost().minor_units(), 18 * 4214);
  EXPECT_EQ(invoice.document().due_date().day(), 21);
  const auto seen_by_client =
      Ask(&Invoicing::GetInvoice, get + "client_id: 'acme'", "client:acme").invoice();
  EXPECT_FALSE(seen_by_client.document().lines(0).has_cost());
  EXPECT_EQ(Refusal(&Invoicing::GetInvoice, get + "client_id: 'other'", "client:other"),
            "NOT_FOUND");
  EXPECT_EQ(Refusal(&Invoicing::GetInvoice, get, "client:acme"), "PERMISSION_DENIED");
  EXPECT_EQ(Refusal(&Invoicing::GetInvoice, get, "finance", "elsewhere"), "NOT_FOUND");

  const std::string payment = "legal_entity_id: 'geneva' payment_reference: 'camt-1'" +
                              DateText("booked_on", calendar::Date(2026, 11, 1)) +
                              "allocations { " + get + " amount { currency_code: 'CHF'";
  EXPECT_EQ(Refusal(&Invoicing::AllocatePayment, New() + payment + " minor_units: 105074 } }"),
            "ALLOCATES_MORE_THAN_OPEN");
  const std::string twice = payment + " minor_units: 1 } } allocations { " + get +
                            " amount { currency_code: 'CHF' minor_units: 1 } }";
  EXPECT_EQ(Refusal(&Invoicing::AllocatePayment, New() + twice), "INVALID_ARGUMENT");
  seen_ = Ask(&Invoicing::AllocatePayment, New() + payment + " minor_units: 105073 } }")
              .consistency_token();
  EXPECT_EQ(Ask(&Invoicing::GetInvoice, get + Seen()).invoice().open().minor_units(), 0);
  EXPECT_EQ(Ask(&Invoicing::GetHistory, Quoted("stream", "invoice-" + confirmed.invoice_id()))
                .entries_size(),
            2);
}

TEST_F(ClientInvoicesTest, AClientAbroadIsChargedNoTaxAndToldWhy) {
  Client("grenoble", "geneva", " address { country_code: 'FR' }");
  Temp("t-abroad", "grenoble");
  Approve("t-abroad", {{5, 8}});
  const auto invoice = Confirm(OnlyDraft("geneva", "grenoble"));
  const auto document =
      Ask(&Invoicing::GetInvoice, Quoted("invoice_id", invoice.invoice_id()) + Seen())
          .invoice()
          .document();
  EXPECT_EQ(Show(document.payable()), "CHF 432.00");
  EXPECT_EQ(document.vat(0).category(), "O");
  EXPECT_EQ(document.notes(0),
            "Not subject to Swiss VAT: place of supply abroad (MWSTG art. 8 para. 1)");
}

// What was invoiced is neither billed again nor printed anew.
TEST_F(ClientInvoicesTest, AClientThatMovesAndAgreesOtherTermsIsInvoicedSoFromThere) {
  Client("fir", "geneva", " name: 'Fir' address { country_code: 'CH' town: 'Basel' }");
  Temp("t-fir", "fir");
  Approve("t-fir", {{5, 8}});
  const auto before = Confirm(OnlyDraft("geneva", "fir"));
  Organisation(
      "organisation_details_changed { organisation_id: 'fir' name: 'Tanne' "
      "address { country_code: 'FR' town: 'Mulhouse' } }");
  Organisation(
      "client_terms_agreed { client_id: 'fir' payment_terms_days: 45 "
      "billing_cadence: BILLING_CADENCE_WEEKLY consolidation: CONSOLIDATION_CONTRACT }");
  EXPECT_EQ(Ask(&Invoicing::ListDrafts, "legal_entity_id: 'geneva' client_id: 'fir'" + Seen())
                .drafts_size(),
            0);

  Approve("t-fir", {{12, 8}}, "hours_approved", "2026-W42");
  const auto draft = OnlyDraft("geneva", "fir");
  EXPECT_EQ(draft.draft_id(), "geneva~fir~2026-W42~CHF~t-fir");
  const auto after = Confirm(draft);
  const auto document = [&](const auto& invoice) {
    return Ask(&Invoicing::GetInvoice, Quoted("invoice_id", invoice.invoice_id()) + Seen())
        .invoice()
        .document();
  };
  EXPECT_EQ(document(before).due_date().day(), 21);
  EXPECT_EQ(document(before).vat(0).category(), "S");
  EXPECT_EQ(document(after).due_date().month(), 12);
  EXPECT_EQ(document(after).vat(0).category(), "O") << "the buyer is abroad now";
}

TEST_F(ClientInvoicesTest, CorrectedHoursAreCreditedAndPayKeepsItsCost) {
  Client("birch", "geneva");
  Temp("t2", "birch");
  Approve("t2", {{5, 8}, {6, 8}});
  Approve("t2", {{5, 8}, {6, 8}}, "hours_verified");
  const auto invoice = Confirm(OnlyDraft("geneva", "birch"));
  Approve("t2", {{5, 8}, {6, 6}});  // 2 h contested after invoicing
  const auto credit = OnlyDraft("geneva", "birch");
  EXPECT_TRUE(credit.credit());
  EXPECT_EQ(Show(credit.net()), "CHF 108.00");
  const auto note = Confirm(credit);
  EXPECT_EQ(note.type_code(), "381");
  EXPECT_EQ(note.number(), "GC-2026-000009");

  const auto shown =
      Ask(&Invoicing::GetInvoice, Quoted("invoice_id", note.invoice_id()) + Seen()).invoice();
  EXPECT_EQ(shown.document().corrects_number(), invoice.number());
  EXPECT_EQ(shown.open().minor_units(), 0);  // applied to what was open
  const auto items =
      Ask(&Invoicing::ListOpenItems, "legal_entity_id: 'geneva' client_id: 'birch'" + Seen());
  ASSERT_EQ(items.items_size(), 1);
  EXPECT_EQ(items.items(0).open().minor_units(),
            invoice.payable().minor_units() - note.payable().minor_units());

  const auto margins =
      Ask(&Invoicing::GetMargins,
          "legal_entity_id: 'geneva' month: '2026-10' client_id: 'birch'" + Seen());
  ASSERT_EQ(margins.margins_size(), 1);
  EXPECT_EQ(Show(margins.margins(0).revenue()), "CHF 756.00");
  EXPECT_EQ(Show(margins.margins(0).cost()), "CHF 674.24");  // 16 h are paid
  EXPECT_EQ(Show(margins.margins(0).margin()), "CHF 81.76");
  EXPECT_EQ(Show(margins.margins(0).quoted_margin()), "CHF 166.04");
}

// S1.10: quoted against real. A correction's slip adds to what the first one cost.
TEST_F(ClientInvoicesTest, TheRealMarginIsWhatPayslipsLeave) {
  Client("willow", "geneva");
  Temp("t9", "willow");
  Approve("t9", {{5, 8}, {6, 8}});
  Confirm(OnlyDraft("geneva", "willow"));
  const auto margin = [&] {
    const auto margins =
        Ask(&Invoicing::GetMargins,
            "legal_entity_id: 'geneva' month: '2026-10' client_id: 'willow'" + Seen());
    return Show(margins.margins(0).cost()) + ", " + Show(margins.margins(0).margin());
  };
  EXPECT_EQ(margin(), "CHF 674.24, CHF 189.76");  // as quoted
  Payslip("p1", "t9", "2026-10", 58'000, 9'280);
  EXPECT_EQ(margin(), "CHF 672.80, CHF 191.20");
  Payslip("p2", "t9", "2026-10", 1'000, 160);
  Payslip("p3", "t9", "2026-11", 50'000, 8'000);
  EXPECT_EQ(margin(), "CHF 684.40, CHF 179.60");
  Payslip("p4", "t9", "2026-10", 30'000, 0, 30'000);
  EXPECT_EQ(margin(), "CHF 684.40, CHF 179.60") << "a mission's fee is its mission's cost";
}

TEST_F(ClientInvoicesTest, PartOfAnInvoiceIsCreditedAndNotBilledAgain) {
  Client("cedar", "geneva");
  Temp("t3", "cedar");
  Approve("t3", {{5, 8}});
  const auto invoice = Confirm(OnlyDraft("geneva", "cedar"));
  const std::string wish =
      "legal_entity_id: 'geneva' reason: 'goodwill'" + Quoted("invoice_id", invoice.invoice_id());
  EXPECT_EQ(Refusal(&Invoicing::IssueCreditNote,
                    New() + wish + "lines { line_number: 1 quantity { unscaled: 9 } }"),
            "CREDITS_MORE_THAN_BILLED");
  const auto note = Ask(&Invoicing::IssueCreditNote,
                        New() + wish + "lines { line_number: 1 quantity { unscaled: 2 } }");
  EXPECT_EQ(Show(note.payable()), "CHF 116.75");
  seen_ = note.consistency_token();
  EXPECT_EQ(Ask(&Invoicing::ListDrafts, "legal_entity_id: 'geneva' client_id: 'cedar'" + Seen())
                .drafts_size(),
            0);
  const auto rest = Ask(&Invoicing::IssueCreditNote, New() + wish + "bill_again: true");
  EXPECT_EQ(rest.payable().minor_units(),
            invoice.payable().minor_units() - note.payable().minor_units());
  seen_ = rest.consistency_token();
  EXPECT_EQ(Show(OnlyDraft("geneva", "cedar").net()), "CHF 324.00");
}

TEST_F(ClientInvoicesTest, LinesAreAddedByHandAndWorkIsGivenUp) {
  Client("dahlia", "geneva");
  Temp("t4", "dahlia");
  Approve("t4", {{5, 8}, {6, 8}});
  const std::string give_up =
      "contract_id: 't4' reason: 'training' " + DateText("days", kMonday + 1);
  seen_ = Ask(&Invoicing::MarkUnbillable, New() + give_up + Seen()).consistency_token();
  const auto draft = OnlyDraft("geneva", "dahlia");
  EXPECT_EQ(Show(draft.net()), "CHF 432.00");
  const auto bridge = Ask(&Invoicing::GetMargins,
                          "legal_entity_id: 'geneva' month: '2026-10' client_id: 'dahlia'" + Seen())
                          .margins(0);
  EXPECT_EQ(bridge.approved_seconds(), 16 * 3600);
  EXPECT_EQ(bridge.billed_seconds(), 0);
  EXPECT_EQ(bridge.unbilled_seconds(), 8 * 3600);
  EXPECT_EQ(bridge.unbillable_seconds(), 8 * 3600);
  const auto marks = Ask(&Invoicing::ListUnbillableMarks,
                         "legal_entity_id: 'geneva' client_id: 'dahlia'" + Seen());
  ASSERT_EQ(marks.marks_size(), 1);
  EXPECT_EQ(marks.marks(0).contract_id(), "t4");
  EXPECT_EQ(marks.marks(0).reason(), "training");
  EXPECT_EQ(
      Ask(&Invoicing::ListUnbillableMarks, "legal_entity_id: 'lyon' contract_id: 't4'" + Seen())
          .marks_size(),
      0);
  EXPECT_EQ(Refusal(&Invoicing::ConfirmInvoice,
                    New() + WishFor(draft) +
                        "manual_lines { description: 'Discount' quantity { unscaled: -433 }"
                        " price { unscaled: 1 } }"),
            "INVALID_ARGUMENT");
  const auto invoice = Confirm(draft,
                               "manual_lines { description: 'Safety shoes' quantity { unscaled: 1 }"
                               " price { unscaled: 6850 scale: 2 } } rounding_policy: 'CASH-0.05'");
  EXPECT_EQ(Show(invoice.payable()), "CHF 541.05");  // 500.50 + 40.54 = 541.04
  const auto document =
      Ask(&Invoicing::GetInvoice, Quoted("invoice_id", invoice.invoice_id()) + Seen())
          .invoice()
          .document();
  EXPECT_EQ(document.rounding().minor_units(), 1);
  const auto note =
      Ask(&Invoicing::IssueCreditNote, New() + "legal_entity_id: 'geneva' reason: 'returned'" +
                                           Quoted("invoice_id", invoice.invoice_id()));
  EXPECT_EQ(Show(note.payable()), "CHF 541.05");
  const auto open =
      Ask(&Invoicing::GetInvoice, Quoted("invoice_id", invoice.invoice_id()) +
                                      Quoted("consistency_token", note.consistency_token()));
  EXPECT_EQ(Show(open.invoice().open()), "CHF 0.00");
  EXPECT_EQ(document.lines(1).category(), "MANUAL");
}

TEST_F(ClientInvoicesTest, ADraftThatMovedIsReadAgain) {
  Client("elm", "geneva");
  Temp("t5", "elm");
  Approve("t5", {{5, 8}});
  const auto draft = OnlyDraft("geneva", "elm");
  Approve("t5", {{5, 8}, {6, 8}});
  OnlyDraft("geneva", "elm");
  EXPECT_EQ(Refusal(&Invoicing::ConfirmInvoice, New() + WishFor(draft)), "DRAFT_CHANGED");
}

TEST_F(ClientInvoicesTest, ARunConfirmsAllDraftsAndTheNextNone) {
  for (const char* client : {"fir1", "fir2", "fir3"}) {
    Client(client, "geneva");
    Temp(std::string("t-") + client, client);
    Approve(std::string("t-") + client, {{5, 8}});
  }
  OpenBooks();
  const std::string all = "legal_entity_id: 'geneva' through { year: 2026 month: 10 day: 31 }";
  const auto operation = Run(New() + all);
  const auto result = service::ResultOf(operation);
  EXPECT_EQ(result.left_size(), 0) << result.ShortDebugString();
  EXPECT_GE(result.done(), 3u);
  EXPECT_EQ(service::ResultOf(Run(New() + all)).done(), 0u);
  const auto listed =
      Ask(&Invoicing::ListInvoices, "legal_entity_id: 'geneva' client_id: 'fir3'" + Seen());
  ASSERT_EQ(listed.invoices_size(), 1);
  EXPECT_EQ("operations/invoicing/" + listed.invoices(0).document().run_id(), operation.name());
  EXPECT_FALSE(listed.invoices(0).pending());
}

TEST_F(ClientInvoicesTest, WorkBehindAClosedBillingGateWaitsAndIsReleasedOnce) {
  Client("yew", "geneva");
  Temp("t7", "yew");
  Approve("t7", {{5, 8}, {6, 8}});
  const auto tell = [&](const std::string& event, const std::string& closed) {
    seen_ = running_->Gate(event + " { contract_id: 't7' worker_id: 'w' gate: GATE_BILLING " +
                           closed + " }");
  };
  tell("gate_closed", "closed { " + DateText("first_day", kMonday + 1) + " }");
  auto draft = OnlyDraft("geneva", "yew");
  EXPECT_EQ(Show(draft.net()), "CHF 432.00");
  EXPECT_EQ(draft.gated_pieces(), 1u);
  tell("gate_opened", "opened { " + DateText("first_day", kMonday + 1) + " }");
  draft = OnlyDraft("geneva", "yew");
  EXPECT_EQ(Show(draft.net()), "CHF 864.00");
  EXPECT_EQ(draft.gated_pieces(), 0u);
}

TEST_F(ClientInvoicesTest, WeeksOfOneContractAreConfirmedTogether) {
  seen_ = running_->Organisation(
      "client_registered { client_id: 'ivy' legal_entity_id: 'geneva'"
      " billing_cadence: BILLING_CADENCE_WEEKLY }");
  Ask(&Invoicing::ListDrafts, "legal_entity_id: 'geneva'" + Seen());
  Temp("t-ivy", "ivy");
  for (const char* week : {"2026-W42", "2026-W43"})
    Approve("t-ivy", {{week[7] == '2' ? 12 : 19, 8}}, "hours_approved", week);
  OpenBooks();
  const auto result = service::ResultOf(Run(New() + "legal_entity_id: 'geneva' client_id: 'ivy'" +
                                            DateText("through", calendar::Date(2026, 10, 31))));
  EXPECT_EQ(result.done(), 2u);
  EXPECT_EQ(result.left_size(), 0);
}

TEST_F(ClientInvoicesTest, ManyAtOnceLeaveNoGapAndBillNothingTwice) {
  constexpr int kClients = 6;
  OpenBooks();
  std::vector<v1::Draft> drafts;
  for (int i = 0; i < kClients; i++) {
    const std::string client = "holly" + std::to_string(i);
    Client(client, "geneva");
    Temp("t-" + client, client);
    Approve("t-" + client, {{5, 8}});
    drafts.push_back(OnlyDraft("geneva", client));
  }
  std::vector<std::string> numbers(2 * kClients);  // each draft is confirmed by two people
  std::vector<std::thread> people;
  for (int i = 0; i < 2 * kClients; i++)
    people.emplace_back([&, i, wish = New() + WishFor(drafts[i / 2])] {
      v1::ConfirmInvoiceResponse response;
      const auto status =
          running_->Call(&Invoicing::ConfirmInvoice, "finance",
                         service::Parse<v1::ConfirmInvoiceRequest>(wish), &response);
      numbers[i] = status.ok() ? response.number() : rpc::RefusalOf(status);
    });
  for (auto& person : people) person.join();
  EXPECT_EQ(std::ranges::count(numbers, "ALREADY_BILLED"), kClients);
  std::erase(numbers, "ALREADY_BILLED");
  std::ranges::sort(numbers);
  ASSERT_EQ(numbers.size(), static_cast<size_t>(kClients));
  const int first = std::stoi(numbers.front().substr(8));
  for (int i = 0; i < kClients; i++) EXPECT_EQ(std::stoi(numbers[i].substr(8)), first + i);
}

TEST_F(ClientInvoicesTest, OnlyWhoMayDoesIt) {
  EXPECT_EQ(Refusal(&Invoicing::ListDrafts, "legal_entity_id: 'geneva'", "client:acme"),
            "PERMISSION_DENIED");
  EXPECT_EQ(Refusal(&Invoicing::ListInvoices, "client_id: 'birch'", "client:acme"),
            "PERMISSION_DENIED");
  EXPECT_EQ(Refusal(&Invoicing::ListInvoices, ""), "INVALID_ARGUMENT");
  EXPECT_EQ(
      Ask(&Invoicing::ListInvoices, "client_id: 'birch' supplier_id: 'devco'", "supplier:devco")
          .invoices_size(),
      0);
}
}  // namespace
}  // namespace aor::invoicing
