// What those are told who carry a training mission out, and its client: S2.17, S2.46.
#include <absl/strings/str_replace.h>

#include "aor/missions/v1/missions_events.pb.h"
#include "services/notifications/api/running_notifications.h"

namespace aor::notifications {
namespace {
class StaffingTest : public NotificationsTest {
 protected:
  // The day before the session, 10:00 in Geneva.
  StaffingTest() : NotificationsTest("2026-10-20T08:00:00Z") {
    Say("session_planned { session_id: 's1' mission_id: 'm1' place: 'Carouge'"
        " title: 'Fresque du climat' times {"
        " start { seconds: 1792566000 } end { seconds: 1792578600 } zone: 'Europe/Zurich' } }");
  }
  void Say(const std::string& event) {
    process_.Publish<missions::v1::MissionEvent>("missions", "m1", event);
  }
  // In the evening, when messages wait for the morning.
  void Night() { process_.AdvanceTo("2026-10-20T18:30:00Z"); }
  void Morning() { process_.AdvanceTo("2026-10-21T05:00:01Z"); }
  void Enrol(const std::string& fact, const std::string& who, const std::string& by,
             const std::string& more = "") {
    Say(fact + " { session_id: 's1' facilitator_id: '" + who + "' by: '" + by + "' " + more + " }");
  }
  // The kinds of what somebody was told, in the order of its requests.
  std::vector<std::string> Told(const std::string& who, size_t count) {
    auto sent = Await("recipient_id: '" + who + "'", count, "SENT");
    std::ranges::stable_sort(sent, {}, [](const v1::Message& message) {
      return message.requested().cause().substr(message.requested().cause().find('/'));
    });
    std::vector<std::string> kinds;
    for (const auto& message : sent) kinds.push_back(message.requested().template_id());
    return kinds;
  }
  void AwaitQuiet(const std::string& who, const std::string& kind) {
    EXPECT_TRUE(Eventually([&] {
      return std::ranges::any_of(List("recipient_id: '" + who + "'"), [&](const auto& message) {
        return message.requested().template_id() == kind && message.detail() == "QUIET_HOURS";
      });
    })) << who;
  }
  std::string MailText() {
    std::string all;
    for (const auto& [name, mail] : Outbox()) all += absl::StrReplaceAll(mail, {{"=\r\n", ""}});
    return all;
  }
};
using Kinds = std::vector<std::string>;

TEST_F(StaffingTest, AnOpportunityIsOfferedByMailAndTheMissionAssignedByAnother) {
  Say("opportunity_offered { coordinator_id: 'bea' offered_by: 'tess' mission_id: 'm1' }");
  EXPECT_EQ(Told("bea", 1), Kinds{"opportunity-offered"});
  const std::string mail = MailText();
  for (const char* words : {"A mission to coordinate: m1", "Accept or decline", "/m/"})
    EXPECT_NE(mail.find(words), std::string::npos) << words << " is not in:\n" << mail;
  Say("opportunity_accepted { coordinator_id: 'bea' }");
  EXPECT_EQ(Told("bea", 2), (Kinds{"opportunity-offered", "mission-assigned"}));
  Say("coordinator_replaced { coordinator_id: 'tom' was: 'bea' by: 'tess' }");
  EXPECT_EQ(Told("bea", 3),
            (Kinds{"opportunity-offered", "mission-assigned", "mission-reassigned"}));
  EXPECT_EQ(Told("tom", 1), Kinds{"mission-assigned"});
}

TEST_F(StaffingTest, WhatSomebodyElseTookIsOfferedToNobody) {
  Night();
  Say("opportunity_offered { coordinator_id: 'bea' offered_by: 'tess' mission_id: 'm1' }");
  Say("opportunity_offered { coordinator_id: 'ada' offered_by: 'tess' mission_id: 'm1' }");
  AwaitQuiet("bea", "opportunity-offered");
  AwaitQuiet("ada", "opportunity-offered");
  Say("opportunity_accepted { coordinator_id: 'ada' }");
  AwaitQuiet("ada", "mission-assigned");
  Morning();
  EXPECT_EQ(Told("ada", 1), Kinds{"mission-assigned"});
  Await("recipient_id: 'bea'", 1, "LAPSED");
  EXPECT_EQ(Outbox().size(), 1u);
}

TEST_F(StaffingTest, WhoIsToRunASessionHearsOfEachStep) {
  Enrol("facilitator_proposed", "bea", "cora");
  EXPECT_EQ(Told("bea", 1), Kinds{"session-proposed"});
  Enrol("facilitator_confirmed", "bea", "bea");
  EXPECT_EQ(Told("bea", 2), (Kinds{"session-proposed", "session-confirmed"}));
  Enrol("facilitator_replaced", "tom", "cora", "was: 'bea' reason: 'ill'");
  EXPECT_EQ(Told("bea", 3), (Kinds{"session-proposed", "session-confirmed", "session-released"}));
  EXPECT_EQ(Told("tom", 1), Kinds{"session-confirmed"});
  Say("session_cancelled { session_id: 's1' by: 'cora' facilitator_id: 'tom' }");
  EXPECT_EQ(Told("tom", 2), (Kinds{"session-confirmed", "session-called-off"}));
  EXPECT_NE(
      MailText().find("You run session Fresque du climat: 21 Oct 2026 at 09h00 to 21 Oct 2026 at"),
      std::string::npos)
      << MailText();
}

TEST_F(StaffingTest, WhoStepsDownIsToldNothingAndWhoNeverHeardHearsNothing) {
  Enrol("facilitator_confirmed", "bea", "cora");
  EXPECT_EQ(Told("bea", 1), Kinds{"session-confirmed"});
  Enrol("facilitator_withdrawn", "bea", "bea", "reason: 'ill'");
  Night();
  Enrol("facilitator_proposed", "tom", "cora");
  AwaitQuiet("tom", "session-proposed");
  Say("session_cancelled { session_id: 's1' by: 'cora' facilitator_id: 'tom' }");
  Morning();
  Await("recipient_id: 'tom'", 2, "LAPSED");
  EXPECT_EQ(Outbox().size(), 1u);
}

TEST_F(StaffingTest, WhoseMoveHasNotLeftHearsOfTheDayTheyKnowThatItIsCancelled) {
  Enrol("facilitator_confirmed", "bea", "cora");
  EXPECT_EQ(Told("bea", 1), Kinds{"session-confirmed"});
  Night();
  Enrol("session_moved", "bea", "cora",
        "mission_id: 'm1' place: 'Meyrin' times { start { seconds: 1792652400 }"
        " end { seconds: 1792663200 } zone: 'Europe/Zurich' }");
  Say("session_cancelled { session_id: 's1' by: 'cora' facilitator_id: 'bea' }");
  AwaitQuiet("bea", "session-called-off");
  Morning();
  EXPECT_EQ(Told("bea", 2), (Kinds{"session-confirmed", "session-called-off"}));
  EXPECT_NE(MailText().find("does not take place: 21 Oct 2026 at 09h00, Carouge"),
            std::string::npos)
      << MailText();
}

TEST_F(StaffingTest, TheClientIsInformedOfTheClosingWhereTheRulesSaySo) {
  Say("mission_closed { mission_id: 'm1' client_id: 'acme' client_informed: true }");
  EXPECT_EQ(Told("acme", 1), Kinds{"mission-completed"});
  Say("mission_closed { mission_id: 'm2' client_id: 'ada' }");
  Enrol("facilitator_confirmed", "bea", "cora");
  EXPECT_EQ(Told("bea", 1), Kinds{"session-confirmed"}) << "so the closing before is known, too";
  EXPECT_TRUE(List("recipient_id: 'ada'").empty());
}
}  // namespace
}  // namespace aor::notifications
