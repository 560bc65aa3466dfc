// What the month's pay waits for. The clock stands on Thursday, 29 October 2026.
#include <algorithm>

#include "services/payroll/api/running_month.h"

namespace aor::payroll {
namespace {
class MonthStatusTest : public PayrollTest {
 protected:
  // "<step> <record> waits for <whom> <reasons>", page by page.
  std::vector<std::string> Status(const std::string& month = "2026-10") {
    As("carla", "finance");
    std::vector<std::string> lines;
    v1::GetMonthStatusResponse page;
    do {
      EXPECT_EQ(Call(&Stub::GetMonthStatus,
                     "legal_entity_id: 'geneva' page_size: 1 month: '" + month + "' page_token: '" +
                         page.next_page_token() + "'" + Since(),
                     &page),
                "OK")
          << said_;
      for (const auto& one : page.waiting()) {
        lines.push_back(one.step() + " " + one.party_id() + " waits for " + one.waits_for());
        for (const auto& reason : one.reasons()) lines.back() += " " + reason;
        last_ = one;
      }
    } while (!page.next_page_token().empty());
    return lines;
  }
  operations::v1::Waiting last_;
};
using Lines = std::vector<std::string>;

// One thing after the other: who acts next changes with each step, until the file is stored.
TEST_F(MonthStatusTest, FollowsASlipToItsFile) {
  NightWorker("mia", "c90");
  const std::string profile = std::exchange(canned_->profiles["mia"], "");
  canned_->profiles.erase("mia");
  EXPECT_EQ(Status(), Lines{}) << "October is not over";
  process_->AdvanceTo("2026-11-02T06:00:00Z");
  EXPECT_EQ(Status(), Lines{"PAYSLIP mia waits for consultant PAYROLL_PROFILE"});
  EXPECT_NE(last_.sentence().find("lacks PAYROLL_PROFILE"), std::string::npos) << last_.sentence();
  canned_->profiles["mia"] = profile;
  EXPECT_EQ(Status(), Lines{"PAYSLIP mia waits for consultant"});
  EXPECT_EQ(last_.amount().minor_units(), 42605);
  EXPECT_EQ(last_.due().seconds(), 1793811600);  // 4 November, 18:00 in Geneva
  EXPECT_FALSE(last_.late());
  EXPECT_EQ(Status("2026-09"), Lines{});

  Verify("c90");
  EXPECT_EQ(Status(), Lines{"PAYABLE mia waits for finance"});
  for (const char* other : {"2026-09", "2026-11", "2026-12"})
    EXPECT_EQ(Status(other), Lines{}) << other;
  v1::ProposeBatchResponse proposed;
  ASSERT_EQ(Call(&Stub::ProposeBatch,
                 Id() + "legal_entity_id: 'geneva' batch_kind: 'SALARY' batch_id: 'm90'" + Since(),
                 &proposed),
            "OK")
      << said_;
  after_ = proposed.consistency_token();
  EXPECT_EQ(Status(), Lines{"BATCH_RELEASE  waits for finance"});
  EXPECT_NE(last_.sentence().find("not carla"), std::string::npos) << last_.sentence();
  EXPECT_EQ(last_.amount().minor_units(), 42605);

  As("eve", "finance");
  v1::ReleaseBatchResponse released;
  ASSERT_EQ(Call(&Stub::ReleaseBatch, Id() + "batch_id: 'm90'" + Since(), &released), "OK");
  after_ = released.consistency_token();
  EXPECT_EQ(Status(), Lines{"PAYEE_ANSWERS  waits for directory"});
  for (const char* other : {"2026-09", "2026-11", "2026-12"})
    EXPECT_EQ(Status(other), Lines{}) << other;

  Answer("m90", "mia", true);
  EXPECT_EQ(Status(), (Lines{"PAYABLE mia waits for finance ACCOUNT_CHANGED",
                             "PAYMENT_FILE  waits for finance ACCOUNT_CHANGED ALL_HELD"}));
  EXPECT_NE(last_.sentence().find("pays nobody"), std::string::npos) << last_.sentence();
  As("carla", "finance");
  EXPECT_EQ(Try(&Stub::ExportPaymentFile, Id() + "batch_id: 'm90'" + Since()), "ALL_HELD");
}

TEST_F(MonthStatusTest, AsksNobodyToCompleteTheProfileOfTheErased) {
  NightWorker("eve", "c96");
  process_->AdvanceTo("2026-11-02T06:30:00Z");
  canned_->profiles.erase("eve");
  Fact<directory::v1::PersonEvent>("directory", "eve", "person_erased { person_id: 'eve' }");
  const auto lines = Status();
  EXPECT_TRUE(
      std::ranges::count(lines, "PAYSLIP eve waits for finance PAYROLL_PROFILE OWNER_ERASED"));
  for (const auto& line : lines)
    EXPECT_EQ(line.find("eve waits for consultant"), std::string::npos);
}

// A part payment is of the month it is paid in, a supplier's invoice of the month before.
TEST_F(MonthStatusTest, NamesWhatIsOwedInItsMonthAlone) {
  Fact<invoicing::v1::InvoiceEvent>(
      "invoicing", "geneva",
      "self_billed_invoice_issued { invoice_id: 'i95' number: 'SB-95' legal_entity_id: 'geneva'"
      " supplier_id: 'dev' payable { currency_code: 'CHF' minor_units: 100 }"
      " due_date { year: 2026 month: 12 day: 4 } }");
  const auto named = [&](const std::string& month) {
    const auto lines = Status(month);
    return std::ranges::count(lines, "PAYABLE dev waits for finance");
  };
  for (int i = 0; i < 500 && named("2026-11") == 0; ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  EXPECT_EQ(named("2026-11"), 1);
  for (const char* other : {"2026-10", "2026-12"}) EXPECT_EQ(named(other), 0) << other;
}

TEST_F(MonthStatusTest, WhatOnlyMakesSenseForAMonthIsRefused) {
  As("carla", "finance");
  EXPECT_EQ(Try(&Stub::GetMonthStatus, "legal_entity_id: 'geneva' month: '2026-13'"), "3");
  EXPECT_EQ(
      Try(&Stub::GetMonthStatus, "legal_entity_id: 'geneva' month: '2026-10' page_token: 'x'"),
      "3");
  As("mia", "worker");
  EXPECT_EQ(Try(&Stub::GetMonthStatus, "legal_entity_id: 'geneva' month: '2026-10'"), "7");
}
}  // namespace
}  // namespace aor::payroll
