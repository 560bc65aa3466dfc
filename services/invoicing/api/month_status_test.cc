// What the month's claims wait for. The clock stands at 1 November 2026, 06:00 UTC.
#include "services/invoicing/api/invoicing_test.h"

namespace aor::invoicing {
namespace {
using operations::v1::Waiting;

class MonthStatusTest : public InvoicingTest {
 protected:
  std::vector<Waiting> Status(const std::string& entity, const std::string& more = "",
                              const std::string& month = "2026-10") {
    std::vector<Waiting> all;
    std::string token;
    do {
      const auto page =
          Ask(&Invoicing::GetMonthStatus, "page_size: 1" + Quoted("month", month) +
                                              Quoted("legal_entity_id", entity) +
                                              Quoted("page_token", token) + more + Seen());
      all.insert(all.end(), page.waiting().begin(), page.waiting().end());
      token = page.next_page_token();
    } while (!token.empty());
    return all;
  }
  // "<step> <party> waits for <whom>: <amount> <reasons>"
  static std::vector<std::string> Told(const std::vector<Waiting>& waiting) {
    std::vector<std::string> lines;
    for (const auto& one : waiting) {
      lines.push_back(one.step() + " " + one.party_id() + " waits for " + one.waits_for() + ": " +
                      Show(one.amount()));
      for (const auto& reason : one.reasons()) lines.back() += " " + reason;
    }
    return lines;
  }
};
using Lines = std::vector<std::string>;

TEST_F(MonthStatusTest, DraftsWaitOnceTheirPeriodIsOver) {
  Client("monthly", "geneva");
  Client("weekly", "geneva", " billing_cadence: BILLING_CADENCE_WEEKLY");
  Temp("m1", "monthly");
  Temp("w1", "weekly");
  Approve("m1", {{5, 8}});
  Approve("w1", {{6, 8}});
  Approve("w1", {{26, 2}}, "hours_approved", "2026-W44");  // a week that ends in November
  const auto waiting = Status("geneva");
  EXPECT_EQ(Told(waiting), (Lines{"INVOICE_DRAFT monthly waits for consultant: CHF 466.99",
                                  "INVOICE_DRAFT weekly waits for consultant: CHF 466.99"}));
  ASSERT_EQ(waiting.size(), 2u);
  EXPECT_EQ(calendar::ToString(calendar::Instant{std::chrono::seconds{waiting[0].due().seconds()}}),
            "2026-11-04T17:00:00Z");  // the evening of the third banking day
  EXPECT_FALSE(waiting[0].late());
  EXPECT_TRUE(Status("geneva", "", "2026-11").empty());  // today is the last day of week 44
  EXPECT_EQ(Told(Status("geneva", "client_id: 'weekly' ")).size(), 1u);
  Confirm(OnlyDraft("geneva", "monthly"));
  EXPECT_EQ(Told(Status("geneva")),
            (Lines{"INVOICE_DRAFT weekly waits for consultant: CHF 466.99"}));
}

TEST_F(MonthStatusTest, SuppliersClaimsWaitForWhoActsNext) {
  Client("lumen9", "lyon");
  Supplier("devco9", "VAT_STATUS_LIABLE");
  Supplier("solo9", "VAT_STATUS_LIABLE");
  Developer("d9", "lumen9", "devco9", true);
  Developer("s9", "lumen9", "solo9", false);
  ApproveDays("d9", kMonday, 2);
  ApproveDays("s9", kMonday, 1);
  seen_ = Ask(&SelfBilling::SubmitSupplierInvoice,
              New() +
                  "supplier_id: 'solo9' supplier_invoice_number: 'F-9' contract_id: 's9'"
                  " quantity { unscaled: 2 } net { currency_code: 'EUR' minor_units: 124000 }" +
                  DateText("days", kMonday) + DateText("days", kMonday + 1) +
                  DateText("issue_date", calendar::Date(2026, 10, 31)),
              "supplier:solo9")
              .consistency_token();
  const auto waiting = Status("lyon");
  ASSERT_EQ(waiting.size(), 3u);
  EXPECT_EQ(Told(waiting)[1],
            "SELF_BILLING_DRAFT devco9 waits for finance: EUR 1488.00 NO_MANDATE");
  EXPECT_EQ(Told(waiting)[2],
            "SUPPLIER_INVOICE solo9 waits for solo9: EUR 1240.00 DAYS_NOT_APPROVED");
  EXPECT_NE(waiting[2].sentence().find("2026-10-06"), std::string::npos);
}
}  // namespace
}  // namespace aor::invoicing
