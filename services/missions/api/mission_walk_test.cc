// A mission lived through the API alone, on the embedded log.
#include <google/protobuf/util/message_differencer.h>

#include "services/missions/api/running_missions.h"

namespace aor::missions {
namespace {
class WalkTest : public MissionsTest {
 protected:
  // Until the clock's deadlines have recorded the end of the session.
  void SessionOver() {
    As("tess", "permanent_team");
    for (int i = 0; i < 200 && !Mission().mission().sessions(0).over(); ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    ASSERT_TRUE(Mission().mission().sessions(0).over());
    As("cora", "coordinator");
  }
  std::vector<std::string> Registered() {
    const auto answer = Got(&Rolls::RegisterParticipants,
                            kSession +
                                "participants { mail: 'ann@example.com' }"
                                " participants { mail: 'ANN@example.com' surname: 'Ôé' }");
    std::vector<std::string> ids;
    for (const auto& one : answer.registered()) ids.push_back(one.participant_id());
    EXPECT_EQ(ids.size(), 2u);
    EXPECT_TRUE(answer.registered(1).shares_mail());
    return ids;
  }
  v1::RequestFeesResponse Requested() {
    return Got(&Fees::RequestFees,
               "mission_id: 'm1' items { session_id: 's1'"
               " travel { currency_code: 'EUR' minor_units: 4250 } }");
  }
  static constexpr auto kSheet =
      " document_id: 'd1' digest: "
      "'9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'";
};

TEST_F(WalkTest, AMovedSessionEndsOnItsNewDay) {
  Opened();
  Planned();
  const std::string move = kSession +
                           "times { date: '2026-10-06' start: '09:00' end: '12:00' }"
                           " zone: 'Europe/Paris' place: 'Lyon' ";
  EXPECT_EQ(Try(&Missions::MoveSession, move), "3") << "says why";
  EXPECT_EQ(Try(&Missions::MoveSession,
                kSession + "times { date: '2027-03-28' start: '02:30' end: '05:00' }"
                           " zone: 'Europe/Paris' reason: 'strike'"),
            "3")
      << "no clock shows that";
  EXPECT_NE(said_.find("put forward"), std::string::npos) << said_;
  const auto answer = Got(&Missions::MoveSession, move + "reason: 'strike'");
  ASSERT_EQ(answer.half_days_size(), 1);
  EXPECT_EQ(answer.half_days(0), "2026-10-06-AM");
  const auto mission = Mission().mission();
  const auto& session = mission.sessions(0);
  EXPECT_EQ(session.planned().place(), "Lyon");
  ASSERT_EQ(session.moves_size(), 1);
  EXPECT_EQ(session.moves(0).was_place(), "Paris");
  StartAt("2026-10-05T16:00:00Z");
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  EXPECT_FALSE(Mission().mission().sessions(0).over());
  StartAt("2026-10-06T10:00:00Z");
  SessionOver();
  EXPECT_EQ(Try(&Missions::MoveSession,
                kSession + "times { date: '2026-10-07' start: '09:00' end: '12:00' }"
                           " zone: 'Europe/Paris' reason: 'strike'"),
            "SESSION_TOOK_PLACE");
}

// Across the end of summer time and to an island: the wall of the place counts.
TEST_F(WalkTest, AHalfDayThatTookPlaceStaysWhereTheOthersAreMoved) {
  Opened();
  Planned();
  const auto ids = Registered();
  const std::string island =
      kSession +
      "times { date: '2026-10-05' start: '09:00' end: '12:00' }"
      " times { date: '2026-10-26' start: '13:00' end: '17:00' } zone: 'Indian/Reunion' ";
  StartAt("2026-10-05T07:05:00Z");
  As("fay", "facilitator");
  ASSERT_EQ(
      Try(&Rolls::MarkAttendance, kSession + "half_day: '2026-10-05-AM' present: '" + ids[0] + "'"),
      "OK")
      << said_;
  As("cora", "coordinator");
  EXPECT_EQ(Try(&Missions::MoveSession, island + "reason: 'storm'"), "SESSION_BEGAN");
  As("tess", "permanent_team");
  EXPECT_EQ(Try(&Missions::MoveSession,
                kSession + "times { date: '2026-10-26' start: '09:00' end: '17:00' }"
                           " zone: 'Europe/Paris' reason: 'storm'"),
            "HALF_DAY_ATTENDED");
  const auto answer = Got(&Missions::MoveSession, island + "reason: 'storm'");
  EXPECT_EQ(answer.half_days(1), "2026-10-26-PM");
  const auto session = Mission().mission().sessions(0);
  EXPECT_TRUE(session.moves(0).after_the_fact());
  EXPECT_EQ(session.planned().times(1).end().seconds(), 1793019600) << "17:00 at UTC+4";
  EXPECT_EQ(
      Try(&Rolls::MarkAttendance, kSession + "half_day: '2026-10-05-PM' present: '" + ids[0] + "'"),
      "HALF_DAY_UNKNOWN");
}

TEST_F(WalkTest, FromTheOrderToTheCoordinationFee) {
  Opened();
  Planned();
  const auto ids = Registered();
  EXPECT_EQ(Try(&Rolls::NameParticipant, kSession + "participant_id: '" + ids[0] +
                                             "' surname: 'García Márquez' given_names: 'Ann'"),
            "OK")
      << said_;
  const auto planned = Mission();
  ASSERT_EQ(planned.counters_size(), 1);
  EXPECT_EQ(planned.counters(0).confirmed(), 1u);
  ASSERT_EQ(planned.blockers_size(), 1);
  EXPECT_EQ(planned.blockers(0).blocker_kind(), v1::BLOCKER_KIND_SESSION_NOT_OVER);
  EXPECT_EQ(Try(&Fees::RequestFees, "mission_id: 'm1' items { session_id: 's1' }"),
            "SESSION_NOT_ENDED");

  StartAt("2026-10-05T07:05:00Z");
  As("fay", "facilitator");
  EXPECT_EQ(
      Try(&Rolls::MarkAttendance, kSession + "half_day: '2026-10-05-AM' present: '" + ids[0] + "'"),
      "OK")
      << said_;
  EXPECT_EQ(
      Try(&Rolls::MarkAttendance, kSession + "half_day: '2026-10-05-PM' absent: '" + ids[0] + "'"),
      "OK")
      << said_;
  StartAt("2026-10-05T15:00:00Z");
  SessionOver();
  const auto roll = Got(&Rolls::GetRoll, kSession);
  ASSERT_EQ(roll.participants_size(), 2);
  EXPECT_EQ(roll.participants(0).surname(), "García Márquez");
  EXPECT_EQ(roll.participants(0).mail(), "ann@example.com");
  ASSERT_EQ(roll.participants(0).certificate().half_days_size(), 1);
  EXPECT_EQ(roll.participants(1).certificate().version(), 0u) << "was not there";
  const auto one = Got(&Rolls::GetRoll, kSession + ("participant_id: '" + ids[1] + "'"));
  ASSERT_EQ(one.participants_size(), 1) << "who was asked for, and nobody else";
  EXPECT_EQ(one.participants(0).participant_id(), ids[1]);

  const auto requested = Requested();
  ASSERT_EQ(requested.fees_size(), 1);
  EXPECT_EQ(requested.fees(0).amount().minor_units(), 34250);
  EXPECT_EQ(requested.fees(0).pay_on().month(), 11);
  ASSERT_EQ(requested.proposals_size(), 1) << "the sheet is missing";
  const std::string fee = "mission_id: 'm1' fee_id: '" + requested.fees(0).fee_id() + "' ";
  const auto why = Got(&Missions::ExplainClosing, "mission_id: 'm1'");
  ASSERT_EQ(why.blockers_size(), 1);
  EXPECT_EQ(why.blockers(0).person_id(), "fay");
  EXPECT_EQ(why.blockers(0).blocker_kind(), v1::BLOCKER_KIND_FEE_NOT_TRANSMITTED);

  As("tess", "permanent_team");
  const auto to_decide = Got(&Fees::ListWork, "work_kind: WORK_KIND_HOLD_TO_DECIDE");
  ASSERT_EQ(to_decide.items_size(), 1);
  const auto blocked = Got(&Fees::ListWork, "work_kind: WORK_KIND_MISSION_BLOCKED");
  ASSERT_EQ(blocked.items_size(), 1);
  EXPECT_EQ(blocked.items(0).blockers_size(), 1);
  EXPECT_TRUE(Got(&Fees::HoldFee, fee + "reason: 'no sheet'").mission_closed())
      << "a held fee is settled";

  const auto of_cora = Got(&Fees::ListWork, "work_kind: WORK_KIND_HOLD_TO_DECIDE");
  ASSERT_EQ(of_cora.items_size(), 1);
  EXPECT_EQ(of_cora.items(0).session_id(), "s1") << "the coordination hangs on its sheet too";

  EXPECT_EQ(Try(&Missions::ChangeOrder,
                "mission_id: 'm1' session_kind: SESSION_KIND_WORKSHOP"
                " sessions: 2 reason: 'more'"),
            "MISSION_CLOSED");
  As("fay", "facilitator");
  EXPECT_EQ(
      Try(&Rolls::MarkAttendance, kSession + "half_day: '2026-10-05-PM' present: '" + ids[1] + "'"),
      "MISSION_CLOSED");
  EXPECT_EQ(Try(&Fees::DepositSheet, kSession + kSheet), "OK") << said_;
  As("tess", "permanent_team");
  EXPECT_EQ(Try(&Fees::ReleaseFee, fee + "reason: 'x'"), "SHEET_NOT_CONFORMING");
  EXPECT_EQ(Try(&Fees::CheckSheet, kSession + std::string(kSheet).substr(18) + " conforms: true"),
            "OK")
      << said_;
  EXPECT_EQ(Got(&Fees::ListWork, "work_kind: WORK_KIND_HOLD_TO_DECIDE").items_size(), 0)
      << "the sheet is there";
  EXPECT_EQ(Try(&Fees::ReleaseFee, fee + "reason: 'it came'"), "OK") << said_;
  EXPECT_EQ(
      Try(&Rolls::MarkAttendance, kSession + "half_day: '2026-10-05-PM' present: '" + ids[1] + "'"),
      "OK")
      << said_;
  const auto closed = Mission().mission();
  EXPECT_TRUE(closed.closed());
  EXPECT_TRUE(closed.closing().client_billable());
  ASSERT_EQ(closed.fees_size(), 2);
  EXPECT_TRUE(closed.fees(0).payable());
  EXPECT_TRUE(closed.sessions(0).sheets(0).after_closing());
  EXPECT_EQ(closed.fees(1).fee().payee_id(), "cora");
  EXPECT_EQ(closed.fees(1).fee().amount().minor_units(), 5000);
  EXPECT_EQ(Got(&Missions::ListMissions, "").missions_size(), 0);
  EXPECT_EQ(Got(&Missions::ListMissions, "closed: true").missions_size(), 1);
}

TEST_F(WalkTest, OthersSeeNothingAndEachTheirOwn) {
  Opened();
  Planned();
  Registered();
  for (const auto& [person, role] :
       {std::pair{"carl", "coordinator"}, std::pair{"finn", "facilitator"},
        std::pair{"zoe", "client:zeta"}}) {
    As(person, role);
    EXPECT_EQ(Try(&Missions::GetMission, "mission_id: 'm1'"), "5") << person;
    EXPECT_EQ(Got(&Missions::ListMissions, "").missions_size(), 0) << person;
  }
  As("carl", "coordinator");
  EXPECT_EQ(Try(&Missions::CancelSession, kSession + "reason: 'x'"), "SESSION_UNKNOWN");
  EXPECT_EQ(Try(&Missions::AcceptOpportunity, "mission_id: 'm1'"), "MISSION_UNKNOWN");
  EXPECT_EQ(Try(&Facilitators::GetFacilitator, "person_id: 'fay'"), "7");
  EXPECT_EQ(Try(&Fees::ListWork, "work_kind: WORK_KIND_FEE_HELD"), "7");
  As("finn", "facilitator");
  EXPECT_EQ(Try(&Rolls::GetRoll, kSession), "5");
  As("tess", "permanent_team", "rival");
  EXPECT_EQ(Try(&Missions::GetMission, "mission_id: 'm1'"), "5");
  As("gina", "client:acme");
  EXPECT_EQ(Mission().mission().order(0).price().minor_units(), 90000);
  EXPECT_EQ(Try(&Rolls::GetRoll, kSession), "7");
  As("fay", "facilitator");
  EXPECT_FALSE(Mission().mission().order(0).has_price());
  EXPECT_EQ(Got(&Rolls::GetRoll, kSession).participants(0).mail(), "ann@example.com");
  As("otto", "auditor");
  EXPECT_EQ(Got(&Rolls::GetRoll, kSession).participants(0).mail(), "");
}

TEST_F(WalkTest, WhoIsOnlyAskedOrNoLongerSeesNobodysName) {
  Opened();
  Planned();
  Registered();
  ASSERT_EQ(Try(&Missions::PlanSession,
                "mission_id: 'm1' session_id: 's2' session_kind: SESSION_KIND_WORKSHOP"
                " times { date: '2026-10-06' start: '09:00' end: '12:00' } zone: 'Europe/Paris'"),
            "OK")
      << said_;
  const std::string second = "mission_id: 'm1' session_id: 's2' ";
  ASSERT_EQ(Try(&Missions::ProposeFacilitator, second + "facilitator_id: 'finn'"), "OK") << said_;
  As("finn", "facilitator");
  EXPECT_EQ(Mission().mission().sessions_size(), 2) << "to say yes or no they see the mission";
  EXPECT_EQ(Try(&Rolls::GetRoll, second), "5");
  As("cora", "coordinator");
  EXPECT_EQ(Got(&Rolls::GetRoll, second).facilitator_id(), "") << "no sheet is printed for finn";
  EXPECT_EQ(Got(&Rolls::GetRoll, kSession).facilitator_id(), "fay");
  As("finn", "facilitator");
  EXPECT_EQ(Try(&Rolls::RegisterParticipants, second + "participants { surname: 'Eve' }"),
            "SESSION_UNKNOWN");
  ASSERT_EQ(Try(&Missions::DeclineSession, second + "facilitator_id: 'finn' reason: 'busy'"), "OK");
  EXPECT_EQ(Try(&Missions::GetMission, "mission_id: 'm1'"), "5");
  As("fay", "facilitator");
  EXPECT_EQ(Got(&Rolls::GetRoll, kSession).participants_size(), 2);
  As("cora", "coordinator");
  ASSERT_EQ(Try(&Missions::ReplaceFacilitator,
                kSession + "facilitator_id: 'finn' replaced_facilitator_id: 'fay' reason: 'ill'"),
            "OK")
      << said_;
  As("fay", "facilitator");
  EXPECT_EQ(Try(&Missions::GetMission, "mission_id: 'm1'"), "5");
  EXPECT_EQ(Try(&Rolls::GetRoll, kSession), "5");
}

TEST_F(WalkTest, WhoCoordinatedBeforeSeesWhatBecomesOfTheirOwnShareAlone) {
  Opened();
  Planned();
  Registered();
  StartAt("2026-10-05T15:00:00Z");
  SessionOver();
  Requested();
  EXPECT_TRUE(Mission().mission().order(0).has_price());
  As("tess", "permanent_team");
  ASSERT_EQ(Try(&Facilitators::RecordLevel,
                "person_id: 'carl' level: 'green' evidence: 'diploma'"
                " valid_from { year: 2026 month: 1 day: 1 }"),
            "OK")
      << said_;
  Settle();
  ASSERT_EQ(
      Try(&Missions::ReplaceCoordinator, "mission_id: 'm1' coordinator_id: 'carl' reason: 'ill'"),
      "OK")
      << said_;
  As("cora", "coordinator");
  const auto seen = Mission();
  EXPECT_EQ(seen.mission().coordinators_size(), 2) << "whose it was stays";
  EXPECT_EQ(seen.mission().fees_size(), 0) << "fay's is not theirs to see any more";
  EXPECT_FALSE(seen.mission().order(0).has_price());
  EXPECT_EQ(seen.blockers_size(), 0);
  EXPECT_EQ(Try(&Missions::ExplainClosing, "mission_id: 'm1'"), "5");
  As("carl", "coordinator");
  EXPECT_EQ(Mission().mission().fees_size(), 1);
  EXPECT_EQ(Try(&Missions::ExplainClosing, "mission_id: 'm1'"), "OK") << said_;
}

// On one chain as on two: what one coordinator calls a session is nothing to another's mission.
TEST_F(WalkTest, SessionsOfOneIdHaveRollsOfTheirOwn) {
  Opened();
  Planned();
  Registered();
  As("tess", "permanent_team");
  ASSERT_EQ(Try(&Missions::PlanSession,
                "mission_id: 'm1' session_id: 's2' session_kind: SESSION_KIND_WORKSHOP"
                " times { date: '2026-10-06' start: '09:00' end: '12:00' } zone: 'Europe/Paris'"),
            "OK");
  for (int i = 0; i < 20; ++i) {
    const std::string other = "mission_id: 'other" + std::to_string(i) + "' ";
    ASSERT_EQ(
        Try(&Missions::OpenMission,
            other + "client_id: 'zeta' legal_entity_id: 'org' opportunity_kind: 'INTRODUCTION'"
                    " client_type: CLIENT_TYPE_COMPANY"
                    " order { session_kind: SESSION_KIND_WORKSHOP sessions: 1 }"),
        "OK")
        << said_;
    ASSERT_EQ(Try(&Missions::PlanSession,
                  other + "session_id: 's1' session_kind: SESSION_KIND_WORKSHOP"
                          " times { date: '2026-10-05' start: '09:00' end: '12:00' }"
                          " zone: 'Europe/Paris'"),
              "OK")
        << said_;
    const auto theirs = Got(&Rolls::GetRoll, other + "session_id: 's1'");
    ASSERT_EQ(theirs.participants_size(), 0) << other;
    ASSERT_EQ(Try(&Rolls::StateHeadCount, other + "session_id: 's1' people: 9"), "OK") << said_;
    EXPECT_EQ(Try(&Rolls::GetRoll, other + "session_id: 's2'"), "5");
  }
  const auto ours = Got(&Rolls::GetRoll, kSession);
  EXPECT_EQ(ours.participants_size(), 2);
  EXPECT_EQ(ours.heads(), 0u);
}

TEST_F(WalkTest, AnErasedParticipantIsReadByNobody) {
  Opened();
  Planned();
  const auto ids = Registered();
  As("cleo", "compliance");
  ASSERT_EQ(Try(&Rolls::EraseParticipant, kSession + "participant_id: '" + ids[0] + "'"), "OK")
      << said_;
  const auto mail = [&] { return Got(&Rolls::GetRoll, kSession).participants(0).mail(); };
  for (int i = 0; i < 200 && !mail().empty(); ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  EXPECT_EQ(mail(), "");
  EXPECT_EQ(Got(&Rolls::GetRoll, kSession).participants(1).mail(), "ANN@example.com");
}

TEST_F(WalkTest, WallTimesAreInstantsOfThePlace) {
  Opened();
  const auto plan = [&](const std::string& times, const std::string& more = "") {
    return Try(&Missions::PlanSession,
               "mission_id: 'm1' session_kind: SESSION_KIND_WORKSHOP"
               " zone: 'Europe/Paris' validate_only: true " +
                   times + more);
  };
  EXPECT_EQ(plan("times { date: '2026-10-24' start: '22:00' end: '01:00' }"), "OK") << said_;
  EXPECT_EQ(plan("times { date: '2027-03-28' start: '02:30' end: '05:00' }"), "3");
  EXPECT_NE(said_.find("times[0].start"), std::string::npos) << said_;
  EXPECT_EQ(plan("times { date: '2026-10-25' start: '02:30' end: '05:00' }"), "OK") << said_;
  EXPECT_EQ(plan("times { date: '2026-10-25' start: '9:00' end: '05:00' }"), "3");
  EXPECT_EQ(plan("times { date: '2026-10-25' start: '09:00' end: '08:00' }"), "3");
  EXPECT_EQ(plan("times { date: '2026-10-25' start: '09:00' end: '12:00' }"
                 " times { date: '2026-10-25' start: '11:00' end: '13:00' }"),
            "3");
  EXPECT_EQ(plan("times { date: '2026-09-30' start: '09:00' end: '12:00' }"), "SESSION_BEGAN");
}

TEST_F(WalkTest, AListIsReadRowByRowAndGoodRowsAreTakenWhenAsked) {
  Opened();
  Planned();
  const std::string list = kSession +
                           R"(text: "Prénom;Nom;E-mail\nAnn;García Márquez;ann@example.com\n)"
                           R"(Bob;;nowhere\nCem;Öz;ANN@example.com\n" )";
  const auto read = Got(&Rolls::ReadParticipantList, list);
  ASSERT_EQ(read.rows_size(), 3);
  EXPECT_EQ(read.good(), 2u);
  EXPECT_EQ(read.registered(), 0u);
  EXPECT_EQ(Got(&Rolls::GetRoll, kSession).participants_size(), 0);
  const std::string wanted = "request_id: 'list' register_good_rows: true " + list;
  EXPECT_EQ(Got(&Rolls::ReadParticipantList, wanted).registered(), 2u);
  EXPECT_EQ(Got(&Rolls::ReadParticipantList, wanted).registered(), 2u);
  EXPECT_EQ(Got(&Rolls::GetRoll, kSession).participants_size(), 2) << "a repeat adds nobody";
}
}  // namespace
}  // namespace aor::missions
