// Drafts that their purchase orders do not cover, through the real edge.
#include "services/invoicing/api/invoicing_test.h"

namespace aor::invoicing {
namespace {
class PurchaseOrdersTest : public InvoicingTest {
 protected:
  // 54.00 an hour, on an order.
  void OnOrder(const std::string& contract, const std::string& client, const std::string& order) {
    seen_ = running_->Contract(
        "contract_concluded { contract_id: '" + contract +
        "' engagement_kind: ENGAGEMENT_KIND_TEMP worker_id: 'ada' client_id: '" + client +
        "' legal_entity_id: 'geneva' purchase_order: '" + order +
        "' title: 'Assembler' start { year: 2026 month: 9 day: 28 } terms { currency_code: 'CHF'"
        " unit: UNIT_HOUR tariff { unscaled: 5400 scale: 2 } } }");
    Ask(&Invoicing::ListDrafts, "legal_entity_id: 'geneva'" + Seen());
  }
  void Place(const std::string& client, const std::string& number, int francs) {
    Organisation("purchase_order_placed { client_id: '" + client + "' number: '" + number +
                 "' ceiling { currency_code: 'CHF' minor_units: " + std::to_string(francs * 100) +
                 " } validity { start { year: 2026 month: 10 day: 1 }" +
                 DateText("end", calendar::Date(2026, 12, 31)) + " } }");
  }
  std::string Refused(const v1::Draft& draft, const std::string& more = "",
                      const std::string& role = "finance") {
    OpenBooks();
    return Refusal(&Invoicing::ConfirmInvoice, New() + WishFor(draft) + Seen() + more, role);
  }
};

TEST_F(PurchaseOrdersTest, ADraftBeyondTheCeilingWaitsUntilTheOrderIsRaised) {
  Client("oak", "geneva", " consolidation: CONSOLIDATION_PURCHASE_ORDER");
  Place("oak", "PO-7", 500);
  OnOrder("o1", "oak", "PO-7");
  OnOrder("o2", "oak", "PO-7");
  Approve("o1", {{5, 8}});
  const auto covered = OnlyDraft("geneva", "oak");
  EXPECT_EQ(covered.held(), "");
  const auto first = Confirm(covered);  // 432.00 of 500.00

  Approve("o2", {{6, 2}});
  const auto draft = OnlyDraft("geneva", "oak");
  EXPECT_EQ(draft.draft_id(), "geneva~oak~2026-10~CHF~PO-7");
  EXPECT_EQ(draft.held(), "PURCHASE_ORDER_EXCEEDED (PO-7: CHF 68.00 left)");
  ASSERT_EQ(draft.holds_size(), 1);
  EXPECT_EQ(Show(draft.holds(0).left()), "CHF 68.00");
  EXPECT_EQ(Show(draft.holds(0).wanted()), "CHF 108.00");
  EXPECT_NE(draft.holds(0).what_to_do().find("raise"), std::string::npos);
  EXPECT_EQ(Refused(draft), "PURCHASE_ORDER_EXCEEDED");

  // A run leaves it too, with the reason.
  const auto result = service::ResultOf(Run(New() + "legal_entity_id: 'geneva' client_id: 'oak'" +
                                            DateText("through", calendar::Date(2026, 10, 31))));
  ASSERT_EQ(result.left_size(), 1) << result.ShortDebugString();
  EXPECT_EQ(result.done(), 0u);

  Place("oak", "PO-7", 540);  // to the last cent
  EXPECT_EQ(OnlyDraft("geneva", "oak").held(), "");
  const auto second = Confirm(draft, Seen());
  EXPECT_FALSE(second.number().empty());

  // What is credited is free again.
  Approve("o1", {{5, 8}, {7, 1}});
  EXPECT_EQ(OnlyDraft("geneva", "oak").held(), "PURCHASE_ORDER_EXCEEDED (PO-7: CHF 0.00 left)");
  seen_ = Ask(&Invoicing::IssueCreditNote, New() + "legal_entity_id: 'geneva' reason: 'goodwill'" +
                                               Quoted("invoice_id", second.invoice_id()) + Seen())
              .consistency_token();
  EXPECT_EQ(OnlyDraft("geneva", "oak").held(), "");
}

TEST_F(PurchaseOrdersTest, FinanceDecidesOtherwiseWithAReasonAndAnotherConfirms) {
  Client("pine", "geneva");
  Place("pine", "PO-8", 100);
  OnOrder("p1", "pine", "PO-8");
  Approve("p1", {{5, 8}});
  const auto draft = OnlyDraft("geneva", "pine");
  EXPECT_EQ(Refused(draft), "PURCHASE_ORDER_EXCEEDED");
  EXPECT_EQ(Refused(draft, "purchase_order_decision: 'alone'"), "INVALID_ARGUMENT");
  const std::string decide =
      WishFor(draft) + "decision: 'agreed by telephone with Ms Roth'" + Seen();
  EXPECT_EQ(Refusal(&Invoicing::DecideOnPurchaseOrder, New() + decide, "consultant"),
            "PERMISSION_DENIED");
  running_->person = "olga";
  seen_ = Ask(&Invoicing::DecideOnPurchaseOrder, New() + decide).consistency_token();
  EXPECT_EQ(OnlyDraft("geneva", "pine").decided().decided_by(), "olga");
  EXPECT_EQ(OnlyDraft("geneva", "pine").held(), "");
  EXPECT_EQ(Refused(draft), "SAME_PERSON");
  running_->person = "finn";
  const std::string line =
      "manual_lines { description: 'x' quantity { unscaled: 1 } price { unscaled: 1 } }";
  EXPECT_EQ(Refused(draft, line), "PURCHASE_ORDER_EXCEEDED") << "no more than was decided";
  const auto invoice = Confirm(draft, Seen());
  const std::string get = Quoted("invoice_id", invoice.invoice_id());
  const auto document = Ask(&Invoicing::GetInvoice, get + Seen()).invoice().document();
  EXPECT_EQ(document.purchase_order_decided_by() + ": " + document.purchase_order_decision(),
            "olga: agreed by telephone with Ms Roth");
  const auto outside =
      Ask(&Invoicing::GetInvoice, get + "client_id: 'pine'", "client:pine").invoice().document();
  EXPECT_EQ(outside.purchase_order_decided_by() + outside.purchase_order_decision(), "");
}

TEST_F(PurchaseOrdersTest, WhatIsCoveredNeedsNoDecision) {
  Client("palm", "geneva");
  Place("palm", "PO-81", 1000);
  OnOrder("p81", "palm", "PO-81");
  Approve("p81", {{5, 8}});
  EXPECT_EQ(Refusal(&Invoicing::DecideOnPurchaseOrder,
                    New() + WishFor(OnlyDraft("geneva", "palm")) + "decision: 'x'" + Seen()),
            "NOTHING_TO_DECIDE");
}

TEST_F(PurchaseOrdersTest, AnOrderIsTheClientsOwnAndOfTheDaysOfService) {
  Client("rose", "geneva", " consolidation: CONSOLIDATION_PURCHASE_ORDER");
  Place("pine2", "PO-OTHER", 1000);
  Place("rose", "PO-9", 1000);
  OnOrder("r1", "rose", "PO-OTHER");
  OnOrder("r2", "rose", "PO-NONE");
  OnOrder("r3", "rose", "PO-9");
  OnOrder("r4", "rose", "");
  for (const char* contract : {"r1", "r2", "r4"}) Approve(contract, {{5, 1}});
  Approve("r3", {{1, 1}}, "hours_approved", "2026-W40");
  std::map<std::string, std::string> held;
  std::map<std::string, v1::Draft> drafts;
  const auto look = [&] {
    const auto listed =
        Ask(&Invoicing::ListDrafts, "legal_entity_id: 'geneva' client_id: 'rose'" + Seen());
    for (const auto& draft : listed.drafts()) {
      drafts[draft.purchase_order()] = draft;
      held[draft.purchase_order()] = draft.held();
    }
  };
  look();
  EXPECT_EQ(held["PO-OTHER"], "PURCHASE_ORDER_OF_ANOTHER_CLIENT");
  EXPECT_EQ(held["PO-NONE"], "PURCHASE_ORDER_UNKNOWN");
  EXPECT_EQ(Refused(drafts["PO-NONE"]), "PURCHASE_ORDER_UNKNOWN");
  EXPECT_EQ(held["PO-9"], "");
  EXPECT_EQ(held[""], "");
  Organisation(
      "purchase_order_placed { client_id: 'rose' number: 'PO-9'"
      " validity { start { year: 2026 month: 10 day: 2 } } }");
  look();
  EXPECT_EQ(held["PO-9"], "PURCHASE_ORDER_NOT_VALID");
}

TEST_F(PurchaseOrdersTest, TwoDraftsDoNotBothTakeTheRest) {
  Client("sage", "geneva", " billing_cadence: BILLING_CADENCE_WEEKLY");
  Place("sage", "PO-10", 500);
  OnOrder("s1", "sage", "PO-10");
  for (const char* week : {"2026-W42", "2026-W43"})
    Approve("s1", {{week[7] == '2' ? 12 : 19, 8}}, "hours_approved", week);
  OpenBooks();
  const auto result = service::ResultOf(Run(New() + "legal_entity_id: 'geneva' client_id: 'sage'" +
                                            DateText("through", calendar::Date(2026, 10, 31))));
  EXPECT_EQ(result.done(), 1u);
  ASSERT_EQ(result.left_size(), 1);
  EXPECT_NE(result.left(0).ShortDebugString().find("PURCHASE_ORDER_EXCEEDED"), std::string::npos);
}
}  // namespace
}  // namespace aor::invoicing
