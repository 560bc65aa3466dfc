// What is left of a month, who is waited for, and where colleagues stand.
#include <set>

#include "aor/audit/v1/audit_service.grpc.pb.h"
#include "services/timesheet/api/running_timesheet.h"

namespace aor::timesheet {
namespace {
TEST_F(TimesheetTest, TheMonthSaysWhatIsLeft) {
  process_.AdvanceTo("2026-10-12T06:00:00Z");
  As("ada", "worker");
  ASSERT_EQ(Do(&Stub::RecordHours, "worker_id: 'ada'" + FullWeek("c-ada")), "OK");
  ASSERT_EQ(Do(&Stub::DeclareComplete, Ada("2026-W41", 5)), "OK") << said_;
  As("bob", "consultant");
  v1::VerifyMatchingHoursResponse verified;
  ASSERT_EQ(Do(&Stub::VerifyMatchingHours, "month: '2026-10'" + Seen(), &verified), "OK") << said_;
  EXPECT_EQ(verified.verified(), 1u) << verified.DebugString();

  v1::GetMonthStatusResponse status;
  ASSERT_EQ(
      Ask(&Stub::GetMonthStatus, "month: '2026-10' legal_entity_id: 'geneva'" + Seen(), &status),
      "OK");
  EXPECT_EQ(status.total().weeks(), 5u);
  EXPECT_EQ(status.total().complete(), 1u);
  EXPECT_EQ(status.total().verified(), 1u);
  ASSERT_EQ(status.missing_size(), 2);  // the hours of week 40, an approval
  EXPECT_EQ(status.missing(0).what(), v1::Missing::WHAT_HOURS);
  EXPECT_EQ(status.missing(0).waits_for(), "ada");
  EXPECT_TRUE(status.missing(0).late());
  ASSERT_EQ(status.colleagues_size(), 1);  // S1.26
  EXPECT_EQ(status.colleagues(0).person_id(), "bob");
  EXPECT_EQ(status.colleagues(0).verified(), 1u);
  EXPECT_EQ(status.colleagues(0).last_at().seconds(),
            calendar::ParseInstant("2026-10-12T06:00:00Z")->time_since_epoch().count());

  // Verification waits for the office's own calendar; contracts come page by page.
  As("ada", "worker");
  ASSERT_EQ(Do(&Stub::RecordHours, "worker_id: 'ada'" + Shift("c-ada", 10, 2, "08:00", "12:00")),
            "OK");
  ASSERT_EQ(Do(&Stub::DeclareComplete, Ada("2026-W40", 1)), "OK") << said_;
  As("bob", "consultant");
  std::string due;
  int pages = 0;
  do {
    const std::string token = status.next_page_token();
    ASSERT_EQ(Ask(&Stub::GetMonthStatus,
                  "month: '2026-10' page_size: 1 page_token: '" + token + "'" + Seen(), &status),
              "OK")
        << said_;
    pages++;
    EXPECT_EQ(status.contracts_size(), 1);
    for (const auto& missing : status.missing())
      if (missing.what() == v1::Missing::WHAT_VERIFICATION)
        due = calendar::ToString(calendar::Instant{std::chrono::seconds{missing.due().seconds()}});
  } while (!status.next_page_token().empty());
  EXPECT_EQ(pages, 2);
  EXPECT_EQ(due, "2026-11-03T17:00:00Z");  // evening of the second banking day
}

TEST_F(TimesheetTest, WhatIsVerifiedInBulkBelongsTogether) {
  process_.AdvanceTo("2026-10-12T06:00:00Z");
  for (const auto& [worker, contract] : {std::pair("ada", "c-ada"), {"lea", "c-lea"}}) {
    const std::string who = " worker_id: '" + std::string(worker) + "'";
    As(worker, "worker");
    ASSERT_EQ(Do(&Stub::RecordHours, who + FullWeek(contract)), "OK") << said_;
    ASSERT_EQ(Do(&Stub::DeclareComplete,
                 who + " contract_id: '" + contract + "' iso_week: '2026-W41' entries_version: 5"),
              "OK")
        << said_;
  }
  As("bob", "consultant");
  v1::VerifyMatchingHoursResponse verified;
  ASSERT_EQ(Do(&Stub::VerifyMatchingHours, "month: '2026-10'" + Seen(), &verified), "OK") << said_;
  ASSERT_EQ(verified.verified(), 2u) << verified.DebugString();
  std::set<std::string> correlations;
  for (const char* worker : {"ada", "lea"}) {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
    context.AddMetadata("authorization", "Bearer " + process_.TokenOf("otto", "auditor"));
    const auto request =
        Parse<audit::v1::GetHistoryRequest>("log: 'timesheet' key: '" + std::string(worker) +
                                            "' stream: 'week-" + worker + "-2026-W41'");
    audit::v1::GetHistoryResponse history;
    ASSERT_TRUE(audit::v1::AuditService::NewStub(process_.channel())
                    ->GetHistory(&context, request, &history)
                    .ok());
    const auto& last = history.changes(history.changes_size() - 1);
    EXPECT_EQ(last.actor(), "bob");
    correlations.insert(last.correlation_id());
  }
  EXPECT_EQ(correlations.size(), 1u);
  EXPECT_NE(*correlations.begin(), "");
}
}  // namespace
}  // namespace aor::timesheet
