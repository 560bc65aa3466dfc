// The service over gRPC, on the embedded log.
#include <google/protobuf/util/message_differencer.h>

#include "services/classification/api/running_classification.h"

namespace aor::classification {
namespace {
using google::protobuf::util::MessageDifferencer;

class ApiTest : public ClassificationTest {};

TEST_F(ApiTest, FromQuestionsToAnApprovedDetermination) {
  Started("a1", AllProngs());
  const auto made = Determined("a1");
  EXPECT_EQ(made.outcome(), v1::OUTCOME_CONTRACTOR);
  EXPECT_EQ(made.test_id(), "us-ca.abc");
  EXPECT_EQ(made.confidence_percent(), 100u);
  ASSERT_EQ(made.answers_size(), 6);
  EXPECT_EQ(made.answers(0).asserted_by(), "carla");
  EXPECT_GT(made.answers(0).asserted_at().seconds(), 0);
  EXPECT_EQ(Try(&Stub::Approve, Id() + On("a1") + Named(made)), "OWN_DETERMINATION");
  As("grace", "client:acme");
  v1::ApproveResponse approved;
  ASSERT_EQ(Call(&Stub::Approve, Id() + On("a1") + Named(made), &approved), "OK") << said_;
  ASSERT_EQ(approved.engagement_kinds_size(), 1);
  EXPECT_EQ(approved.engagement_kinds(0), "AOR");
  after_ = " consistency_token: '" + approved.consistency_token() + "' ";
  EXPECT_EQ(Got(Named(made)).state(), v1::DETERMINATION_STATE_APPROVED);
}

TEST_F(ApiTest, ADeterminationComesWithTheWordsOfItsRules) {
  Started("a1", AllProngs());
  const auto made = Determined("a1");
  v1::GetDeterminationResponse response;
  ASSERT_EQ(Call(&Stub::GetDetermination, Named(made) + after_, &response), "OK") << said_;
  EXPECT_FALSE(response.test_title().empty());
  ASSERT_EQ(response.questions_size(), made.answers_size()) << "those that were answered";
  for (const auto& question : response.questions()) EXPECT_FALSE(question.text().empty());
}

TEST_F(ApiTest, ARepeatedRequestGetsTheSameAnswer) {
  Started("a1", AllProngs());
  const std::string request = "request_id: 'once' " + On("a1");
  v1::DetermineResponse first, again;
  ASSERT_EQ(Call(&Stub::Determine, request, &first), "OK");
  ASSERT_EQ(Call(&Stub::Determine, request, &again), "OK");
  EXPECT_TRUE(MessageDifferencer::Equals(first, again));
  EXPECT_EQ(Try(&Stub::Determine, request + "effective_from { year: 2026 month: 9 day: 1 }"), "6");
}

TEST_F(ApiTest, WhatIfRecordsNothing) {
  Started("a1", AllProngs());
  const std::string fails =
      "what_if { question_id: 'us-ca.abc.outside_usual_course' answer: 'no' }";
  const auto shown = Determined("a1", "validate_only: true " + fails);
  EXPECT_EQ(shown.outcome(), v1::OUTCOME_EMPLOYEE);
  EXPECT_NE(shown.offered_path().find("Employment through the employer of record"),
            std::string::npos);
  EXPECT_EQ(Determined("a1").outcome(), v1::OUTCOME_CONTRACTOR) << "the answer was not changed";
  EXPECT_EQ(Try(&Stub::Determine, Id() + On("a1") + fails), "3");
  EXPECT_NE(said_.find("what_if"), std::string::npos) << said_;
}

TEST_F(ApiTest, WhatIsKnownBeforehandPrefills) {
  As("grace", "client:acme");
  const std::string preset = Id() + "jurisdiction: 'US' client_id: 'acme' ";
  ASSERT_EQ(Try(&Stub::PresetAnswers,
                preset + Answer("us.benefits", "yes") + Answer("us.key_activity", "yes")),
            "OK")
      << said_;
  ASSERT_EQ(Try(&Stub::PresetAnswers, Id() + "jurisdiction: 'US' client_id: 'acme' job_id: 'dev' " +
                                          Answer("us.key_activity", "no")),
            "OK");
  const std::string of_client = after_;
  As("ada", "worker");
  ASSERT_EQ(Try(&Stub::PresetAnswers, Id() + "jurisdiction: 'US' worker_id: 'ada' " +
                                          Answer("us.offers_to_market", "yes")),
            "OK");
  EXPECT_EQ(Try(&Stub::PresetAnswers, Id() + "jurisdiction: 'US' worker_id: 'bob' " +
                                          Answer("us.offers_to_market", "yes")),
            "7");
  As("carla", "consultant");
  v1::GetAssessmentResponse none;
  EXPECT_EQ(Call(&Stub::GetAssessment, "assessment_id: 'none'" + of_client, &none), "5");
  EXPECT_EQ(Call(&Stub::GetAssessment, "assessment_id: 'none'" + after_, &none), "5");
  v1::StartAssessmentResponse started;
  ASSERT_EQ(
      Call(&Stub::StartAssessment, Id() + kWho + "job_id: 'dev' selection_id: 'US-IRS'", &started),
      "OK")
      << said_;
  ASSERT_EQ(started.prefilled_size(), 3);
  EXPECT_EQ(started.prefilled(0).level(), v1::LEVEL_COMPANY);
  EXPECT_EQ(started.prefilled(1).question_id(), "us.key_activity");
  EXPECT_EQ(started.prefilled(1).answer(), "no") << "the job knows better than the company";
  EXPECT_EQ(started.prefilled(2).asserted_by(), "ada");
}

TEST_F(ApiTest, BadInputIsRefusedByNameAndField) {
  Started("a1", AllProngs());
  EXPECT_EQ(Try(&Stub::AnswerQuestions, Id() + On("a1") + Answer("us-ca.pro.listed", "maybe")),
            "3");
  EXPECT_NE(said_.find("answers[0]"), std::string::npos) << said_;
  EXPECT_NE(said_.find("answer one of yes, no"), std::string::npos) << said_;
  EXPECT_EQ(Try(&Stub::AnswerQuestions, Id() + On("a1") + Answer("us-ca.pro.listed", "no") +
                                            Answer("us-ca.pro.listed", "yes")),
            "3")
      << "of two answers, neither counts";
  EXPECT_NE(said_.find("answers[1]"), std::string::npos) << said_;
  EXPECT_EQ(Try(&Stub::AnswerQuestions, Id() + On("a1") + Answer("colour", "red")), "3");
  EXPECT_EQ(Try(&Stub::AnswerQuestions, Id() + On("a1") + Answer("officeHolder", "true")),
            "QUESTION_OF_ANOTHER_MARKET");
  EXPECT_EQ(Try(&Stub::StartAssessment, Id() + kWho + "selection_id: 'XX'"), "3");
  EXPECT_EQ(Try(&Stub::Determine, Id() + On("a2")), "ASSESSMENT_UNKNOWN");
  As("grace", "client:other");
  EXPECT_EQ(Try(&Stub::Determine, Id() + On("a1")), "7");
  EXPECT_EQ(Try(&Stub::Determine, Id() + "worker_id: 'ada' client_id: 'other' assessment_id: 'a1'"),
            "ASSESSMENT_UNKNOWN")
      << "another client's assessment is not there";
  As("mallory", "consultant", "other");
  v1::GetAssessmentResponse foreign;
  EXPECT_EQ(Call(&Stub::GetAssessment, "assessment_id: 'a1'", &foreign), "5");
}

TEST_F(ApiTest, ANumberThatNothingCouldBeIsNoAnswer) {
  Started("a1", kCompany, "GB-IR35");
  for (const char* number : {"-1", "10000001", "1.5", "many", "99999999999999999999"}) {
    EXPECT_EQ(Try(&Stub::AnswerQuestions, Id() + On("a1") + Answer("gb.employees", number)), "3")
        << number;
    EXPECT_NE(said_.find("answers[0]: give a whole number of employees from 0 to 10000000"),
              std::string::npos)
        << said_;
  }
  EXPECT_EQ(Try(&Stub::AnswerQuestions, Id() + On("a1") + Answer("gb.employees", "0")), "OK");
  As("grace", "client:acme");
  EXPECT_EQ(Try(&Stub::PresetAnswers,
                Id() + "jurisdiction: 'GB' client_id: 'acme' " + Answer("gb.turnover", "-5")),
            "3");
  As("timesheet", "service");
  EXPECT_EQ(Try(&Stub::ReportFact, Id() + "worker_id: 'ada' assessment_id: 'a1' observed {"
                                          " question_id: 'gb.employees' answer: '-7' }"),
            "3");
  EXPECT_NE(said_.find("observed"), std::string::npos) << said_;
}

TEST_F(ApiTest, NobodyIsAssessedWhomTheDirectoryDoesNotKnow) {
  As("carla", "consultant");
  const std::string start = " worker_id: 'ghost' client_id: 'acme' selection_id: 'US-CA' ";
  EXPECT_EQ(Try(&Stub::StartAssessment, Id() + start), "WORKER_UNKNOWN");
  EXPECT_NE(said_.find("worker_id: the directory knows no worker ghost"), std::string::npos)
      << said_;
  const std::string preset = "jurisdiction: 'US' worker_id: 'ghost' ";
  EXPECT_EQ(Try(&Stub::PresetAnswers, Id() + preset + Answer("us.offers_to_market", "yes")),
            "WORKER_UNKNOWN");
  Register("ghost");
  const std::string once = Id() + start;
  EXPECT_EQ(Try(&Stub::StartAssessment, once + after_), "OK") << said_;
  const std::string erased = process_->Publish<directory::v1::PersonEvent>(
      "directory", "ghost", "person_erased { person_id: 'ghost' }");
  after_ = " consistency_token: '" + erased + "' ";
  EXPECT_EQ(Try(&Stub::StartAssessment, Id() + start + after_), "WORKER_UNKNOWN");
  EXPECT_EQ(Try(&Stub::StartAssessment, once), "OK") << "it was taken before: " << said_;
}

TEST_F(ApiTest, AnAssessmentIsForAKnownClientAndAContractOfBoth) {
  As("carla", "consultant");
  const auto start = [&](const std::string& client, const std::string& engagement) {
    return Try(&Stub::StartAssessment, Id() + "worker_id: 'ada' client_id: '" + client +
                                           "' engagement_id: '" + engagement +
                                           "' selection_id: 'US-CA'" + after_);
  };
  EXPECT_EQ(start("nobody", ""), "CLIENT_UNKNOWN");
  EXPECT_NE(said_.find("client_id: the directory knows no client nobody"), std::string::npos);
  EXPECT_EQ(Try(&Stub::PresetAnswers, Id() + "jurisdiction: 'US' client_id: 'nobody' " +
                                          Answer("us.offers_to_market", "yes")),
            "CLIENT_UNKNOWN");
  EXPECT_EQ(start("acme", "c9"), "ENGAGEMENT_UNKNOWN");
  EXPECT_NE(said_.find("engagement_id: ada has concluded no contract c9 with acme"),
            std::string::npos)
      << said_;
  Contract("c9");
  Contract("c8", "bob");
  EXPECT_EQ(start("other", "c9"), "ENGAGEMENT_UNKNOWN") << "it is with acme";
  EXPECT_EQ(start("acme", "c8"), "ENGAGEMENT_UNKNOWN") << "it is bob's";
  EXPECT_EQ(start("acme", "c9"), "OK") << said_;
  EXPECT_EQ(start("acme", ""), "OK") << "before anything is concluded";
}

TEST_F(ApiTest, AnIdThatAnotherWorkersAssessmentHasOpensNothingOfIt) {
  Started("a1", AllProngs());
  const auto of_ada = Determined("a1");
  const std::string bob = " worker_id: 'bob' client_id: 'other' assessment_id: 'a1' ";
  As("olga", "client:other");
  ASSERT_EQ(Try(&Stub::StartAssessment, Id() + bob + "selection_id: 'US-CA'"), "OK") << said_;
  ASSERT_EQ(Try(&Stub::AnswerQuestions, Id() + bob + NoExemption()), "OK") << said_;
  v1::GetAssessmentResponse seen;
  ASSERT_EQ(Call(&Stub::GetAssessment, "assessment_id: 'a1'" + after_, &seen), "OK") << said_;
  EXPECT_EQ(seen.assessment().opened().worker_id(), "bob");
  EXPECT_EQ(seen.assessment().answers_size(), 3);
  EXPECT_EQ(seen.assessment().determination_ids_size(), 0);
  EXPECT_EQ(Call(&Stub::GetAssessment, "assessment_id: 'a1' worker_id: 'ada'", &seen), "5");
  As("grace", "client:acme");
  ASSERT_EQ(Call(&Stub::GetAssessment, "assessment_id: 'a1'", &seen), "OK") << said_;
  EXPECT_EQ(seen.assessment().opened().worker_id(), "ada");
  EXPECT_EQ(seen.assessment().current_determination_id(), of_ada.determination_id());
  As("carla", "consultant");
  EXPECT_EQ(Call(&Stub::GetAssessment, "assessment_id: 'a1'", &seen), "3");
  EXPECT_NE(said_.find("worker_id"), std::string::npos) << said_;
  ASSERT_EQ(Call(&Stub::GetAssessment, "assessment_id: 'a1' worker_id: 'bob'", &seen), "OK");
  EXPECT_EQ(seen.assessment().answers_size(), 3);
}

TEST_F(ApiTest, OneRequestIdOfTwoWorkersMakesTwoDeterminations) {
  Started("a1", AllProngs());
  const std::string bob = " worker_id: 'bob' client_id: 'acme' ";
  v1::StartAssessmentResponse of_ada, of_bob;
  const std::string start = "request_id: 'start' selection_id: 'US-CA'";
  ASSERT_EQ(Call(&Stub::StartAssessment, start + kWho, &of_ada), "OK") << said_;
  ASSERT_EQ(Call(&Stub::StartAssessment, start + bob, &of_bob), "OK") << said_;
  EXPECT_NE(of_ada.assessment_id(), of_bob.assessment_id());
  const std::string on_bob = bob + "assessment_id: '" + of_bob.assessment_id() + "' ";
  ASSERT_EQ(Try(&Stub::AnswerQuestions, Id() + on_bob + AllProngs()), "OK") << said_;
  v1::DetermineResponse first, second;
  ASSERT_EQ(Call(&Stub::Determine, "request_id: 'once' " + On("a1"), &first), "OK") << said_;
  ASSERT_EQ(Call(&Stub::Determine, "request_id: 'once' " + on_bob, &second), "OK") << said_;
  EXPECT_NE(first.determination().determination_id(), second.determination().determination_id());
  after_ = " consistency_token: '" + second.consistency_token() + "' ";
  EXPECT_EQ(Got(Named(first.determination())).determination().worker_id(), "ada");
  EXPECT_EQ(Got(Named(second.determination())).determination().worker_id(), "bob");
}

TEST_F(ApiTest, ADisputeHasADeadlineAndASecondPerson) {
  Started("a1", kCompany + Answer("gb.public_sector", "true") + Answer("officeHolder", "true"),
          "GB-IR35");
  const auto made = Determined("a1");
  EXPECT_EQ(made.outcome(), v1::OUTCOME_EMPLOYEE);
  EXPECT_EQ(made.statement().name(), "Status Determination Statement");
  EXPECT_EQ(made.decided_by(), "the client");
  As("ada", "worker");
  v1::DisputeResponse disputed;
  ASSERT_EQ(Call(&Stub::Dispute, Id() + On("a1") + Named(made) + "reason: 'no office'", &disputed),
            "OK")
      << said_;
  EXPECT_EQ(calendar::FromProto(disputed.answer_due_on()), calendar::Date(2026, 11, 19))
      << "45 days";
  As("grace", "client:acme");
  EXPECT_EQ(Try(&Stub::Approve, Id() + On("a1") + Named(made)), "DISPUTE_OPEN");
  const std::string resolve = On("a1") + "dispute_id: '" + disputed.dispute_id() +
                              "' reason: 'the articles name the office' upheld: true";
  ASSERT_EQ(Try(&Stub::ResolveDispute, Id() + resolve), "OK") << said_;
  EXPECT_EQ(Try(&Stub::Approve, Id() + On("a1") + Named(made)), "OK") << said_;
  const auto record = Got(Named(made));
  EXPECT_EQ(record.happenings_size(), 3);
  EXPECT_EQ(record.state(), v1::DETERMINATION_STATE_APPROVED);
}

TEST_F(ApiTest, AsOfTwoDates) {
  Started("a1", AllProngs());
  const auto first = Determined("a1", "effective_from { year: 2026 month: 1 day: 1 }");
  ASSERT_EQ(
      Try(&Stub::AnswerQuestions, Id() + On("a1") + Answer("us-ca.abc.outside_usual_course", "no")),
      "OK");
  const auto second = Determined("a1", "effective_from { year: 2026 month: 9 day: 1 }");
  const auto outcome_on = [&](const char* day, const std::string& more = "") {
    return Got(kWho + ("effective_on { year: 2026 " + std::string(day) + " } ") + more)
        .determination()
        .determination_id();
  };
  EXPECT_EQ(outcome_on("month: 8 day: 31"), first.determination_id());
  EXPECT_EQ(outcome_on("month: 9 day: 1"), second.determination_id());
  As("grace", "compliance");
  ASSERT_EQ(Try(&Stub::Revoke, Id() + "worker_id: 'ada' assessment_id: 'a1' " + Named(second) +
                                   "effective_from { year: 2026 month: 9 day: 1 } reason: 'court'"),
            "OK")
      << said_;
  EXPECT_EQ(outcome_on("month: 9 day: 1"), first.determination_id()) << "the old one is kept";
  v1::GetDeterminationResponse early;
  EXPECT_EQ(Call(&Stub::GetDetermination, kWho + ("recorded_by { seconds: 1 }" + after_), &early),
            "5")
      << "nothing was known then";
}

TEST_F(ApiTest, TheNextRulesAreAnticipatedBesideThoseInForce) {
  // Core factors for a contractor, the others against: the 2024 rule and the proposal differ.
  const std::string mixed =
      Answer("us.client_sets_schedule", "no") + Answer("us.instructions", "result_only") +
      Answer("us.managerial_skill", "yes") + Answer("us.profit_or_loss", "yes") +
      Answer("us.capital_investment", "no") + Answer("us.indefinite", "yes") +
      Answer("us.exclusive", "yes") + Answer("us.integral", "yes") +
      Answer("us.skill_and_initiative", "no") + Answer("us.integrated_unit", "yes");
  Started("a1", mixed, "US-FLSA");
  Determined("a1");
  Started("a2", AllProngs());
  Determined("a2");
  Started("a3",
          kCompany + Answer("gb.public_sector", "false") + Answer("gb.turnover", "12000000") +
              Answer("gb.balance_sheet", "6000000") + Answer("gb.employees", "80") +
              Answer("officeHolder", "true"),
          "GB-IR35");
  Determined("a3");
  v1::AnticipateResponse proposed;
  ASSERT_EQ(Call(&Stub::Anticipate, "client_id: 'acme' proposed: true" + after_, &proposed), "OK")
      << said_;
  EXPECT_EQ(proposed.compared(), 3u);
  ASSERT_EQ(proposed.anticipated_size(), 1);
  EXPECT_EQ(proposed.anticipated(0).in_force().outcome(), v1::OUTCOME_UNDETERMINED);
  EXPECT_EQ(proposed.anticipated(0).next().outcome(), v1::OUTCOME_CONTRACTOR);
  EXPECT_EQ(proposed.anticipated(0).next().test_version(), "2026 proposal");
  v1::AnticipateResponse threshold;  // E26
  ASSERT_EQ(
      Call(&Stub::Anticipate,
           "on { year: 2026 month: 4 day: 5 } next_on { year: 2026 month: 4 day: 6 }" + after_,
           &threshold),
      "OK")
      << said_;
  ASSERT_EQ(threshold.anticipated_size(), 1);
  EXPECT_EQ(threshold.anticipated(0).in_force().decided_by(), "the client");
  EXPECT_EQ(threshold.anticipated(0).next().decided_by(), "the worker's own company");
}

TEST_F(ApiTest, AnotherLifeOfTheProcessKnowsAll) {
  Started("a1", AllProngs());
  const auto made = Determined("a1");
  Stop();
  Start();
  const auto record = Got(Named(made));
  EXPECT_TRUE(MessageDifferencer::Equals(record.determination(), made));
  ASSERT_EQ(
      Try(&Stub::AnswerQuestions, Id() + On("a1") + Answer("us-ca.abc.independent_trade", "?")),
      "OK")
      << said_;
  const auto again = Determined("a1");
  EXPECT_EQ(again.outcome(), v1::OUTCOME_UNDETERMINED);
  EXPECT_EQ(again.presumed(), v1::OUTCOME_EMPLOYEE);
  EXPECT_LT(again.confidence_percent(), made.confidence_percent());
  EXPECT_EQ(again.missing(0).question_id(), "us-ca.abc.independent_trade");
}

TEST_F(ApiTest, RulesAreShownWithSourceAndStatus) {
  As("ada", "worker");
  v1::ListTestsResponse tests;
  ASSERT_EQ(Call(&Stub::ListTests, "jurisdiction: 'US'", &tests), "OK") << said_;
  int proposed = 0;
  for (const auto& test : tests.tests()) {
    EXPECT_FALSE(test.provenance().source().empty());
    proposed += test.provenance().status() == v1::STATUS_PROPOSED;
  }
  EXPECT_EQ(proposed, 1);
  v1::ListTestsResponse page;
  ASSERT_EQ(Call(&Stub::ListTests, "page_size: 2", &page), "OK");
  EXPECT_EQ(page.tests_size(), 2);
  EXPECT_FALSE(page.next_page_token().empty());
  EXPECT_EQ(Call(&Stub::ListTests, "page_size: 2147483647", &page), "OK") << said_;
  EXPECT_EQ(Call(&Stub::ListTests, "page_token: 'x'", &page), "3");
  v1::GetTestResponse test;
  ASSERT_EQ(Call(&Stub::GetTest, "jurisdiction: 'US-CA' test_id: 'us-ca.abc'", &test), "OK");
  EXPECT_EQ(test.questions_size(), 3);
  EXPECT_EQ(Call(&Stub::GetTest,
                 "jurisdiction: 'US' test_id: 'us.flsa.economic-reality'"
                 " on { year: 2020 month: 1 day: 1 }",
                 &test),
            "5");
}
}  // namespace
}  // namespace aor::classification
