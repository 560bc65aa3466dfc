// Who hears that a paper ends or a determination has to be looked at: P7, P28, P34.
#include "aor/classification/v1/classification_events.pb.h"
#include "aor/credentials/v1/credentials_events.pb.h"
#include "services/notifications/api/running_notifications.h"

namespace aor::notifications {
namespace {
using Lines = std::vector<std::string>;

std::string Day(const std::string& field, int month, int day, int year = 2026) {
  return field + " { year: " + std::to_string(year) + " month: " + std::to_string(month) +
         " day: " + std::to_string(day) + " } ";
}

class StandingTest : public NotificationsTest {
 protected:
  void Accepted(const std::string& credential, const std::string& term) {
    process_.Publish<credentials::v1::CredentialEvent>(
        "credentials", "bea",
        "credential_accepted { credential_id: '" + credential +
            "' holder_id: 'bea' kind_id: 'ch.permit_g' accepted_by: 'cleo' term { title:"
            " 'Cross-border permit G' zone: 'Europe/Zurich' " +
            term + " } }");
  }
  void Classified(const std::string& event) {
    process_.Publish<classification::v1::AssessmentEvent>("classification", "bea", event);
  }
  void Made(const std::string& determination, int month, int day, const std::string& worker = "bea",
            const std::string& more = "") {
    Classified("determination_made { determination { determination_id: '" + determination +
               "' assessment_id: 'a1' worker_id: '" + worker + "' client_id: 'acme' " +
               Day("review_on", month, day, 2027) + more + "} }");
  }
  void Approved(const std::string& determination) {
    Classified("determination_approved { determination_id: '" + determination + "' }");
  }
  bool Wait(const Lines& expected) {
    return Eventually([&] { return Reminders() == expected; });
  }
  static std::string TwoHorizons() {
    return Day("last_day", 11, 30) + Day("told_on", 10, 31) + Day("told_on", 11, 23);
  }
};

TEST_F(StandingTest, AHolderHearsAtEachHorizonAndThenWhoStandsIn) {
  Accepted("p1", TwoHorizons());
  ASSERT_TRUE(Wait({"credential-expiring/p1/2026-10-31 bea 2026-10-31T08:00:00Z",
                    "credential-expiring/p1/2026-11-23 bea 2026-11-23T08:00:00Z",
                    "credential-escalated/p1 bea 2026-11-24T08:00:00Z"}))
      << testing::PrintToString(Reminders());
  process_.AdvanceTo("2026-10-31T08:00:01Z");
  const auto first = Await("cause: 'credential-expiring/p1/2026-10-31'", 1, "SENT");
  ASSERT_EQ(first.size(), 1u);
  const std::string mail = Outbox()[first[0].requested().message_id() + ".eml"];
  EXPECT_NE(mail.find("To: <bea@example.com>"), std::string::npos) << mail;
  EXPECT_NE(mail.find("Cross-border permit G"), std::string::npos) << mail;
  process_.AdvanceTo("2026-11-23T08:00:01Z");
  Await("cause: 'credential-expiring/p1/2026-11-23'", 1, "SENT");
  process_.AdvanceTo("2026-11-24T08:00:01Z");
  const auto backup = Await("cause: 'credential-escalated/p1'", 1, "SENT");
  ASSERT_EQ(backup.size(), 1u);
  const std::string escalated = Outbox()[backup[0].requested().message_id() + ".eml"];
  EXPECT_NE(escalated.find("To: <tom@acme.example>"), std::string::npos) << escalated;
  EXPECT_NE(escalated.find("Bea Muster"), std::string::npos) << "whose it is, by name";
  EXPECT_EQ(backup[0].ShortDebugString().find("Muster"), std::string::npos) << "kept nowhere";
  EXPECT_EQ(Outbox().size(), 3u);
}

TEST_F(StandingTest, ALaterPaperTakesTheReminderBackAndAnEarlierOneDoesNot) {
  Accepted("p1", TwoHorizons());
  ASSERT_TRUE(Eventually([&] { return Reminders().size() == 3; }));
  Accepted("early", Day("last_day", 11, 1) + Day("told_on", 10, 25));
  Accepted("p2", Day("last_day", 11, 30, 2027) + Day("told_on", 11, 23, 2027));
  EXPECT_TRUE(Wait({"credential-expiring/p2/2027-11-23 bea 2027-11-23T08:00:00Z",
                    "credential-escalated/p2 bea 2027-11-24T08:00:00Z"}))
      << testing::PrintToString(Reminders());
  process_.Publish<credentials::v1::CredentialEvent>(
      "credentials", "bea",
      "credential_revoked { credential_id: 'p2' holder_id: 'bea' kind_id: 'ch.permit_g' }");
  EXPECT_TRUE(Wait({}));
}

TEST_F(StandingTest, ForEachClientsWorkAPaperOfItsOwn) {
  Accepted("p1", "client_id: 'acme' " + Day("last_day", 11, 30) + Day("told_on", 11, 23));
  Accepted("p2", "client_id: 'other' " + Day("last_day", 12, 31));
  EXPECT_TRUE(Wait({"credential-expiring/p1/2026-11-23 bea 2026-11-23T08:00:00Z",
                    "credential-escalated/p1 bea 2026-11-24T08:00:00Z"}));
}

TEST_F(StandingTest, AReviewIsDueOnceSomebodyApproved) {
  Made("d1", 3, 15);
  Made("d2", 4, 15);
  Approved("d2");
  ASSERT_TRUE(Wait({"review-due/d2/2027-04-15 acme 2027-04-01T07:00:00Z"}))
      << testing::PrintToString(Reminders());
  Classified("determination_reviewed { determination_id: 'd2' stands: true " +
             Day("review_on", 10, 15, 2027) + "}");
  ASSERT_TRUE(Wait({"review-due/d2/2027-10-15 acme 2027-10-01T07:00:00Z"}))
      << testing::PrintToString(Reminders());
  Classified("determination_revoked { determination_id: 'd2' }");
  EXPECT_TRUE(Wait({}));
}

TEST_F(StandingTest, AnotherDeterminationTakesTheReviewOfTheOneBefore) {
  Made("d1", 3, 15);
  Approved("d1");
  const std::string first = "review-due/d1/2027-03-15 acme 2027-03-01T08:00:00Z",
                    second = "review-due/d2/2027-04-15 acme 2027-04-01T07:00:00Z";
  ASSERT_TRUE(Wait({first}));
  Made("d2", 4, 15);
  Made("other", 5, 15, "ben");
  Approved("other");
  EXPECT_TRUE(Wait({first, "review-due/other/2027-05-15 acme 2027-05-01T07:00:00Z"}))
      << "nobody has approved the new one: " << testing::PrintToString(Reminders());
  Classified("determination_revoked { determination_id: 'other' }");
  Approved("d2");
  EXPECT_TRUE(Wait({second})) << testing::PrintToString(Reminders());
  Classified("dispute_resolved { determination_id: 'd2' dispute_id: 's1' }");
  EXPECT_TRUE(Wait({first})) << "it fell: " << testing::PrintToString(Reminders());
  Classified("dispute_resolved { determination_id: 'd2' dispute_id: 's2' upheld: true }");
  EXPECT_TRUE(Wait({second})) << testing::PrintToString(Reminders());
}

// What is relied on until a later day is reviewed until then.
TEST_F(StandingTest, ADeterminationForALaterDayTakesTheReviewsFromThenOn) {
  Made("d1", 3, 15);
  Approved("d1");
  Made("d2", 6, 15, "bea", Day("effective_from", 4, 1, 2027));
  Approved("d2");
  const Lines both = {"review-due/d1/2027-03-15 acme 2027-03-01T08:00:00Z",
                      "review-due/d2/2027-06-15 acme 2027-06-01T07:00:00Z"};
  EXPECT_TRUE(Wait(both)) << testing::PrintToString(Reminders());
  Made("d3", 7, 15, "bea", Day("effective_from", 3, 15, 2027));
  Approved("d3");
  EXPECT_TRUE(Wait({"review-due/d3/2027-07-15 acme 2027-07-01T07:00:00Z"}))
      << testing::PrintToString(Reminders());
}

TEST_F(StandingTest, WhatIsRevokedGivesTheReviewBackToTheOneBefore) {
  Made("d0", 2, 15);
  Approved("d0");
  Made("d1", 3, 15);
  Approved("d1");
  Made("d2", 4, 15);
  Approved("d2");
  ASSERT_TRUE(Wait({"review-due/d2/2027-04-15 acme 2027-04-01T07:00:00Z"}));
  Classified("determination_revoked { determination_id: 'd0' }");
  Classified("determination_revoked { determination_id: 'd2' }");
  ASSERT_TRUE(Wait({"review-due/d1/2027-03-15 acme 2027-03-01T08:00:00Z"}))
      << testing::PrintToString(Reminders());
  Classified("determination_revoked { determination_id: 'd1' }");
  EXPECT_TRUE(Wait({})) << "the one before was revoked, too";
}

TEST_F(StandingTest, AnotherWorkersAssessmentOfTheSameIdIsAnother) {
  Made("d1", 3, 15);
  Approved("d1");
  ASSERT_TRUE(Eventually([&] { return Reminders().size() == 1; }));
  Made("d2", 4, 15, "ben");
  Approved("d2");
  EXPECT_TRUE(Wait({"review-due/d1/2027-03-15 acme 2027-03-01T08:00:00Z",
                    "review-due/d2/2027-04-15 acme 2027-04-01T07:00:00Z"}))
      << testing::PrintToString(Reminders());
}

TEST_F(StandingTest, AContradictionIsToldOnce) {
  for (int i = 0; i < 2; ++i)
    Classified(
        "drift_found { drift_id: 'x1' determination_id: 'd1' worker_id: 'bea'"
        " client_id: 'acme' }");
  Await("cause: 'drift-found/x1'", 1, "SENT");
  ASSERT_EQ(Outbox().size(), 1u);
  EXPECT_NE(Outbox().begin()->second.find("Bea Muster"), std::string::npos);
}
}  // namespace
}  // namespace aor::notifications
