// What becomes of a determination when somebody or something contradicts it.
#include "services/classification/api/running_classification.h"

namespace aor::classification {
namespace {
class SecondThoughtsTest : public ClassificationTest {};

TEST_F(SecondThoughtsTest, WhatIsDisputedAndNotUpheldHoldsNoMoreAsGatesSeeIt) {
  Started("a1", AllProngs());
  const auto made = Determined("a1", "effective_from { year: 2026 month: 9 day: 1 }");
  As("ada", "worker");
  v1::DisputeResponse disputed;
  ASSERT_EQ(Call(&Stub::Dispute, Id() + On("a1") + Named(made) + "reason: 'one client'", &disputed),
            "OK")
      << said_;
  As("grace", "client:acme");
  const auto held_on = [&](int day) {
    v1::GetDeterminationResponse response;
    return Call(
        &Stub::GetDetermination,
        kWho + ("effective_on { year: 2026 month: 10 day: " + std::to_string(day) + " }") + after_,
        &response);
  };
  EXPECT_EQ(held_on(5), "OK") << "disputed, and nobody has answered yet";
  ASSERT_EQ(Try(&Stub::ResolveDispute, Id() + On("a1") + "dispute_id: '" + disputed.dispute_id() +
                                           "' reason: 'she is right' upheld: false"),
            "OK")
      << said_;
  EXPECT_EQ(held_on(4), "OK") << "days before";
  EXPECT_EQ(held_on(5), "5");
  ASSERT_EQ(Try(&Stub::Review, Id() + On("a1") + Named(made) + "stands: true reason: 'it does'"),
            "OK")
      << said_;
  EXPECT_EQ(held_on(5), "OK") << "after all";
}

TEST_F(SecondThoughtsTest, WhatGaveWayToARevokedOneIsTheOneAgain) {
  Started("a1", AllProngs());
  const auto first = Determined("a1", "effective_from { year: 2026 month: 9 day: 1 }");
  As("grace", "client:acme");
  ASSERT_EQ(Try(&Stub::Approve, Id() + On("a1") + Named(first)), "OK") << said_;
  As("carla", "consultant");
  ASSERT_EQ(
      Try(&Stub::AnswerQuestions, Id() + On("a1") + Answer("us-ca.abc.independent_trade", "no")),
      "OK");
  const auto second = Determined("a1", "effective_from { year: 2026 month: 9 day: 15 }");
  const auto states = [&] {
    return v1::DeterminationState_Name(Got(Named(first)).state()).substr(20) + ", " +
           v1::DeterminationState_Name(Got(Named(second)).state()).substr(20);
  };
  const auto holds = [&] { return Got(kWho).determination().determination_id(); };
  EXPECT_EQ(states(), "REVIEW_DUE, PROPOSED") << "an answer differs, and nobody approved another";
  EXPECT_EQ(holds(), first.determination_id());
  As("grace", "client:acme");
  ASSERT_EQ(Try(&Stub::Approve, Id() + On("a1") + Named(second)), "OK") << said_;
  EXPECT_EQ(states(), "SUPERSEDED, APPROVED");
  EXPECT_EQ(holds(), second.determination_id());
  As("ada", "worker");
  EXPECT_EQ(Try(&Stub::Dispute, Id() + On("a1") + Named(first) + "reason: 'no'"), "SUPERSEDED");
  As("cleo", "compliance");
  ASSERT_EQ(Try(&Stub::Revoke, Id() + "worker_id: 'ada' assessment_id: 'a1' " + Named(second) +
                                   "effective_from { year: 2026 month: 9 day: 15 } reason: 'slip'"),
            "OK")
      << said_;
  EXPECT_EQ(states(), "REVIEW_DUE, REVOKED");
  EXPECT_EQ(holds(), first.determination_id());
  v1::GetAssessmentResponse assessment;
  ASSERT_EQ(Call(&Stub::GetAssessment, "assessment_id: 'a1'" + after_, &assessment), "OK");
  EXPECT_EQ(assessment.assessment().current_determination_id(), first.determination_id());
  const auto record = Got(Named(first));
  const auto& last = record.happenings(record.happenings_size() - 1);
  EXPECT_EQ(last.restored().instead_of_determination_id(), second.determination_id());
  As("ada", "worker");
  EXPECT_EQ(Try(&Stub::Dispute, Id() + On("a1") + Named(first) + "reason: 'no'"), "OK") << said_;
}

TEST_F(SecondThoughtsTest, OneForALaterDayTakesThePlaceOnThatDay) {
  Started("a1", AllProngs());
  const auto approved = [&](const std::string& from) {
    As("carla", "consultant");
    const auto made = Determined("a1", "effective_from { year: 2026 month: " + from + " }");
    As("grace", "client:acme");
    EXPECT_EQ(Try(&Stub::Approve, Id() + On("a1") + Named(made)), "OK") << said_;
    return made;
  };
  const auto first = approved("9 day: 1"), second = approved("11 day: 1");
  const auto states = [&] {
    return v1::DeterminationState_Name(Got(Named(first)).state()).substr(20) + ", " +
           v1::DeterminationState_Name(Got(Named(second)).state()).substr(20);
  };
  const auto listed = [&] {
    v1::ListDeterminationsResponse response;
    EXPECT_EQ(Call(&Stub::ListDeterminations,
                   kWho + ("state: DETERMINATION_STATE_SUPERSEDED" + after_), &response),
              "OK");
    return response.determinations_size();
  };
  const auto current = [&] {
    v1::GetAssessmentResponse response;
    EXPECT_EQ(Call(&Stub::GetAssessment, "assessment_id: 'a1'" + after_, &response), "OK");
    return response.assessment().current_determination_id();
  };
  EXPECT_EQ(states(), "APPROVED, APPROVED");
  EXPECT_EQ(listed(), 0);
  EXPECT_EQ(current(), first.determination_id());
  const auto on_all_saints =
      Got(kWho + std::string("effective_on { year: 2026 month: 11 day: 1 }"));
  EXPECT_EQ(on_all_saints.determination().determination_id(), second.determination_id());
  As("ada", "worker");
  EXPECT_EQ(Try(&Stub::Dispute, Id() + On("a1") + Named(first) + "reason: 'no'"), "OK") << said_;
  EXPECT_EQ(states(), "DISPUTED, APPROVED");
  process_->AdvanceTo("2026-11-01T08:00:00Z");
  As("ada", "worker");
  EXPECT_EQ(states(), "SUPERSEDED, APPROVED");
  EXPECT_EQ(listed(), 1);
  EXPECT_EQ(current(), second.determination_id());
  EXPECT_EQ(Try(&Stub::Dispute, Id() + On("a1") + Named(first) + "reason: 'still'"), "SUPERSEDED");
}

TEST_F(SecondThoughtsTest, WhoDecidesAloneAdmitsWhatTheRulesSayOfTheOutcome) {
  const auto admitted = [&](const std::string& id, const std::string& outcome) {
    const auto made = Determined(id);
    EXPECT_EQ(made.outcome(), v1::OUTCOME_UNDETERMINED);
    As("grace", "client:acme");
    v1::ApproveResponse approved;
    EXPECT_EQ(Call(&Stub::Approve,
                   Id() + On(id) + Named(made) + "reason: 'counsel' outcome: OUTCOME_" + outcome,
                   &approved),
              "OK")
        << said_;
    std::string kinds;
    for (const auto& kind : approved.engagement_kinds()) kinds += kind + " ";
    return kinds;
  };
  Started("a1", Answer("ch.ahv.office_decision", "none") + Answer("ch.ahv.own_staff", "?"),
          "CH-AHV");
  EXPECT_EQ(admitted("a1", "CONTRACTOR"), "EOR ") << "until the compensation office confirms";
  Started("a2", Answer("fr.portage", "no") + Answer("fr.orders", "?"), "FR");
  EXPECT_EQ(admitted("a2", "EMPLOYEE"), "TEMP ") << "France knows no employer of record";
}

TEST_F(SecondThoughtsTest, NobodyAnswersForSomebodyElse) {
  const std::string of_ada = Id() + "jurisdiction: 'GB' worker_id: 'ada' ";
  As("ada", "worker");
  EXPECT_EQ(Try(&Stub::PresetAnswers, of_ada + Answer("gb.public_sector", "false")),
            "ASKED_OF_ANOTHER");
  EXPECT_EQ(Try(&Stub::PresetAnswers, of_ada + Answer("officeHolder", "false")),
            "ASKED_OF_ANOTHER");
  EXPECT_EQ(Try(&Stub::PresetAnswers, of_ada + Answer("workerProvidedMaterials", "true")),
            "ASKED_OF_ANOTHER")
      << "of one engagement only";
  As("grace", "client:acme");
  EXPECT_EQ(Try(&Stub::PresetAnswers, Id() + "jurisdiction: 'GB' client_id: 'acme' " +
                                          Answer("multipleEngagements", "onlyContractForPeriod")),
            "ASKED_OF_ANOTHER");
  Started("a1", kCompany + Answer("gb.public_sector", "true") + Answer("officeHolder", "true"),
          "GB-IR35");
  As("ada", "worker");
  EXPECT_EQ(Try(&Stub::AnswerQuestions, Id() + On("a1") + Answer("officeHolder", "false")),
            "ASKED_OF_ANOTHER");
  EXPECT_NE(said_.find("officeHolder is asked of the client"), std::string::npos) << said_;
  EXPECT_EQ(
      Try(&Stub::AnswerQuestions, Id() + On("a1") + Answer("workerProvidedMaterials", "true")),
      "OK")
      << said_;
}

TEST_F(SecondThoughtsTest, AnAnswerThatChangesLaterIsAFinding) {
  Started("a1", AllProngs());
  const auto made = Determined("a1");
  As("grace", "client:acme");
  ASSERT_EQ(Try(&Stub::Approve, Id() + On("a1") + Named(made)), "OK") << said_;
  As("ada", "worker");
  ASSERT_EQ(
      Try(&Stub::AnswerQuestions, Id() + On("a1") + Answer("us-ca.abc.independent_trade", "no")),
      "OK")
      << said_;
  const auto record = Got(Named(made));
  EXPECT_EQ(record.state(), v1::DETERMINATION_STATE_REVIEW_DUE);
  const auto& drift = record.happenings(record.happenings_size() - 1).drift_found();
  EXPECT_EQ(drift.would_be(), v1::OUTCOME_EMPLOYEE);
  EXPECT_EQ(drift.reported_by(), "ada");
  As("carla", "consultant");
  EXPECT_EQ(Try(&Stub::Review, Id() + On("a1") + Named(made) + "stands: true reason: 'a slip'"),
            "OWN_DETERMINATION");
}

TEST_F(SecondThoughtsTest, AFactThatContradictsIsFoundAndChangesNothing) {
  Started("a1", AllProngs());
  const auto made = Determined("a1");
  As("timesheet", "service");
  const std::string fact =
      " worker_id: 'ada' assessment_id: 'a1' observed { question_id: "
      "'us-ca.abc.independent_trade' answer: 'no' evidence { reference: "
      "'hours: one client for 14 months' } }";
  v1::ReportFactResponse found;
  ASSERT_EQ(Call(&Stub::ReportFact, Id() + fact, &found), "OK") << said_;
  EXPECT_EQ(found.drift().answered(), "yes");
  EXPECT_EQ(found.drift().would_be(), v1::OUTCOME_EMPLOYEE);
  v1::ReportFactResponse again;
  ASSERT_EQ(Call(&Stub::ReportFact, Id() + fact, &again), "OK");
  EXPECT_FALSE(again.has_drift()) << "found once";
  after_ = " consistency_token: '" + found.consistency_token() + "' ";
  const auto record = Got(Named(made));
  EXPECT_EQ(record.state(), v1::DETERMINATION_STATE_REVIEW_DUE);
  EXPECT_EQ(record.determination().outcome(), v1::OUTCOME_CONTRACTOR);
  As("carla", "consultant");
  v1::ListDeterminationsResponse due;
  ASSERT_EQ(Call(&Stub::ListDeterminations,
                 "client_id: 'acme' state: DETERMINATION_STATE_REVIEW_DUE" + after_, &due),
            "OK");
  EXPECT_EQ(due.determinations_size(), 1);
  EXPECT_EQ(
      Try(&Stub::Review, Id() + On("a1") + Named(made) + "stands: false reason: 'look again'"),
      "OK");
}
}  // namespace
}  // namespace aor::classification
