// What participants of a training session are told: S2.9, S2.28, S2.29.
#include <absl/strings/str_replace.h>

#include "aor/missions/v1/missions_events.pb.h"
#include "aor/missions/v1/quality_events.pb.h"
#include "aor/missions/v1/roll_events.pb.h"
#include "services/notifications/api/running_notifications.h"

namespace aor::notifications {
namespace {
class TrainingTest : public NotificationsTest {
 protected:
  // The day before the session, 10:00 in Geneva.
  TrainingTest() : NotificationsTest("2026-10-20T08:00:00Z") {
    const std::lock_guard lock(canned_.mutex);
    canned_.mission = "mission { opened { mission_id: 'm1' client_id: 'acme' } }";
    canned_.roll =
        "session { times { zone: 'Europe/Zurich' } } participants { participant_id: 'p1'"
        " given_names: 'Ana' surname: 'Maier' mail: 'ana@acme.example' }";
  }
  void Plan() {
    process_.Publish<missions::v1::MissionEvent>(
        "missions", "m1",
        "session_planned { session_id: 's1' mission_id: 'm1' place: 'Carouge' times {"
        " start { seconds: 1792566000 } end { seconds: 1792578600 } zone: 'Europe/Zurich' } }");
  }
  void Roll(const std::string& event) {
    process_.Publish<missions::v1::RollEvent>("missions", "m1", event);
  }
  // Whom the mission knows, beside p1.
  void Know(const std::string& id) {
    const std::lock_guard lock(canned_.mutex);
    canned_.roll += " participants { participant_id: '" + id + "' surname: 'Egli' mail: '" + id +
                    "@acme.example' }";
  }
  void Cancel() {
    process_.Publish<missions::v1::MissionEvent>("missions", "m1",
                                                 "session_cancelled { session_id: 's1' }");
  }
  // To the day after, 09:00 there.
  void Move(const std::string& place, const std::string& zone = "Europe/Zurich") {
    process_.Publish<missions::v1::MissionEvent>(
        "missions", "m1",
        "session_moved { session_id: 's1' mission_id: 'm1' facilitator_id: 'ada' place: '" + place +
            "' times { start { seconds: 1792652400 } end { seconds: 1792663200 } zone: '" + zone +
            "' } }");
  }
  std::string MailText() {
    std::string all;
    for (const auto& [name, mail] : Outbox()) all += absl::StrReplaceAll(mail, {{"=\r\n", ""}});
    return all;
  }
  // In the evening, when messages wait for the morning.
  void Night() { process_.AdvanceTo("2026-10-20T18:30:00Z"); }
  void Morning() { process_.AdvanceTo("2026-10-21T05:00:01Z"); }
  void AwaitQuiet(const std::string& cause) {
    EXPECT_TRUE(Eventually([&] {
      const auto all = List("cause: '" + cause + "'");
      return all.size() == 1 && all[0].detail() == "QUIET_HOURS";
    })) << cause;
  }
  void Register(const std::string& id, const std::string& more = "mail { }") {
    Roll("participant_registered { session_id: 's1' participant_id: '" + id + "' " + more + " }");
  }
};

TEST_F(TrainingTest, WhoIsRegisteredBeforehandIsConvokedOnce) {
  Plan();
  Register("p2", "");                     // left no address
  Register("p3", "mail { } late: true");  // walked in
  Register("p1");
  Register("p1");  // as a log that is read again says it
  const auto sent = Await("cause: 'convocation/p1'", 1, "SENT");
  ASSERT_EQ(sent.size(), 1u);
  EXPECT_EQ(sent[0].requested().recipient_id(), "m1~s1~p1");
  {
    const std::lock_guard lock(canned_.mutex);
    EXPECT_EQ(canned_.rolls_asked, std::vector<std::string>{"p1"}) << "once, and of nobody else";
  }
  ASSERT_EQ(Outbox().size(), 1u);
  const std::string mail = MailText();
  for (const char* words : {"To: <ana@acme.example>", "Guten Tag Ana Maier", "(Workshop)",
                            "21.10.2026 um 09h00", "Carouge"})
    EXPECT_NE(mail.find(words), std::string::npos) << words << " is not in:\n" << mail;
  EXPECT_EQ(sent[0].ShortDebugString().find("Maier"), std::string::npos);
}

// Two half-days, a month apart: both are kept free.
TEST_F(TrainingTest, AConvocationSaysUntilWhen) {
  process_.Publish<missions::v1::MissionEvent>(
      "missions", "m1",
      "session_planned { session_id: 's1' mission_id: 'm1' place: 'Carouge'"
      " half_days: '2026-10-21-AM' half_days: '2026-11-21-AM'"
      " times { start { seconds: 1792566000 } end { seconds: 1792578600 } zone: 'Europe/Zurich' }"
      " times { start { seconds: 1795248000 } end { seconds: 1795260600 } zone: 'Europe/Zurich' }"
      " }");
  Register("p1");
  Await("cause: 'convocation/p1'", 1, "SENT");
  const std::string mail = MailText();
  for (const char* words : {"21.10.2026 um 09h00 bis 21.11.2026 um 12h30, Carouge", "Halbtage: 2."})
    EXPECT_NE(mail.find(words), std::string::npos) << words << " is not in:\n" << mail;
}

TEST_F(TrainingTest, AClientWithoutContactIsWrittenInItsOwnLanguage) {
  {
    const std::lock_guard lock(canned_.mutex);
    canned_.mission = "mission { opened { mission_id: 'm1' client_id: 'metropole' } }";
  }
  Plan();
  Register("p1");
  Await("cause: 'convocation/p1'", 1, "SENT");
  const std::string mail = Outbox().begin()->second;
  EXPECT_NE(mail.find("Bonjour Ana Maier"), std::string::npos) << mail;
}

// On one chain, so that both are known when somebody is registered for the first.
TEST_F(TrainingTest, SessionsOfOneIdAreEachTheirMissions) {
  for (const auto& [mission, place] : {std::pair{"m1", "Carouge"}, std::pair{"m2", "Lancy"}})
    process_.Publish<missions::v1::MissionEvent>(
        "missions", "m1~s1",
        std::string("session_planned { session_id: 's1' mission_id: '") + mission + "' roll: '" +
            mission + "~s1' place: '" + place +
            "' times { start { seconds: 1792566000 } end { seconds: 1792578600 }"
            " zone: 'Europe/Zurich' } }");
  process_.Publish<missions::v1::RollEvent>(
      "missions", "m1~s1",
      "participant_registered { session_id: 's1' participant_id: 'p1' mail { } }");
  const auto sent = Await("cause: 'convocation/p1'", 1, "SENT");
  ASSERT_EQ(sent.size(), 1u);
  EXPECT_EQ(sent[0].requested().recipient_id(), "m1~s1~p1");
  EXPECT_NE(Outbox().begin()->second.find("Carouge"), std::string::npos);
}

TEST_F(TrainingTest, WhoWasConvokedHearsThatASessionIsCancelledAndNobodyElse) {
  Know("p4");
  Plan();
  Register("p1");
  Await("cause: 'convocation/p1'", 1, "SENT");
  Register("p5");
  Roll("participant_withdrawn { participant_id: 'p5' }");
  Night();
  Register("p4");
  AwaitQuiet("convocation/p4");
  Cancel();
  AwaitQuiet("session-cancelled/p1");
  Morning();
  Await("cause: 'session-cancelled/p1'", 1, "SENT");
  Await("cause: 'convocation/p4'", 1, "LAPSED");
  Await("cause: 'session-cancelled/p4'", 1, "LAPSED");
  EXPECT_TRUE(List("cause: 'session-cancelled/p5'").empty());
  const auto files = Outbox();
  EXPECT_EQ(files.size(), 2u) << "a convocation, and that it is void";
  std::string all;
  for (const auto& [name, mail] : files) all += mail;
  EXPECT_NE(all.find("findet nicht statt"), std::string::npos) << all;
  EXPECT_EQ(all.find("p4@acme.example"), std::string::npos) << all;
}

TEST_F(TrainingTest, AnotherConvocationTakesThePlaceOfTheOneBefore) {
  Know("p3");
  Plan();
  Register("p1");
  Register("p2", "");                     // left no address
  Register("p3", "mail { } late: true");  // walked in, and is to come again
  Await("cause: 'convocation/p1'", 1, "SENT");
  Move("Meyrin");
  ASSERT_EQ(Await("recipient_id: 'm1~s1~p1'", 2, "SENT").size(), 2u);
  Await("recipient_id: 'm1~s1~p3'", 1, "SENT");
  Await("recipient_id: 'ada'", 1, "SENT");
  const std::string all = MailText();
  for (const char* words : {"verschoben", "22.10.2026 um 09h00", "Meyrin", "ersetzt"})
    EXPECT_NE(all.find(words), std::string::npos) << words << " is not in:\n" << all;
  EXPECT_TRUE(List("recipient_id: 'm1~s1~p2'").empty());
}

// The first convocation has left, of two moves in one evening nobody has heard yet.
TEST_F(TrainingTest, WhoHeardOfASessionHearsThatItIsCancelledThoughItWasMovedSince) {
  Know("p4");
  Plan();
  Register("p1");
  Await("cause: 'convocation/p1'", 1, "SENT");
  Night();
  Register("p4");
  Move("Meyrin");
  Move("Saint-Denis", "Indian/Reunion");
  Cancel();
  AwaitQuiet("session-cancelled/p1");
  Morning();
  Await("cause: 'session-cancelled/p1'", 1, "SENT");
  Await("cause: 'session-cancelled/p4'", 1, "LAPSED");
  const std::string all = MailText();
  EXPECT_NE(all.find("findet nicht statt: 21.10.2026 um 09h00, Carouge"), std::string::npos)
      << "as they heard it:\n"
      << all;
  for (const char* unheard : {"Meyrin", "Saint-Denis", "verschoben"})
    EXPECT_EQ(all.find(unheard), std::string::npos) << unheard << " is in:\n" << all;
}

TEST_F(TrainingTest, WhoHeardThatItWasMovedHearsOfThatDayThatItIsCancelled) {
  Plan();
  Register("p1");
  Await("cause: 'convocation/p1'", 1, "SENT");
  Move("Saint-Denis", "Indian/Reunion");
  Await("recipient_id: 'm1~s1~p1'", 2, "SENT");
  Night();
  Move("Meyrin");
  Cancel();
  AwaitQuiet("session-cancelled/p1");
  Morning();
  Await("cause: 'session-cancelled/p1'", 1, "SENT");
  const std::string all = MailText();
  EXPECT_NE(all.find("findet nicht statt: 22.10.2026 um 11h00, Saint-Denis"), std::string::npos)
      << "by the wall of the island:\n"
      << all;
  EXPECT_EQ(all.find("Meyrin"), std::string::npos) << all;
}

TEST_F(TrainingTest, ATestLeavesAnewWithTheDayOfAMovedSessionAndNotForACancelledOne) {
  Know("p4");
  Plan();
  Night();
  const auto of_session = [](const std::string& event, const std::string& more) {
    return event + " { session_id: 's1' mission_id: 'm1' " + more + " }";
  };
  const auto publish = [&](const std::string& text) {
    const auto token = process_.Publish<missions::v1::QualityEvent>("missions", "m1", text);
    List("consistency_token: '" + token + "'");  // the view has seen it
  };
  const std::string p1 = " askings { asking_id: 'a1' participant_id: 'p1' }",
                    p4 = " askings { asking_id: 'a4' participant_id: 'p4' }";
  publish(
      of_session("questionnaires_asked",
                 "occasion: OCCASION_POSITIONING open_until { seconds: 1792566000 }" + p1 + p4));
  AwaitQuiet("positioning-test/a1");
  AwaitQuiet("positioning-test/a4");
  Move("Meyrin");
  publish(of_session("questionnaires_rescheduled", "open_until { seconds: 1792652400 }" + p1));
  publish(of_session("questionnaires_taken_back", p4));
  Morning();
  Await("cause: 'positioning-test/a1'", 1, "LAPSED");
  Await("cause: 'positioning-test/a4'", 1, "LAPSED");
  Await("recipient_id: 'm1~s1~p1'", 1, "SENT");
  EXPECT_TRUE(Eventually([&] { return Outbox().size() == 2; })) << "and its facilitator's";
  EXPECT_NE(MailText().find("vom 22.10.2026"), std::string::npos) << MailText();
}

TEST_F(TrainingTest, NobodyIsConvokedOnceItHasBegun) {
  Plan();
  Register("p9");  // whose address the mission does not know yet
  ASSERT_TRUE(Eventually([&] {
    const auto all = List("cause: 'convocation/p9'");
    return !all.empty() && all[0].detail() == "NO_ADDRESS";
  }));
  Know("p9");
  process_.AdvanceTo("2026-10-21T08:00:01Z");  // an hour after it began
  Await("cause: 'convocation/p9'", 1, "LAPSED");
  Register("p1");
  Roll("certificates_due { session_id: 's1' certificates { participant_id: 'p1' version: 1 } }");
  Await("cause: 'certificate-ready/p1/1'", 1, "SENT");
  EXPECT_TRUE(List("cause: 'convocation/p1'").empty()) << "it was not even asked for";
  EXPECT_EQ(Outbox().size(), 1u);
}

TEST_F(TrainingTest, ACertificateThatIsRevokedIsNotToldOf) {
  Plan();
  Know("p2");
  Night();
  const std::string due =
      "certificates_due { session_id: 's1' certificates { participant_id: 'p1' version: ";
  Roll(due + "1 half_days: '2026-10-21-AM' } }");
  AwaitQuiet("certificate-ready/p1/1");
  Roll(due + "2 revoked: true } certificates { participant_id: 'p2' version: 1 } }");
  AwaitQuiet("certificate-ready/p2/1");  // so the revocation is known, too
  Morning();
  Await("cause: 'certificate-ready/p1/1'", 1, "LAPSED");
  Await("cause: 'certificate-ready/p2/1'", 1, "SENT");
  EXPECT_EQ(Outbox().size(), 1u);
}

TEST_F(TrainingTest, ACertificateIsToldOfOnceForEachVersion) {
  Plan();
  const std::string due =
      "certificates_due { session_id: 's1' certificates {"
      " participant_id: 'p1' half_days: '2026-10-21-AM' version: ";
  Roll(due + "1 } certificates { participant_id: 'p2' version: 1 revoked: true } }");
  Roll(due + "1 } }");
  Roll(due + "2 half_days: '2026-10-21-PM' } }");
  Await("recipient_id: 'm1~s1~p1'", 2, "SENT");
  EXPECT_EQ(Outbox().size(), 2u);
  EXPECT_EQ(List("recipient_id: 'm1~s1~p2'").size(), 0u);
  const auto second = List("cause: 'certificate-ready/p1/2'");
  ASSERT_EQ(second.size(), 1u);
  EXPECT_EQ(second[0].requested().parameters(2).number(), 2) << "after what it is called";
}

TEST_F(TrainingTest, ACertificateThatReplacesAnotherNamesItAndSaysWhy) {
  Plan();
  const auto certify = [this](const std::string& version, const std::string& supersedes) {
    Roll("certificates_due { session_id: 's1' certificates { participant_id: 'p1' version: " +
         version + " half_days: '2026-10-21-AM' " + supersedes + " } }");
    const auto sent = Await("cause: 'certificate-ready/p1/" + version + "'", 1, "SENT");
    return absl::StrReplaceAll(Outbox()[sent.at(0).requested().message_id() + ".eml"],
                               {{"=\r\n", ""}, {"=C3=A4", "ä"}});
  };
  certify("1", "");
  const std::string second = certify(
      "2",
      "supersedes { version: 1 issued_at { seconds: 1792792800 } cause: CERTIFICATE_CAUSE_NAME "
      "reason: 'Ana Meier' }");
  EXPECT_NE(second.find("ersetzt die Bestätigung Nr. 1 vom 24.10.2026: Ihr Name ist berichtigt."),
            std::string::npos)
      << second;
  EXPECT_EQ(second.find("Meier"), std::string::npos) << "what names a person is kept by missions";
  const std::string third = certify(
      "3", "supersedes { version: 2 cause: CERTIFICATE_CAUSE_ATTENDANCE reason: 'wrong mark' }");
  EXPECT_NE(third.find("ersetzt die Bestätigung Nr. 2: Ihre Anwesenheit ist berichtigt."),
            std::string::npos)
      << third;
  EXPECT_EQ(Outbox().size(), 3u);
}

TEST_F(TrainingTest, AQuestionnaireIsSentOnceWithALinkOfItsOwn) {
  Plan();
  const auto ask = [this](const std::string& occasion, const std::string& asking) {
    process_.Publish<missions::v1::QualityEvent>(
        "missions", "m1",
        "questionnaires_asked { session_id: 's1' mission_id: 'm1' questionnaire_id: 'q' version: 1"
        " occasion: OCCASION_" +
            occasion + " open_until { seconds: 1795158000 } askings { asking_id: '" + asking +
            "' participant_id: 'p1' } }");
  };
  ask("POSITIONING", "a1");
  ask("SATISFACTION", "a2");
  ask("SATISFACTION", "a2");  // as a log that is read again says it
  ASSERT_EQ(Await("recipient_id: 'm1~s1~p1'", 2, "SENT").size(), 2u);
  const auto files = Outbox();
  ASSERT_EQ(files.size(), 2u);
  std::string all;
  for (const auto& [name, mail] : files)
    all += absl::StrReplaceAll(mail, {{"=\r\n", ""}});  // lines that were too long
  for (const char* words : {"/q/alpina.a1.signed", "/q/alpina.a2.signed", "vom 21.10.2026",
                            "bis 20.11.2026", "Guten Tag Ana Maier"})
    EXPECT_NE(all.find(words), std::string::npos) << words << " is not in:\n" << all;
  for (const auto& message : List("recipient_id: 'm1~s1~p1'"))
    EXPECT_EQ(message.ShortDebugString().find("signed"), std::string::npos)
        << "a link is kept nowhere";
}

TEST_F(TrainingTest, WhoWantsNoMoreQuestionnairesHasNoneOfTheNextSessionEither) {
  Plan();
  const auto ask = [this](const std::string& asking, const std::string& session) {
    process_.Publish<missions::v1::QualityEvent>(
        "missions", "m1",
        "questionnaires_asked { session_id: '" + session +
            "' mission_id: 'm1' questionnaire_id: 'q' version: 1 occasion: OCCASION_SATISFACTION "
            "open_until { seconds: 1795158000 } askings { asking_id: '" +
            asking + "' participant_id: 'p1' } }");
    return "cause: 'questionnaire/" + asking + "'";
  };
  process_.Publish<missions::v1::MissionEvent>(
      "missions", "m1",
      "session_planned { session_id: 's2' mission_id: 'm1' place: 'Carouge' times {"
      " start { seconds: 1792652400 } end { seconds: 1792663200 } zone: 'Europe/Zurich' } }");
  const auto first = Await(ask("a1", "s1"), 1, "SENT");
  ASSERT_EQ(first.size(), 1u);
  const std::string mail = Outbox().begin()->second, page = "<https://space.invalid/u/";
  const size_t link = mail.find(page);
  ASSERT_NE(link, std::string::npos) << mail;
  v1::UnsubscribeByLinkRequest request;
  request.set_link(mail.substr(link + page.size(), 48));
  request.set_request_id("r");
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
  v1::UnsubscribeByLinkResponse unsubscribed;
  ASSERT_TRUE(stub_->UnsubscribeByLink(&context, request, &unsubscribed).ok());
  EXPECT_EQ(unsubscribed.topic(), "questionnaires");
  ASSERT_NE(first[0].reader_id(), "");
  Await(ask("a2", "s2"), 1, "SUPPRESSED");
  EXPECT_EQ(Outbox().size(), 1u);
}
}  // namespace
}  // namespace aor::notifications
