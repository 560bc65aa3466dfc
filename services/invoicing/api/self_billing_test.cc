#include "services/invoicing/api/invoicing_test.h"

namespace aor::invoicing {
namespace {
class SelfBillingTest : public InvoicingTest {
 protected:
  v1::Draft OnlyOwed(const std::string& supplier) {
    const auto answer = Ask(&SelfBilling::ListSelfBillingDrafts,
                            "legal_entity_id: 'lyon'" + Quoted("supplier_id", supplier) + Seen(),
                            "supplier:" + supplier);
    EXPECT_EQ(answer.drafts_size(), 1);
    return answer.drafts_size() > 0 ? answer.drafts(0) : v1::Draft{};
  }
  std::string Mandate(const std::string& supplier, const std::string& entity = "lyon",
                      const std::string& digest = std::string(64, 'a'),
                      const std::string& contest_days = "10") {
    return New() + Quoted("legal_entity_id", entity) + Quoted("document_digest", digest) +
           "contest_days: " + contest_days + Quoted("supplier_id", supplier) +
           DateText("effective_from", kMonday) + Seen();
  }
  void Grant(const std::string& supplier) { Ask(&SelfBilling::GrantMandate, Mandate(supplier)); }
};

TEST_F(SelfBillingTest, ADeveloperIsPassedThroughAndBilledInHisName) {
  Client("lumen", "lyon");
  Supplier("devco", "VAT_STATUS_LIABLE");
  Developer("dev", "lumen", "devco", true);
  ApproveDays("dev", kMonday, 18);
  const auto draft = OnlyDraft("lyon", "lumen");
  ASSERT_EQ(draft.lines_size(), 2);
  EXPECT_EQ(Show(draft.lines(0).net()), "EUR 11160.00");
  EXPECT_EQ(Show(draft.lines(1).net()), "EUR 446.40");

  const auto owed = OnlyOwed("devco");
  EXPECT_EQ(Show(owed.payable()), "EUR 13392.00");
  EXPECT_FALSE(owed.lines(0).has_cost());
  EXPECT_EQ(Refusal(&SelfBilling::ConfirmSelfBilledInvoice, New() + WishFor(owed)), "NO_MANDATE");
  Grant("devco");
  const auto one =
      Ask(&SelfBilling::GetSelfBillingDraft,
          Quoted("draft_id", owed.draft_id()) + "supplier_id: 'devco'" + Seen(), "supplier:devco");
  EXPECT_EQ(one.draft().DebugString(), owed.DebugString());
  EXPECT_EQ(Refusal(&SelfBilling::GetSelfBillingDraft,
                    Quoted("draft_id", owed.draft_id()) + "supplier_id: 'petit'" + Seen(),
                    "supplier:petit"),
            "NOT_FOUND");
  const auto invoice = Ask(&SelfBilling::ConfirmSelfBilledInvoice, New() + WishFor(owed));
  EXPECT_EQ(invoice.number(), "AF-lyon-devco-2026-000001");
  EXPECT_EQ(invoice.type_code(), "389");
  seen_ = invoice.consistency_token();

  const auto series = Ask(&Invoicing::ListSeries, "legal_entity_id: 'lyon' year: 2026" + Seen());
  EXPECT_TRUE(std::ranges::any_of(series.series(), [](const v1::Series& one) {
    return one.series_kind() == v1::SERIES_KIND_SELF_BILLED && one.supplier_id() == "devco" &&
           one.last_text() == "AF-lyon-devco-2026-000001" && one.last_number() == 1;
  })) << series.DebugString();
  const auto document =
      Ask(&Invoicing::GetInvoice,
          Quoted("invoice_id", invoice.invoice_id()) + "supplier_id: 'devco'" + Seen(),
          "supplier:devco")
          .invoice()
          .document();
  EXPECT_EQ(document.notes(0), "Autofacturation");
  EXPECT_EQ(document.contest_until().day(), 11);
  const std::string contest =
      "legal_entity_id: 'lyon' supplier_id: 'devco'" + Quoted("invoice_id", invoice.invoice_id());
  Ask(&SelfBilling::ContestSelfBilledInvoice, New() + contest, "supplier:devco");
  const auto note = Ask(&Invoicing::IssueCreditNote,
                        New() + "legal_entity_id: 'lyon' reason: 'contested' bill_again: true" +
                            Quoted("invoice_id", invoice.invoice_id()));
  EXPECT_EQ(note.number(), "AC-lyon-devco-2026-000001");
  seen_ = note.consistency_token();
  EXPECT_EQ(Show(OnlyOwed("devco").payable()), "EUR 13392.00");
}

TEST_F(SelfBillingTest, WhatThePaymentFilePaysIsNoOpenItem) {
  Client("lumen5", "lyon");
  Supplier("payee", "VAT_STATUS_LIABLE");
  Developer("dev7", "lumen5", "payee", true);
  ApproveDays("dev7", kMonday, 1);
  Grant("payee");
  const auto issued =
      Ask(&SelfBilling::ConfirmSelfBilledInvoice, New() + WishFor(OnlyOwed("payee")));
  const auto open = [&] {
    return Show(
        Ask(&Invoicing::GetInvoice, Quoted("invoice_id", issued.invoice_id()) +
                                        Quoted("consistency_token", issued.consistency_token()))
            .invoice()
            .open());
  };
  EXPECT_EQ(open(), "EUR 744.00");
  const auto pay = [&](const std::string& payable, int cents) {
    running_->Paid("payable_paid {" + Quoted("payable_id", payable) +
                   Quoted("source_id", issued.invoice_id()) + DateText("paid_on", kMonday + 28) +
                   "batch_id: '" + payable +
                   "' legal_entity_id: 'lyon' amount {"
                   " currency_code: 'EUR' minor_units: " +
                   std::to_string(cents) + " } }");
  };
  pay("supplier-x", 74400);  // another claim, of the same number
  pay("invoice-" + issued.invoice_id(), 80000);
  for (int i = 0; i < 500 && open() != "EUR 0.00"; ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  EXPECT_EQ(open(), "EUR 0.00");
  const auto payments =
      Ask(&Invoicing::GetInvoice, Quoted("invoice_id", issued.invoice_id())).invoice().payments();
  ASSERT_EQ(payments.size(), 1);
  EXPECT_EQ(Show(payments[0].amount()), "EUR 744.00");
}

TEST_F(SelfBillingTest, ASupplierInFranchiseHasNoVatAndSaysSo) {
  Client("lumen2", "lyon");
  Supplier("petit", "VAT_STATUS_FRANCHISE_293B");
  Developer("dev2", "lumen2", "petit", true);
  ApproveDays("dev2", kMonday, 2);
  const auto owed = OnlyOwed("petit");
  EXPECT_EQ(Show(owed.payable()), "EUR 1240.00");
  EXPECT_EQ(owed.vat(0).category(), "E");
  EXPECT_EQ(owed.notes(0), "TVA non applicable, article 293 B du CGI");
  const std::string all =
      "legal_entity_id: 'lyon' self_billing: true supplier_id: 'petit'"
      " through { year: 2026 month: 10 day: 31 }";
  EXPECT_EQ(service::ResultOf(Run(New() + all)).left(0).refusal(), "NO_MANDATE");
  Grant("petit");
  EXPECT_EQ(service::ResultOf(Run(New() + all)).done(), 1u);
  const auto listed = Ask(&Invoicing::ListInvoices, "supplier_id: 'petit'" + Seen());
  ASSERT_EQ(listed.invoices_size(), 1);
  EXPECT_EQ(listed.invoices(0).document().number(), "AF-lyon-petit-2026-000001");
}

TEST_F(SelfBillingTest, ASupplierInACountryWithoutVatRulesIsHeldAlone) {
  Client("lumen4", "lyon");
  Organisation(
      "supplier_registered { supplier_id: 'overseas' address { country_code: 'US' }"
      " vat_status: VAT_STATUS_LIABLE }");
  Supplier("near", "VAT_STATUS_LIABLE");
  Developer("dev4", "lumen4", "overseas", true);
  Developer("dev5", "lumen4", "near", true);
  ApproveDays("dev4", kMonday, 1);
  ApproveDays("dev5", kMonday, 1);
  const auto held = OnlyOwed("overseas");
  EXPECT_EQ(held.held(), "NO_VAT_RULES");
  EXPECT_NE(held.holds(0).what_to_do().find("country of overseas"), std::string::npos);
  Grant("overseas");
  Grant("near");
  EXPECT_EQ(Refusal(&SelfBilling::ConfirmSelfBilledInvoice, New() + WishFor(held)), "NO_VAT_RULES");
  const auto result = service::ResultOf(
      Run(New() +
          "legal_entity_id: 'lyon' self_billing: true through { year: 2026 month: 10 day: 31 }"));
  EXPECT_GE(result.done(), 1u);
  EXPECT_TRUE(std::ranges::any_of(result.left(), [](const auto& left) {
    return left.refusal() == "NO_VAT_RULES";
  })) << result.DebugString();
  EXPECT_EQ(Ask(&Invoicing::ListInvoices, "supplier_id: 'near'" + Seen()).invoices_size(), 1);
}

// S1.10: one week's line of a developer's day in October and half a one in November.
TEST_F(SelfBillingTest, ALineIsOfTheMonthsOfItsDaysByWhatEachHas) {
  Client("hazel", "lyon", " billing_cadence: BILLING_CADENCE_WEEKLY");
  Supplier("hazeldev", "VAT_STATUS_LIABLE");
  Developer("dev6", "hazel", "hazeldev", true);
  seen_ = running_->Week(
      "hours_approved { measured { contract_id: 'dev6' iso_week: '2026-W44' entries_version: 1"
      " lines {" +
      DateText("day", calendar::Date(2026, 10, 30)) +
      "category: CATEGORY_DAY quantity { unscaled: 1 } } lines {" +
      DateText("day", calendar::Date(2026, 11, 1)) +
      "category: CATEGORY_DAY quantity { unscaled: 5 scale: 1 } } } }");
  Ask(&Invoicing::OpenSeries, New() +
                                  "legal_entity_id: 'lyon' year: 2026 prefix: 'LY-2026-'"
                                  " series_kind: SERIES_KIND_INVOICE last_number: 0");
  Confirm(OnlyDraft("lyon", "hazel"));
  const auto margins = Ask(&Invoicing::GetMargins,
                           "legal_entity_id: 'lyon' month: '2026-10' client_id: 'hazel'" + Seen());
  ASSERT_EQ(margins.margins_size(), 1);
  EXPECT_EQ(Show(margins.margins(0).revenue()), "EUR 620.00");
}

TEST_F(SelfBillingTest, MandatesAreListedAndSoIsTheirEnd) {
  Supplier("ended", "VAT_STATUS_LIABLE");
  Grant("ended");
  seen_ = Ask(&SelfBilling::RevokeMandate, New() + "legal_entity_id: 'lyon' supplier_id: 'ended'" +
                                               DateText("effective_from", kMonday + 7))
              .consistency_token();
  const auto listed =
      Ask(&SelfBilling::ListMandates, "legal_entity_id: 'lyon' supplier_id: 'ended'" + Seen(),
          "supplier:ended");
  ASSERT_EQ(listed.mandates_size(), 1);
  EXPECT_EQ(listed.mandates(0).legal_entity_id(), "lyon");
  EXPECT_EQ(listed.mandates(0).granted().contest_days(), 10u);
  EXPECT_EQ(listed.mandates(0).revoked_from().day(), 12);
  EXPECT_EQ(Refusal(&SelfBilling::ListMandates, "legal_entity_id: 'lyon' supplier_id: 'devco'",
                    "supplier:ended"),
            "PERMISSION_DENIED");
}

TEST_F(SelfBillingTest, AMandateIsOfAKnownSupplierAndLeavesTimeToContest) {
  Supplier("careful", "VAT_STATUS_LIABLE");
  const std::string digest(64, 'a');
  const struct {
    std::string request, refusal;
  } cases[] = {
      {Mandate("nobody"), "NOT_FOUND"},
      {Mandate("careful", "nowhere"), "NOT_FOUND"},
      {Mandate("careful", "lyon", "\\360\\237\\230\\200"), "INVALID_ARGUMENT"},
      {Mandate("careful", "lyon", "ab"), "INVALID_ARGUMENT"},
      {Mandate("careful", "lyon", ""), "MANDATE_DOCUMENT_MISSING"},
      {Mandate("careful", "lyon", digest, "0"), "INVALID_ARGUMENT"},
      {Mandate("careful", "lyon", digest, "366"), "INVALID_ARGUMENT"},
      {Mandate("careful", "lyon", digest, "4294967295"), "INVALID_ARGUMENT"},
  };
  for (const auto& [request, refusal] : cases)
    EXPECT_EQ(Refusal(&SelfBilling::GrantMandate, request), refusal) << request;
  Ask(&SelfBilling::GrantMandate, Mandate("careful", "lyon", digest, "365"));
}

TEST_F(SelfBillingTest, NoPageIsNegativeForOnePartyEither) {
  const std::string page = "legal_entity_id: 'lyon' page_size: -1";
  for (const std::string& one : {std::string(), Quoted("supplier_id", "devco")})
    EXPECT_EQ(Refusal(&SelfBilling::ListSelfBillingDrafts, page + one), "INVALID_ARGUMENT");
  for (const std::string& one : {std::string(), Quoted("client_id", "lumen")})
    EXPECT_EQ(Refusal(&Invoicing::ListDrafts, page + one), "INVALID_ARGUMENT");
}

TEST_F(SelfBillingTest, ARunIsOfKnownParties) {
  const std::string month = " through { year: 2026 month: 10 day: 31 }" + Seen();
  for (const char* unknown :
       {"legal_entity_id: 'nowhere'", "legal_entity_id: 'lyon' client_id: 'nobody'",
        "legal_entity_id: 'lyon' self_billing: true supplier_id: 'nobody'"})
    EXPECT_EQ(Refusal(&Invoicing::RunInvoices, New() + unknown + month), "NOT_FOUND") << unknown;
}

TEST_F(SelfBillingTest, ADayTooManyIsNamedAndHeld) {
  Client("lumen3", "lyon");
  Supplier("solo", "VAT_STATUS_LIABLE");
  Developer("dev3", "lumen3", "solo", false);
  ApproveDays("dev3", kMonday, 1);
  EXPECT_EQ(Ask(&SelfBilling::ListSelfBillingDrafts,
                "legal_entity_id: 'lyon' supplier_id: 'solo'" + Seen())
                .drafts_size(),
            0);
  const std::string invoice =
      "supplier_id: 'solo' supplier_invoice_number: 'F-1' contract_id: 'dev3'"
      " quantity { unscaled: 2 } net { currency_code: 'EUR' minor_units: 124000 }"
      " vat { currency_code: 'EUR' minor_units: 24800 }" +
      DateText("days", kMonday) + DateText("days", kMonday + 1) +
      DateText("issue_date", calendar::Date(2026, 10, 31));
  std::string ahead = invoice;
  ahead.replace(ahead.rfind("2026"), 4, "2199");
  EXPECT_EQ(Refusal(&SelfBilling::SubmitSupplierInvoice, New() + ahead, "supplier:solo"),
            "INVALID_ARGUMENT");
  const auto held = Ask(&SelfBilling::SubmitSupplierInvoice, New() + invoice, "supplier:solo");
  EXPECT_TRUE(held.held());
  ASSERT_EQ(held.unmatched_days_size(), 1);
  EXPECT_EQ(held.unmatched_days(0).day(), 6);
  seen_ = held.consistency_token();
  EXPECT_EQ(Ask(&SelfBilling::ListSupplierInvoices,
                "legal_entity_id: 'lyon'"
                " state: SUPPLIER_INVOICE_STATE_HELD" +
                    Seen())
                .supplier_invoices_size(),
            1);
  const std::string accept =
      "legal_entity_id: 'lyon' supplier_id: 'solo' supplier_invoice_number: 'F-1'";
  EXPECT_EQ(Ask(&SelfBilling::GetSupplierInvoice, accept + Seen(), "supplier:solo")
                .supplier_invoice()
                .state(),
            v1::SUPPLIER_INVOICE_STATE_HELD);
  EXPECT_EQ(Refusal(&SelfBilling::GetSupplierInvoice, accept + Seen(), "finance", "rival"),
            "NOT_FOUND");
  EXPECT_EQ(Refusal(&SelfBilling::AcceptSupplierInvoice, New() + accept + Seen()),
            "DAYS_NOT_APPROVED");

  ApproveDays("dev3", kMonday, 2);
  const auto accepted = Ask(&SelfBilling::AcceptSupplierInvoice, New() + accept + Seen());
  EXPECT_EQ(Show(accepted.payable()), "EUR 1488.00");
  EXPECT_EQ(accepted.due_date().day(), 30);
  seen_ = accepted.consistency_token();
  std::string again = invoice;
  again.replace(again.find("F-1"), 3, "F-2");
  EXPECT_TRUE(
      Ask(&SelfBilling::SubmitSupplierInvoice, New() + again + Seen(), "supplier:solo").held());
  again.replace(again.find("F-2"), 3, "F-1");
  again.replace(again.find("124000"), 6, "124001");
  EXPECT_EQ(Refusal(&SelfBilling::SubmitSupplierInvoice, New() + again, "supplier:solo"),
            "DUPLICATE_SUPPLIER_INVOICE");
  EXPECT_EQ(Refusal(&SelfBilling::SubmitSupplierInvoice, New() + again, "supplier:devco"),
            "PERMISSION_DENIED");

  const std::string second =
      "legal_entity_id: 'lyon' supplier_id: 'solo' supplier_invoice_number: 'F-2'";
  EXPECT_EQ(Refusal(&SelfBilling::RejectSupplierInvoice, New() + second), "INVALID_ARGUMENT");
  seen_ = Ask(&SelfBilling::RejectSupplierInvoice, New() + second + " reason: 'billed twice'")
              .consistency_token();
  const auto told = Ask(&SelfBilling::GetSupplierInvoice, second + Seen(), "supplier:solo");
  EXPECT_EQ(told.supplier_invoice().state(), v1::SUPPLIER_INVOICE_STATE_REJECTED);
  EXPECT_EQ(told.supplier_invoice().rejected().why(), "billed twice");
  EXPECT_EQ(Refusal(&SelfBilling::AcceptSupplierInvoice, New() + second + Seen()),
            "SUPPLIER_INVOICE_REJECTED");
}

TEST_F(SelfBillingTest, WorkThatIsSelfBilledIsNotInvoicedByTheSupplierToo) {
  Client("lumen-both", "lyon");
  Supplier("both", "VAT_STATUS_LIABLE");
  Grant("both");
  Developer("dev-both", "lumen-both", "both", true);
  ApproveDays("dev-both", kMonday, 1);
  const auto held = Ask(
      &SelfBilling::SubmitSupplierInvoice,
      New() +
          "supplier_id: 'both' supplier_invoice_number: 'F-1' contract_id: 'dev-both'"
          " quantity { unscaled: 1 } net { currency_code: 'EUR' minor_units: 62000 }"
          " vat { currency_code: 'EUR' minor_units: 12400 }" +
          DateText("days", kMonday) + DateText("issue_date", calendar::Date(2026, 10, 31)) + Seen(),
      "supplier:both");
  EXPECT_EQ(held.hold_reason(), "SELF_BILLED");
  seen_ = held.consistency_token();
  EXPECT_EQ(
      Refusal(&SelfBilling::AcceptSupplierInvoice, New() +
                                                       "legal_entity_id: 'lyon' supplier_id: 'both'"
                                                       " supplier_invoice_number: 'F-1'" +
                                                       Seen()),
      "SELF_BILLED");
}
}  // namespace
}  // namespace aor::invoicing
