// Two legal entities that use the same ids: each has its own chain, and neither hears of the other.
#include "libs/eventsourcing/event_types.h"
#include "libs/eventsourcing/row_store.h"
#include "services/invoicing/api/invoicing_test.h"
#include "services/invoicing/projections/basis.h"
#include "services/invoicing/projections/billing_view.h"
#include "services/invoicing/projections/rows.h"

namespace aor::invoicing {
namespace {
// The read model of two chains, in whichever order they are read.
class TwoChainsTest : public testing::Test {
 protected:
  void Apply(uint32_t chain, uint64_t version, const std::string& text) {
    eventlog::v1::Commit commit;
    commit.set_log("invoicing");
    commit.set_tenant("t");
    eventlog::v1::Stream stream;
    stream.set_name("invoice-same");
    const auto event = eventsourcing::Encode(service::Parse<v1::InvoiceEvent>(text));
    view_.Apply({commit, stream, event, chain, {}, version}, rows_);
  }
  void Entity(uint32_t chain, const std::string& entity, int minor, int paid) {
    Apply(chain, 1,
          "invoice_issued { invoice_id: 'same' number: 'N' client_id: 'acme'"
          " issue_date { year: 2026 month: 11 day: 2 } due_date { year: 2026 month: 11 day: 9 }"
          " legal_entity_id: '" +
              entity + "' payable { minor_units: " + std::to_string(minor) + " } }");
    Apply(chain, 2,
          "payment_allocated { payment_reference: 'p' amount { minor_units: " +
              std::to_string(paid) + " } }");
  }
  int64_t OpenOf(const std::string& entity) const {
    return rows_.Load<v1::Invoice>(RowKey("t", "invoice", entity, "same"))->open().minor_units();
  }
  int Below(const std::string& prefix) const {
    int rows = 0;
    rows_.Scan(prefix, "", [&](std::string_view, std::string_view) { return ++rows > 0; });
    return rows;
  }
  std::string All() const {
    std::string all;
    rows_.Scan("", "", [&](std::string_view key, std::string_view value) {
      all.append(key).append("\n").append(value).append("\n");
      return true;
    });
    return all;
  }

