// Hours that a client contests, over real gRPC.
#include "services/timesheet/api/running_timesheet.h"

namespace aor::timesheet {
namespace {
class ContestTest : public TimesheetTest {
 protected:
  // A full week is approved and verified, then the client contests its Friday.
  ContestTest() {
    process_.AdvanceTo("2026-10-12T06:00:00Z");
    As("bob", "consultant");
    v1::RecordHoursResponse recorded;
    EXPECT_EQ(Do(&Stub::RecordHours, "worker_id: 'ada'" + FullWeek("c-ada"), &recorded), "OK");
    As("carla", "client:acme");
    EXPECT_EQ(Do(&Stub::ApproveHours, Ada("2026-W41", 5)), "OK") << said_;
    As("eve", "consultant");
    EXPECT_EQ(Do(&Stub::VerifyHours, Ada("2026-W41", 5)), "OK") << said_;
    As("carla", "client:acme");
    friday_ = "entry_ids: '" + recorded.entries(4).entry_id() + "'";
    EXPECT_EQ(Do(&Stub::ContestHours, Ada("2026-W41", 5) + friday_), "OK") << said_;
  }
  std::string Settle(const std::string& outcome, v1::DecideContestResponse* response) {
    return Do(&Stub::DecideContest,
              Ada("2026-W41", 5) + "reason: 'badge list' outcome: CONTEST_OUTCOME_" + outcome,
              response);
  }
  // Sentences of the month about contests.
  std::vector<std::string> Waiting() {
    v1::GetMonthStatusResponse status;
    EXPECT_EQ(Ask(&Stub::GetMonthStatus, "month: '2026-10'" + Seen(), &status), "OK");
    std::vector<std::string> waiting;
    for (const auto& missing : status.missing())
      if (missing.what() == v1::Missing::WHAT_CONTEST) waiting.push_back(missing.sentence());
    return waiting;
  }
  std::string friday_;
};

TEST_F(ContestTest, UpheldItIsSettledAndStaysOffTheBill) {
  As("nina", "consultant");
  ASSERT_EQ(Waiting().size(), 1u);
  v1::DecideContestResponse response;
  ASSERT_EQ(Settle("UPHELD", &response), "OK") << said_;
  EXPECT_FALSE(response.waits_for_second_person());
  const auto week = AdasWeek("2026-W41");
  EXPECT_EQ(week.state(), v1::WEEK_STATE_DONE);
  EXPECT_EQ(week.upheld_entry_ids_size(), 1);
  EXPECT_EQ(SecondsOf(week.billable(), v1::CATEGORY_BASE), 32 * 3600);
  EXPECT_EQ(SecondsOf(week.payable(), v1::CATEGORY_BASE), 40 * 3600);
  EXPECT_TRUE(Waiting().empty());
  As("carla", "client:acme");
  EXPECT_EQ(Do(&Stub::ContestHours, Ada("2026-W41", 5) + friday_), "CONTEST_DECIDED");
  EXPECT_EQ(Do(&Stub::DecideContest, Ada("2026-W41", 5)), "7") << "a client does not decide";
}

TEST_F(ContestTest, RejectedByTwoItIsBilledAgain) {
  As("nina", "consultant");
  v1::DecideContestResponse response;
  ASSERT_EQ(Settle("REJECTED", &response), "OK") << said_;
  EXPECT_TRUE(response.waits_for_second_person());
  EXPECT_EQ(AdasWeek("2026-W41").state(), v1::WEEK_STATE_CONTESTED);
  ASSERT_EQ(Waiting().size(), 1u);
  EXPECT_NE(Waiting()[0].find("nina would bill"), std::string::npos) << Waiting()[0];
  As("bob", "consultant");
  EXPECT_EQ(Settle("REJECTED", &response), "OWN_ENTRIES");
  As("paul", "consultant");
  response.Clear();
  ASSERT_EQ(Settle("REJECTED", &response), "OK") << said_;
  EXPECT_FALSE(response.waits_for_second_person());
  const auto week = AdasWeek("2026-W41");
  EXPECT_EQ(week.state(), v1::WEEK_STATE_DONE);
  EXPECT_EQ(week.approved_by_kind(), v1::APPROVED_BY_DECISION);
  EXPECT_EQ(SecondsOf(week.billable(), v1::CATEGORY_BASE), 40 * 3600);
  EXPECT_TRUE(Waiting().empty());
}

TEST_F(TimesheetTest, AContestThatIsOverLetsSilenceApproveAgain) {
  process_.AdvanceTo("2026-10-12T06:00:00Z");
  As("ada", "worker");
  v1::RecordHoursResponse recorded;
  ASSERT_EQ(Do(&Stub::RecordHours, "worker_id: 'ada'" + FullWeek("c-ada"), &recorded), "OK");
  ASSERT_EQ(Do(&Stub::DeclareComplete, Ada("2026-W41", 5)), "OK") << said_;
  As("carla", "client:acme");
  ASSERT_EQ(Do(&Stub::ContestHours,
               Ada("2026-W41", 5) + "entry_ids: '" + recorded.entries(4).entry_id() + "'"),
            "OK");
  AdasWeek("2026-W41");  // the views have seen it
  process_.AdvanceTo("2026-10-17T11:00:00Z");
  EXPECT_FALSE(AdasWeek("2026-W41").has_approved());
  As("nina", "consultant");
  ASSERT_EQ(Do(&Stub::DecideContest,
               Ada("2026-W41", 5) + "reason: 'sick' outcome: CONTEST_OUTCOME_UPHELD"),
            "OK");
  AdasWeek("2026-W41");
  process_.AdvanceTo("2026-10-17T12:00:00Z");
  v1::GetHistoryResponse history;
  ASSERT_EQ(Ask(&Stub::GetHistory, "worker_id: 'ada' iso_week: '2026-W41'", &history), "OK");
  const auto& last = history.lines(history.lines_size() - 1).event().hours_approved();
  EXPECT_EQ(last.approved_by_kind(), v1::APPROVED_BY_TACIT);
  EXPECT_EQ(last.measured().lines_size(), 4);
}

TEST_F(ContestTest, UntilItIsDecidedNeitherWhatWasApprovedNorPayMoves) {
  const auto week = AdasWeek("2026-W41");
  EXPECT_EQ(week.state(), v1::WEEK_STATE_CONTESTED);
  EXPECT_EQ(SecondsOf(week.billable(), v1::CATEGORY_BASE), 40 * 3600);
  EXPECT_EQ(SecondsOf(week.payable(), v1::CATEGORY_BASE), 40 * 3600);
}
}  // namespace
}  // namespace aor::timesheet
