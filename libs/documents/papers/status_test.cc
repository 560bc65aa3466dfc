#include <gtest/gtest.h>

#include "libs/documents/papers/samples.h"
#include "libs/documents/testing/paper_text.h"

namespace aor::documents {
namespace {
using testing::ExpectInOrder;
using testing::RefusalOf;
using testing::TextOf;

TEST(StatusTest, ADeterminationSaysAllItRestsOn) {
  ExpectInOrder(TextOf(SampleDetermination("en")),
                {"d-2026-0042",
                 "US-CA",
                 "05.10.2026",
                 "12.10.2026",
                 "Determination of status",
                 "Nobody has approved",
                 "Undetermined",
                 "Employee",
                 "40%",
                 "no engagement rests on it",
                 "ABC test",
                 "Labor Code 2775(b)(1)",
                 "the hiring entity",
                 "carla",
                 "Prongs A and C hold",
                 "free from control",
                 "Contractor",
                 "still open",
                 "Questions and answers",
                 "Is the person free from",
                 "grace",
                 "in fact?",
                 "Nobody knows",
                 "zoe",
                 "document 4be1f0",
                 "Not known, and still asked",
                 "outside the usual course",
                 "No exemption",
                 "notice of wages",
                 "Disagreed with",
                 "no electricians",
                 "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"});
}

TEST(StatusTest, AnApprovedOneHasNoWarning) {
  Determination paper = SampleDetermination("fr");
  ExpectInOrder(TextOf(paper), {"Détermination du statut", "Personne n’a approuvé"});
  paper.is_approved = true;
  EXPECT_EQ(TextOf(paper).find("Personne n’a approuvé"), std::string::npos);
}

TEST(StatusTest, AStatementConcludesEitherWay) {
  StatusStatement paper = SampleStatusStatement("en");
  ExpectInOrder(TextOf(paper),
                {"Harbour & Sons Ltd", "Maëlle Garnier", "Status Determination Statement",
                 "reasonable care", "61M(1)(d) is met", "rules apply", "personal service",
                 "clause 7", "Within 45 days", "by grace on 4 November 2026"});
  paper.found.outcome = WorkStatus::kContractor;
  ExpectInOrder(TextOf(paper), {"61M(1)(d) is not met", "rules do not apply"});
  ExpectInOrder(TextOf(SampleStatusStatement("de")), {"Befund", "nicht einverstanden"});
}

TEST(StatusTest, WhatCannotBeSaidIsRefused) {
  StatusStatement statement = SampleStatusStatement("en");
  statement.found.outcome = WorkStatus::kUndetermined;
  EXPECT_NE(RefusalOf(statement).find("concludes nothing"), std::string::npos);
  statement = SampleStatusStatement("en");
  statement.decided_by_name.clear();
  EXPECT_NE(RefusalOf(statement).find("who decided is missing"), std::string::npos);
  Determination paper = SampleDetermination("en");
  paper.found.reason.clear();
  EXPECT_NE(RefusalOf(paper).find("reason is missing"), std::string::npos);
  paper = SampleDetermination("en");
  paper.found.answers.clear();
  EXPECT_NE(RefusalOf(paper).find("rests on no answer"), std::string::npos);
  paper = SampleDetermination("en");
  paper.test_source.clear();
  EXPECT_NE(RefusalOf(paper).find("source of the test is missing"), std::string::npos);
}
}  // namespace
}  // namespace aor::documents
