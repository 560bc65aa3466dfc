// A determination on paper, and the statement that the client owes on it: P6, S0.8, S0.26.
#include "services/documents/api/documents_test.h"

namespace aor::documents {
namespace {
constexpr auto kStatement =
    " statement { name: 'Status Determination Statement' given_to: 'worker' dispute_days: 45"
    " source: 'ITEPA 2003 s. 61NA' }";
constexpr auto kApproved =
    " happenings { recorded_at { seconds: 1793692800 } approved { determination_id: 'd1'"
    " approved_by: 'grace' outcome: OUTCOME_CONTRACTOR reason: 'agreed' } }";

constexpr auto kFell =
    " happenings { recorded_at { seconds: 1793779200 } dispute_resolved { determination_id: 'd1'"
    " resolved_by: 'grace' reason: 'she is right' } }";

class StatusTest : public DocumentsTest {
 protected:
  void SetUp() override {
    canned_->payees["ada"] =
        "name: 'Ada Šimánková' language: 'en' address { street: 'Quai' town: 'Genève'"
        " country_code: 'CH' }";
    canned_->determinations["d1"] = Made("", kStatement, "APPROVED", kApproved);
    As("carla", "consultant");
  }
  static std::string Made(const std::string& more, const std::string& statement,
                          const std::string& state, const std::string& happenings) {
    return "determination { decider: 'carla' recorded_at { seconds: 1793606400 }"
           " determination { determination_id: 'd1' worker_id: 'ada' client_id: 'acme'"
           " jurisdiction: 'GB' test_id: 'gb.cest' test_version: '2.4' rule_version: 'abc123'"
           " test_source: 'HMRC tables 2.4' outcome: OUTCOME_CONTRACTOR confidence_percent: 80"
           " reason: 'A substitute may be sent.' effective_from { year: 2026 month: 11 day: 9 }"
           " review_on { year: 2027 month: 11 day: 9 } engagement_kinds: 'AOR'"
           " findings { title: 'Personal service' lean: LEAN_CONTRACTOR source: 'section 3'"
           " because: 'May send a substitute.' } answers { question_id: 'gb.reject' answer: 'no'"
           " asserted_by: 'ada' asserted_at { seconds: 1793520000 } evidence { reference: 'clause"
           " 7' digest: 'd00d' } }" +
           more + statement + " } state: DETERMINATION_STATE_" + state + happenings +
           " } questions { question_id: 'gb.reject' text: 'May the client reject a substitute?'"
           " options { answer: 'no' text: 'No, it may not' } } test_title: 'Check of status'";
  }
  std::string TextOfFile(const v1::Document& document) {
    std::string pdf;
    EXPECT_EQ(Download(Of(document), &pdf), "OK") << said_;
    return TextOf(pdf);
  }
  std::string Statement() {
    return Try(&Stub::RenderDocument,
               Id() + "document_kind: DOCUMENT_KIND_STATUS_STATEMENT source_id: 'd1'");
  }
};

TEST_F(StatusTest, ADeterminationIsPrintedInTheWordsOfItsRules) {
  const auto paper = Render("DETERMINATION", "d1", "language: 'en' release: true");
  const std::string text = TextOfFile(paper);
  for (const char* words :
       {"Determination of status", "Ateliers Perret Sàrl", "Check of status, 2.4",
        "HMRC tables 2.4", "A substitute may be sent.", "Personal service",
        "May the client reject a substitute?", "No, it may not", "Ada Šimánková",
        "clause 7, SHA-256 d00d", "Approved", "grace", "abc123", "Review by"})
    EXPECT_NE(text.find(words), std::string::npos) << words << " is not in:\n" << text;
  EXPECT_EQ(text.find("Nobody has approved"), std::string::npos);

  v1::GetDocumentResponse shown;
  for (const auto& [person, role, found] : {std::tuple{"ada", "worker", "OK"},
                                            {"grace", "client:acme", "OK"},
                                            {"bob", "worker", "5"},
                                            {"dir", "client:other", "5"}}) {
    As(person, role);
    EXPECT_EQ(Call(&Stub::GetDocument, Of(paper), &shown), found) << person;
  }
}

TEST_F(StatusTest, WhoDecidesIsSaidToBeOpenWhereItIs) {
  canned_->determinations["d1"] = Made(
      "may_decide: 'the client' may_decide: 'the own company'"
      " missing { question_id: 'gb.turnover' text: 'What is the turnover?' }",
      "", "APPROVED",
      std::string(kApproved) +
          " happenings { recorded_at { seconds: 1793779200 } superseded {"
          " by_determination_id: 'd2' } } happenings { recorded_at { seconds: 1793779201 }"
          " restored { instead_of_determination_id: 'd2' } }");
  const std::string text = TextOfFile(Render("DETERMINATION", "d1", "language: 'en'"));
  for (const char* words : {"it may be: the client; the own company", "What is the turnover?",
                            "The one again: what had", "replaced it holds no more"})
    EXPECT_NE(text.find(words), std::string::npos) << words << " is not in:\n" << text;
}

TEST_F(StatusTest, WhatBecameOfItIsAnotherVersionButNoOtherStatement) {
  const auto before = Render("STATUS_STATEMENT", "d1");
  EXPECT_NE(TextOfFile(before).find("is not met"), std::string::npos);
  Render("DETERMINATION", "d1");
  canned_->determinations["d1"] =
      Made("", kStatement, "REVIEW_DUE",
           std::string(kApproved) +
               " happenings { recorded_at { seconds: 1793779200 } drift_found { question_id:"
               " 'gb.reject' answered: 'no' observed: 'yes' reported_by: 'badge' } }");
  const auto paper = Render("DETERMINATION", "d1");
  EXPECT_EQ(paper.versions_size(), 2);
  EXPECT_NE(TextOfFile(paper).find("No, it may not → yes"), std::string::npos);
  EXPECT_EQ(Render("STATUS_STATEMENT", "d1").versions_size(), 1);
}

TEST_F(StatusTest, WhatTheTestDidNotComeToIsNoReason) {
  canned_->determinations["d1"] =
      Made("findings { title: 'Financial risk' open: true source: 'section 5' }", kStatement,
           "APPROVED", kApproved);
  const auto says = [&](const char* kind) {
    return TextOfFile(Render(kind, "d1", "language: 'en'")).find("Financial risk") !=
           std::string::npos;
  };
  EXPECT_TRUE(says("DETERMINATION"));
  EXPECT_FALSE(says("STATUS_STATEMENT"));
}

TEST_F(StatusTest, AStatementIsOfWhatIsOwedAndApprovedAndHolds) {
  struct Case {
    std::string determination, refused;
  } const kCases[] = {
      {Made("", "", "APPROVED", kApproved), "NO_STATEMENT_OWED"},
      {Made("", kStatement, "PROPOSED", ""), "SOURCE_NOT_FINAL"},
      {Made("", kStatement, "REVOKED", kApproved), "SOURCE_NOT_FINAL"},
      {Made("", kStatement, "SUPERSEDED", kApproved), "SOURCE_NOT_FINAL"},
      {Made("", kStatement, "DISPUTED", kApproved), "OK"},
      {Made("", kStatement, "REVIEW_DUE", std::string(kApproved) + kFell), "SOURCE_NOT_FINAL"},
      {Made("", kStatement, "APPROVED", std::string(kApproved) + kFell + kApproved), "OK"},
      {Made("may_decide: 'the client' may_decide: 'the own company'", "", "APPROVED", kApproved),
       "DECIDER_UNKNOWN"},
  };
  for (const auto& one : kCases) {
    canned_->determinations["d1"] = one.determination;
    EXPECT_EQ(Statement(), one.refused) << one.determination;
  }
  canned_->payees["ada"] = "erased: true";
  EXPECT_EQ(Statement(), "ERASED");
  canned_->determinations.erase("d1");
  EXPECT_EQ(Statement(), "5");
}
}  // namespace
}  // namespace aor::documents