  BillingView view_;
  const std::unique_ptr<eventsourcing::RowStore> store_ = eventsourcing::MemoryRowStore();
  eventsourcing::OverlaidRows rows_{*store_, ""};
};

TEST_F(TwoChainsTest, KeepInvoicesOfOneIdApart) {
  Entity(3, "lyon", 1000, 100);
  Entity(7, "geneva", 3000, 500);
  EXPECT_EQ(OpenOf("lyon"), 900);
  EXPECT_EQ(OpenOf("geneva"), 2500);
  EXPECT_EQ(Below("t/invoices_of/client/acme/"), 2) << "a client of both has both";
  EXPECT_EQ(Below("t/history/invoice-same/"), 4);
  EXPECT_EQ(Basis("t", rows_).EntitiesWith("same"), (std::vector<std::string>{"geneva", "lyon"}));
}

// E86: what a rebuild shows does not depend on which chain it read first.
TEST_F(TwoChainsTest, AreTheSameInEitherOrder) {
  Entity(3, "lyon", 1000, 100);
  Entity(7, "geneva", 3000, 500);
  const auto read = All();
  rows_.changes().clear();
  Entity(7, "geneva", 3000, 500);
  Entity(3, "lyon", 1000, 100);
  EXPECT_EQ(All(), read);
}

class SameIdsTest : public InvoicingTest {};

TEST_F(SameIdsTest, OneRequestIdOfTwoEntitiesMakesTwoDocuments) {
  Client("nova", "geneva");
  Temp("n1", "nova");
  Approve("n1", {{5, 8}});
  Client("vega", "lyon");
  Supplier("sirius", "VAT_STATUS_LIABLE");
  Developer("v1", "vega", "sirius", true);
  ApproveDays("v1", kMonday, 1);
  OpenBooks();
  for (const char* kind : {"INVOICE", "CREDIT_NOTE"})
    Ask(&Invoicing::OpenSeries, New() +
                                    "legal_entity_id: 'lyon' year: 2026 series_kind: SERIES_KIND_" +
                                    kind + " prefix: 'LY-" + kind[0] + "-'");
  std::vector<std::string> ids;
  for (const auto& draft : {OnlyDraft("geneva", "nova"), OnlyDraft("lyon", "vega")}) {
    const auto confirmed =
        Ask(&Invoicing::ConfirmInvoice, "request_id: 'shared' " + WishFor(draft));
    seen_ = confirmed.consistency_token();
    ids.push_back(confirmed.invoice_id());
  }
  EXPECT_NE(ids[0], ids[1]);
  const auto credit = [&](const char* entity, const std::string& invoice) {
    return New() + "credit_note_id: 'chosen' reason: 'late' " + Quoted("legal_entity_id", entity) +
           Quoted("invoice_id", invoice) + Seen();
  };
  seen_ = Ask(&Invoicing::IssueCreditNote, credit("geneva", ids[0])).consistency_token();
  EXPECT_EQ(Refusal(&Invoicing::IssueCreditNote, credit("lyon", ids[1])), "INVALID_ARGUMENT");
  const auto named = Quoted("invoice_id", "chosen") + Seen();
  EXPECT_EQ(Ask(&Invoicing::GetInvoice, named).invoice().document().legal_entity_id(), "geneva");
  EXPECT_EQ(Refusal(&Invoicing::GetInvoice, named + "legal_entity_id: 'lyon'"), "NOT_FOUND");

  const auto owed = Ask(&SelfBilling::ListSelfBillingDrafts,
                        "legal_entity_id: 'lyon' supplier_id: 'sirius'" + Seen());
  ASSERT_EQ(owed.drafts_size(), 1);
  EXPECT_EQ(Refusal(&SelfBilling::ConfirmSelfBilledInvoice,
                    New() + WishFor(owed.drafts(0)) + "invoice_id: 'chosen'"),
            "INVALID_ARGUMENT");
}

// C14: by its number alone the second document would be the first, and its hours billed by none.
TEST_F(SameIdsTest, AChosenIdIsOfOneDocument) {
  for (const char* client : {"lyra", "cygnus"}) {
    Client(client, "geneva");
    Temp(std::string(client) + "-c", client);
    Approve(std::string(client) + "-c", {{5, 8}, {6, 8}});
  }
  const auto wish = [&] { return WishFor(OnlyDraft("geneva", "cygnus")); };
  Confirm(OnlyDraft("geneva", "lyra"), "invoice_id: 'once'");
  EXPECT_EQ(Refusal(&Invoicing::ConfirmInvoice, New() + "invoice_id: 'once' " + wish()),
            "ISSUED_OTHERWISE");
  EXPECT_EQ(Show(OnlyDraft("geneva", "cygnus").net()), "CHF 864.00");

  Confirm(OnlyDraft("geneva", "cygnus"), "invoice_id: 'twice'");
  const auto credit = [&](const char* invoice, int hours) {
    return New() + Quoted("invoice_id", invoice) +
           "credit_note_id: 'note' reason: 'late' legal_entity_id: 'geneva' bill_again: true"
           " lines { line_number: 1 quantity { unscaled: " +
           std::to_string(hours) + " } }" + Seen();
  };
  seen_ = Ask(&Invoicing::IssueCreditNote, credit("once", 1)).consistency_token();
  for (const char* invoice : {"once", "twice"})
    EXPECT_EQ(Refusal(&Invoicing::IssueCreditNote, credit(invoice, 2)), "ISSUED_OTHERWISE");
  const auto left =
      Ask(&Invoicing::ListDrafts, "legal_entity_id: 'geneva' client_id: 'cygnus'" + Seen());
  EXPECT_EQ(left.drafts_size(), 0) << "nothing is billed again that no note took back";
}
}  // namespace
}  // namespace aor::invoicing
