// Every jurisdiction's golden cases, which lie beside its rules: adding one needs no code here.
#include <gtest/gtest.h>

#include <algorithm>

#include "services/classification/domain/determine.h"
#include "services/classification/rules/rule_files.h"

namespace aor::classification {
namespace {
std::vector<v1::Answer> AnswersOf(const v1::GoldenCase& golden) {
  std::vector<v1::Answer> answers;
  for (const auto& given : golden.answers()) {
    auto& answer = answers.emplace_back();
    answer.set_question_id(given.question_id());
    answer.set_unknown(given.answer() == kUnknown);
    if (!answer.unknown()) answer.set_answer(given.answer());
  }
  return answers;
}

void CheckTest(const RuleBook& book, const v1::GoldenCase& golden) {
  const auto day = calendar::FromProto(golden.on());
  const Basis basis{book, day, !golden.version().empty()};
  const ReadyTest* test = book.TestOn(golden.test_id(), day, basis.anticipated);
  ASSERT_TRUE(test) << golden.test_id();
  if (!golden.version().empty()) {
    EXPECT_EQ(test->test->version(), golden.version());
  }
  const TestResult result = Evaluate(basis, *test, ValuesOf(book, AnswersOf(golden)));
  EXPECT_EQ(v1::Outcome_Name(result.outcome()), v1::Outcome_Name(golden.outcome()));
}

void CheckSelection(const RuleBook& book, const v1::GoldenCase& golden) {
  const auto determined = Determine({book, calendar::FromProto(golden.on())}, golden.selection_id(),
                                    {}, AnswersOf(golden));
  ASSERT_TRUE(determined) << golden.selection_id();
  EXPECT_EQ(v1::Outcome_Name(determined->outcome()), v1::Outcome_Name(golden.outcome()))
      << determined->DebugString();
  EXPECT_FALSE(determined->reason().empty());
  if (!golden.decided_by_test().empty()) {
    EXPECT_EQ(determined->test_id(), golden.decided_by_test());
  }
  for (const auto& question : golden.missing())
    EXPECT_TRUE(
        std::ranges::any_of(determined->missing(),
                            [&](const auto& missing) { return missing.question_id() == question; }))
        << question << " is not said to be missing";
  std::vector<std::string> duties;
  for (const auto& duty : determined->duties()) duties.push_back(duty.duty_id());
  EXPECT_EQ(duties, std::vector<std::string>(golden.duties().begin(), golden.duties().end()));
  if (determined->outcome() == v1::OUTCOME_UNDETERMINED) {
    EXPECT_EQ(determined->confidence_percent(), 0u);
    EXPECT_TRUE(determined->engagement_kinds().empty() || determined->presumed());
  }
}

TEST(GoldenCasesTest, TheShippedRulesDecideThem) {
  const auto books = LoadRuleBooks(RulesDirectory());
  ASSERT_TRUE(books.ok()) << books.status().message();
  const auto golden = LoadGoldenCases(RulesDirectory());
  ASSERT_TRUE(golden.ok()) << golden.status().message();
  for (const auto& [jurisdiction, book] : books->by_jurisdiction) {
    SCOPED_TRACE(jurisdiction);
    const auto cases = golden->find(jurisdiction);
    ASSERT_NE(cases, golden->end()) << "a jurisdiction has golden cases";
    for (const auto& one : cases->second.cases()) {
      SCOPED_TRACE(one.name());
      EXPECT_FALSE(one.source().empty());
      for (const auto& answer : AnswersOf(one))
        EXPECT_FALSE(WrongIn(*book, answer)) << *WrongIn(*book, answer);
      if (one.selection_id().empty())
        CheckTest(*book, one);
      else
        CheckSelection(*book, one);
    }
  }
}

// Who is classed as an employee is offered a path by name, and never the agent of record.
TEST(GoldenCasesTest, AnEmployeeIsOfferedAPathByName) {
  const auto books = LoadRuleBooks(RulesDirectory());
  ASSERT_TRUE(books.ok()) << books.status().message();
  for (const auto& [jurisdiction, book] : books->by_jurisdiction)
    for (const auto& test : book->rules().tests())
      for (const auto& consequence : test.consequences()) {
        SCOPED_TRACE(test.test_id());
        const auto& kinds = consequence.engagement_kinds();
        const bool agent = std::ranges::find(kinds, "AOR") != kinds.end();
        EXPECT_TRUE(!agent || consequence.outcome() == v1::OUTCOME_CONTRACTOR);
        if (!agent) {
          EXPECT_FALSE(consequence.offered_path().empty());
        }
      }
}
}  // namespace
}  // namespace aor::classification
