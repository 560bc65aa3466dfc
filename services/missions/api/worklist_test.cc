// What waits for the permanent team, what the coordinator is told, and what evidence leads to.
#include "services/missions/api/running_missions.h"

namespace aor::missions {
namespace {
class WorklistTest : public MissionsTest {
 protected:
  void SessionOver() {
    As("tess", "permanent_team");
    for (int i = 0; i < 200 && !Mission().mission().sessions(0).over(); ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    ASSERT_TRUE(Mission().mission().sessions(0).over());
  }
  std::string Registered() {
    return Got(&Rolls::RegisterParticipants, kSession + "participants { mail: 'ann@example.com' }")
        .registered(0)
        .participant_id();
  }
  v1::ListWorkResponse Work(const std::string& kind) {
    As("tess", "permanent_team");
    return Got(&Fees::ListWork, "work_kind: WORK_KIND_" + kind);
  }
  std::string Requested() {
    const auto answer = Got(&Fees::RequestFees, "mission_id: 'm1' items { session_id: 's1' }");
    return answer.fees_size() == 1 ? answer.fees(0).fee_id() : "";
  }
  // The only thing that blocks it.
  v1::ClosingBlocker Blocker() {
    As("cora", "coordinator");
    const auto why = Got(&Missions::ExplainClosing, "mission_id: 'm1'");
    EXPECT_EQ(why.blockers_size(), 1);
    return why.blockers_size() == 1 ? why.blockers(0) : v1::ClosingBlocker();
  }
  static constexpr auto kSheet =
      " document_id: 'd1' digest: "
      "'9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'";
};

TEST_F(WorklistTest, WhatLacksItsSheetIsLookedAtAfterClosingToo) {
  Opened();
  Planned();
  Registered();
  StartAt("2026-10-05T15:00:00Z");
  SessionOver();
  ASSERT_EQ(Work("SHEET_MISSING").items_size(), 1);
  const std::string fee = "fee_ids: '" + Requested() + "'";
  As("fatima", "finance");
  EXPECT_TRUE(Got(&Fees::TransmitFees, "mission_id: 'm1' " + fee).mission_closed());
  EXPECT_EQ(Work("HOLD_TO_DECIDE").items_size(), 2) << "hers, and the coordination's";
  EXPECT_FALSE(Mission().mission().fees(0).payable());
  EXPECT_EQ(Work("SHEET_MISSING").items(0).what(), "HOLD_CAUSE_SHEET_MISSING");
  ASSERT_EQ(Try(&Fees::DepositSheet, kSession + kSheet), "OK") << said_;
  EXPECT_EQ(Work("SHEET_MISSING").items_size(), 0) << "it waits to be checked";
  const std::string check = kSession + std::string(kSheet).substr(18);
  ASSERT_EQ(Try(&Fees::CheckSheet, check + " reason: 'unsigned'"), "OK") << said_;
  EXPECT_EQ(Work("SHEET_MISSING").items(0).what(), "HOLD_CAUSE_SHEET_NOT_CONFORMING");
  ASSERT_EQ(Try(&Fees::CheckSheet, check + " conforms: true reason: 'attested'"), "OK") << said_;
  EXPECT_EQ(Work("SHEET_MISSING").items_size(), 0);
  EXPECT_EQ(Work("HOLD_TO_DECIDE").items_size(), 0);
  EXPECT_TRUE(Mission().mission().fees(0).payable());
}

TEST_F(WorklistTest, WhoeverDismissesAHoldLetsItBePaid) {
  Opened();
  Planned();
  Registered();
  StartAt("2026-10-05T15:00:00Z");
  SessionOver();
  const std::string fee = Requested();
  ASSERT_EQ(Try(&Fees::TransmitFees, "mission_id: 'm1' fee_ids: '" + fee + "'"), "OK") << said_;
  ASSERT_EQ(Try(&Fees::DismissHold, "mission_id: 'm1' fee_id: '" + fee + "' reason: 'seen'"), "OK")
      << said_;
  EXPECT_EQ(Work("HOLD_TO_DECIDE").items_size(), 1) << "the coordination's is another decision";
  EXPECT_TRUE(Mission().mission().fees(0).payable());
}

TEST_F(WorklistTest, WhatIsBeyondTheOrderIsLookedAtUntilTheClientAgrees) {
  Opened();
  Planned();
  ASSERT_EQ(Try(&Missions::PlanSession,
                "mission_id: 'm1' session_id: 's2' session_kind: SESSION_KIND_WORKSHOP"
                " times { date: '2026-10-06' start: '09:00' end: '12:00' } zone: 'Europe/Paris'"),
            "OK")
      << said_;
  const auto beyond = Work("BEYOND_ORDER");
  ASSERT_EQ(beyond.items_size(), 1);
  EXPECT_EQ(beyond.items(0).session_kind(), v1::SESSION_KIND_WORKSHOP);
  EXPECT_EQ(beyond.items(0).sessions(), 1u);
  ASSERT_EQ(
      Try(&Missions::ChangeOrder,
          "mission_id: 'm1' session_kind: SESSION_KIND_WORKSHOP sessions: 2 reason: 'agreed'"),
      "OK")
      << said_;
  EXPECT_EQ(Work("BEYOND_ORDER").items_size(), 0);
}

TEST_F(WorklistTest, NobodyIsAdvisedToAskForWhatWouldBeRefused) {
  Opened();
  Planned();
  StartAt("2026-10-05T15:00:00Z");
  SessionOver();
  EXPECT_EQ(Blocker().blocker_kind(), v1::BLOCKER_KIND_PARTICIPANTS_MISSING);
  As("tess", "permanent_team");
  Registered();
  EXPECT_EQ(Blocker().blocker_kind(), v1::BLOCKER_KIND_FEE_NOT_REQUESTED);
  As("tess", "permanent_team");
  ASSERT_EQ(Try(&Missions::ChangeOrder,
                "mission_id: 'm1' session_kind: SESSION_KIND_WORKSHOP sessions: 3 reason: 'more'"),
            "OK")
      << said_;
  for (const auto& [session, day] : {std::pair{"s2", "06"}, std::pair{"s3", "25"}}) {
    const std::string id = std::string("mission_id: 'm1' session_id: '") + session + "' ";
    ASSERT_EQ(Try(&Missions::PlanSession,
                  id +
                      "session_kind: SESSION_KIND_WORKSHOP zone: 'Europe/Paris' times { date: "
                      "'2026-10-" +
                      day + "' start: '09:00' end: '12:00' }"),
              "OK")
        << said_;
    ASSERT_EQ(Try(&Missions::ConfirmFacilitator, id + "facilitator_id: 'fay'"), "OK") << said_;
    ASSERT_EQ(Try(&Rolls::StateHeadCount, id + "people: 9"), "OK") << said_;
  }
  Requested();
  StartAt("2026-10-07T08:00:00Z");
  As("cora", "coordinator");
  const auto why = Got(&Missions::ExplainClosing, "mission_id: 'm1'");
  for (const auto& blocker : why.blockers()) {
    if (blocker.session_id() != "s2") continue;
    EXPECT_EQ(blocker.blocker_kind(), v1::BLOCKER_KIND_NEXT_REQUEST_LATER) << blocker.sentence();
    EXPECT_EQ(blocker.not_before().month(), 11);
  }
}

TEST_F(WorklistTest, ASessionThatSomebodyAttendedIsNotCancelled) {
  Opened();
  Planned();
  const std::string ann = Registered();
  StartAt("2026-10-05T07:05:00Z");
  As("fay", "facilitator");
  ASSERT_EQ(
      Try(&Rolls::MarkAttendance, kSession + "half_day: '2026-10-05-AM' present: '" + ann + "'"),
      "OK")
      << said_;
  As("tess", "permanent_team");
  const std::string cancel = kSession + "reason: 'x' client_agreed: true";
  EXPECT_EQ(Try(&Missions::CancelSession, cancel), "SESSION_TOOK_PLACE");
  ASSERT_EQ(Try(&Rolls::CorrectAttendance, kSession +
                                               "half_day: '2026-10-05-AM' reason: 'not her'"
                                               " participant_id: '" +
                                               ann + "'"),
            "OK")
      << said_;
  EXPECT_EQ(Try(&Missions::CancelSession, cancel), "OK") << said_;
}

TEST_F(WorklistTest, ACertificateLeavesADayLaterWhereAHalfDayIsNotMarked) {
  Opened();
  Planned();
  const std::string ann = Registered();
  StartAt("2026-10-05T07:05:00Z");
  As("fay", "facilitator");
  ASSERT_EQ(
      Try(&Rolls::MarkAttendance, kSession + "half_day: '2026-10-05-AM' present: '" + ann + "'"),
      "OK")
      << said_;
  const auto certificate = [&] {
    As("tess", "permanent_team");
    return Got(&Rolls::GetRoll, kSession).participants(0).certificate();
  };
  StartAt("2026-10-06T14:59:00Z");
  SessionOver();
  EXPECT_EQ(certificate().version(), 0u);
  StartAt("2026-10-06T15:00:00Z");
  for (int i = 0; i < 200 && certificate().version() == 0; ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  EXPECT_EQ(certificate().half_days_size(), 1);
  StartAt("2026-10-08T15:00:00Z");
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  EXPECT_EQ(certificate().version(), 1u) << "once";
}

TEST_F(WorklistTest, OrWithTheConformingSheet) {
  Opened();
  Planned();
  const std::string ann = Registered();
  StartAt("2026-10-05T07:05:00Z");
  As("fay", "facilitator");
  ASSERT_EQ(
      Try(&Rolls::MarkAttendance, kSession + "half_day: '2026-10-05-AM' present: '" + ann + "'"),
      "OK")
      << said_;
  ASSERT_EQ(Try(&Fees::DepositSheet, kSession + kSheet), "OK") << said_;
  StartAt("2026-10-05T15:00:00Z");
  SessionOver();
  EXPECT_FALSE(Got(&Rolls::GetRoll, kSession).participants(0).has_certificate());
  ASSERT_EQ(Try(&Fees::CheckSheet, kSession + std::string(kSheet).substr(18) + " conforms: true"),
            "OK")
      << said_;
  EXPECT_EQ(Got(&Rolls::GetRoll, kSession).participants(0).certificate().version(), 1u);
}
}  // namespace
}  // namespace aor::missions
