// Questionnaires and complaints through the API: who is asked, who answers without an account, and
// what becomes of it.
#include "aor/missions/v1/quality_service.grpc.pb.h"
#include "libs/ids/uuid.h"
#include "services/missions/api/running_missions.h"

namespace aor::missions {
namespace {
using QualityCalls = v1::QualityService::Stub;
constexpr auto kFive =
    "answers { question_id: 'overall' points: 5 } answers { question_id: 'facilitation' points: 4 }"
    " answers { question_id: 'expectations' points: 3 } ";

class QualityTest : public MissionsTest {
 protected:
  // Ann, Bob and Cem take part; Cem left no address.
  void Registered() {
    Opened();
    Planned();
    const auto answer =
        Got(&Rolls::RegisterParticipants, kSession +
                                              "participants { mail: 'ann@example.com' }"
                                              " participants { mail: 'bob@example.com' }"
                                              " participants { surname: 'Cem' }");
    for (const auto& one : answer.registered()) ids_.push_back(one.participant_id());
    ASSERT_EQ(ids_.size(), 3u);
  }
  // Ann and Cem were there, and the session is over.
  void TookPlace() {
    StartAt("2026-10-05T07:05:00Z");
    As("fay", "facilitator");
    ASSERT_EQ(
        Try(&Rolls::MarkAttendance, kSession + "half_day: '2026-10-05-AM' present: '" + ids_[0] +
                                        "' present: '" + ids_[2] + "' absent: '" + ids_[1] + "'"),
        "OK")
        << said_;
    ASSERT_EQ(Try(&Rolls::MarkAttendance, kSession + "half_day: '2026-10-05-PM' absent: '" +
                                              ids_[0] + "' absent: '" + ids_[2] + "'"),
              "OK")
        << said_;
    StartAt("2026-10-05T15:00:00Z");
    As("tess", "permanent_team");
    for (int i = 0; i < 200 && !Mission().mission().sessions(0).over(); ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    ASSERT_TRUE(Mission().mission().sessions(0).over());
  }
  std::string AskingOf(int person, const char* occasion) {
    return DerivedId("alpina", ids_[person], occasion);
  }
  // Empty where nobody was asked.
  std::string LinkOf(int person, const char* occasion) {
    As("notifications", "service");
    Mission();  // the view has seen what was written
    v1::GetQuestionnaireLinkResponse response;
    Call(&QualityCalls::GetQuestionnaireLink, "asking_id: '" + AskingOf(person, occasion) + "'",
         &response);
    return response.link();
  }
  std::string Answers(const std::string& link, const std::string& answers,
                      const std::string& request = "r") {
    v1::AnswerQuestionnaireResponse response;
    return Stranger(&QualityCalls::AnswerQuestionnaire,
                    "request_id: '" + request + "' link: '" + link + "' " + answers, &response);
  }
  std::string Opens(const std::string& link) {
    v1::GetQuestionnaireResponse response;
    return Stranger(&QualityCalls::GetQuestionnaire, "link: '" + link + "'", &response);
  }
  // Strangers get no token to wait with.
  void Seen(const std::string& link) {
    for (int i = 0; i < 200 && Opens(link) == "OK"; ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    ASSERT_EQ(Opens(link), "LINK_USED");
  }
  v1::ListAnswersResponse Listed(const char* occasion) {
    return Got(&QualityCalls::ListAnswers, kSession + "occasion: " + occasion);
  }
  std::vector<std::string> ids_;
};

TEST_F(QualityTest, BeforehandWhoeverHasAnAddressIsTestedByLink) {
  Registered();
  EXPECT_EQ(LinkOf(2, "OCCASION_POSITIONING"), "") << "no address";
  EXPECT_EQ(LinkOf(0, "OCCASION_SATISFACTION"), "") << "not yet";
  const std::string link = LinkOf(0, "OCCASION_POSITIONING");
  ASSERT_FALSE(link.empty());
  v1::GetQuestionnaireResponse shown;
  ASSERT_EQ(Stranger(&QualityCalls::GetQuestionnaire, "link: '" + link + "'", &shown), "OK")
      << said_;
  EXPECT_EQ(shown.questionnaire().questionnaire_id(), "positioning");
  EXPECT_EQ(shown.session_on().day(), 5);
  EXPECT_EQ(shown.place(), "Paris");
  const std::string test =
      "answers { question_id: 'knowledge' points: 2 }"
      " answers { question_id: 'expectations' words: 'Ideas\\nfor =1+1 our team' }";
  EXPECT_EQ(Answers(link, "answers { question_id: 'knowledge' points: 2 }"), "ANSWER_MISSING");
  EXPECT_EQ(Answers(link, test), "OK") << said_;
  EXPECT_EQ(Answers(link, test), "OK") << "the same request gets the same answer";
  EXPECT_EQ(Answers(link, test, "another"), "LINK_USED");
  Seen(link);
  As("fay", "facilitator");
  const auto listed = Listed("OCCASION_POSITIONING");
  ASSERT_EQ(listed.given_size(), 1);
  EXPECT_EQ(listed.given(0).participant_id(), ids_[0]) << "a test is for whoever trains them";
  EXPECT_EQ(listed.given(0).answers(1).words(), "Ideas\nfor =1+1 our team");
  StartAt("2026-10-05T07:00:00Z");
  EXPECT_EQ(Answers(LinkOf(1, "OCCASION_POSITIONING"), test), "LINK_EXPIRED");
}

TEST_F(QualityTest, ATestFollowsItsSessionAndIsTakenBackWithIt) {
  Registered();
  const std::string test =
      "answers { question_id: 'knowledge' points: 2 }"
      " answers { question_id: 'expectations' words: 'Ideas' }";
  const std::string ann = LinkOf(0, "OCCASION_POSITIONING"),
                    bob = LinkOf(1, "OCCASION_POSITIONING");
  As("cora", "coordinator");
  ASSERT_EQ(Try(&Missions::MoveSession,
                kSession + "times { date: '2026-10-07' start: '09:00' end: '12:00' }"
                           " zone: 'Europe/Paris' place: 'Paris' reason: 'strike'"),
            "OK")
      << said_;
  StartAt("2026-10-06T08:00:00Z");
  EXPECT_EQ(Answers(ann, test), "OK") << "the session is tomorrow now: " << said_;
  As("cora", "coordinator");
  ASSERT_EQ(Try(&Missions::CancelSession, kSession + "reason: 'storm' client_agreed: true"), "OK")
      << said_;
  EXPECT_EQ(Answers(bob, test), "LINK_TAKEN_BACK");
  for (int i = 0; i < 200 && Opens(bob) == "OK"; ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  EXPECT_EQ(Opens(bob), "LINK_TAKEN_BACK");
  EXPECT_EQ(Opens(ann), "LINK_USED");
}

TEST_F(QualityTest, WhoWithdrewIsNotAskedAnyMore) {
  Registered();
  const std::string ann = LinkOf(0, "OCCASION_POSITIONING"),
                    bob = LinkOf(1, "OCCASION_POSITIONING");
  As("cora", "coordinator");
  ASSERT_EQ(Try(&Rolls::WithdrawParticipant, kSession + "participant_id: '" + ids_[1] + "'"), "OK")
      << said_;
  for (int i = 0; i < 200 && Opens(bob) == "OK"; ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  EXPECT_EQ(Opens(bob), "LINK_TAKEN_BACK");
  EXPECT_EQ(Opens(ann), "OK");
}

TEST_F(QualityTest, ALinkIsOnlyWhatWasSignedAndOnlyForWhoeverHasNoToken) {
  Registered();
  const std::string link = LinkOf(0, "OCCASION_POSITIONING");
  const std::string other = LinkOf(1, "OCCASION_POSITIONING");
  const std::string mac = link.substr(link.rfind('.'));
  for (const std::string& none :
       {std::string(), std::string("."), std::string("x"), link.substr(0, link.size() - 1),
        other.substr(0, other.rfind('.')) + mac, "beta" + link.substr(link.find('.')),
        "alpina/asking/x." + link, "alpina.none" + mac}) {
    EXPECT_EQ(Opens(none), "16") << none;
    EXPECT_EQ(Answers(none, kFive), "16") << none;
  }
  As("ann", "administrator");
  EXPECT_EQ(Try(&QualityCalls::GetQuestionnaire, "link: '" + link + "'"), "7");
  EXPECT_EQ(Try(&QualityCalls::GetQuestionnaireLink, "asking_id: 'a'"), "7");
  EXPECT_EQ(Opens(link), "OK") << said_;
}

TEST_F(QualityTest, AfterwardsWhoeverWasThereIsAskedOnceAndInConfidence) {
  Registered();
  TookPlace();
  EXPECT_EQ(LinkOf(1, "OCCASION_SATISFACTION"), "") << "was not there";
  const std::string link = LinkOf(0, "OCCASION_SATISFACTION");
  EXPECT_EQ(Answers(link, std::string(kFive) + "answers { question_id: 'better' words: 'air' }"),
            "OK")
      << said_;
  Seen(link);
  As("tess", "permanent_team");
  ASSERT_EQ(Try(&Rolls::CorrectAttendance, kSession +
                                               "half_day: '2026-10-05-PM' present: true"
                                               " reason: 'she stayed' participant_id: '" +
                                               ids_[0] + "'"),
            "OK")
      << said_;
  const auto figures = Got(&QualityCalls::GetMissionQuality, kSession).quality();
  EXPECT_EQ(figures.sessions(), 1u);
  const auto& satisfied = figures.results(figures.results_size() - 1);
  EXPECT_EQ(satisfied.asked(), 1u) << "another version of the certificate asks nobody again";
  EXPECT_EQ(satisfied.answered(), 1u);
  EXPECT_EQ(satisfied.questions(0).reliability(), v1::RELIABILITY_TOO_FEW);
  const auto listed = Listed("OCCASION_SATISFACTION");
  ASSERT_EQ(listed.given_size(), 1);
  EXPECT_EQ(listed.given(0).participant_id(), ids_[0]);
  As("fay", "facilitator");
  EXPECT_EQ(Listed("OCCASION_SATISFACTION").given_size(), 0) << "one answer has a name";
  const auto mine = Got(&QualityCalls::GetFacilitatorQuality, "person_id: 'fay'");
  ASSERT_EQ(mine.months_size(), 1);
  EXPECT_EQ(mine.months(0).month(), "2026-10");
  EXPECT_EQ(mine.quality().sessions(), 1u);
  EXPECT_EQ(Try(&QualityCalls::GetFacilitatorQuality, "person_id: 'finn'"), "7");
  As("finn", "facilitator");
  EXPECT_EQ(Try(&QualityCalls::GetMissionQuality, kSession), "5") << "is not there for them";
  EXPECT_EQ(Got(&QualityCalls::GetFacilitatorQuality, "person_id: 'finn'").quality().sessions(),
            0u);
  As("tess", "permanent_team");
  const std::string later = "person_id: 'fay' from { year: 2026 month: 10 day: 6 }";
  EXPECT_EQ(Got(&QualityCalls::GetFacilitatorQuality, later).months_size(), 0);
}

TEST_F(QualityTest, WordsGoWithWhoeverIsErasedAndFiguresStay) {
  Registered();
  TookPlace();
  const std::string link = LinkOf(0, "OCCASION_SATISFACTION");
  const std::string unused = LinkOf(0, "OCCASION_POSITIONING");
  ASSERT_EQ(Answers(link, std::string(kFive) + "answers { question_id: 'better' words: 'air' }"),
            "OK")
      << said_;
  Seen(link);
  As("carl", "compliance");
  ASSERT_EQ(Try(&Rolls::EraseParticipant, kSession + "participant_id: '" + ids_[0] + "'"), "OK");
  v1::ListAnswersResponse listed;
  for (int i = 0; i < 200; ++i) {
    listed = Listed("OCCASION_SATISFACTION");
    if (listed.given(0).answers(3).words().empty()) break;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  EXPECT_EQ(listed.given(0).answers(3).words(), "");
  EXPECT_EQ(listed.given(0).answers(0).points(), 5u);
  EXPECT_EQ(Answers(unused, "answers { question_id: 'expectations' words: 'more' }"), "NOT_ASKED");
}
}  // namespace
}  // namespace aor::missions
