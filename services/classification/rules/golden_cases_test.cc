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

struct Decider {
  const char* says;
  calendar::Date on;
  std::vector<std::pair<const char*, const char*>> answers;
  const char* decided_by;  // or else:
  std::vector<std::string> may_decide;
  bool owes_statement;
};
// An own company, and what else is said.
v1::Determination DeterminedBy(const RuleBook& book, const Decider& one) {
  v1::GoldenCase golden;
  const auto say = [&](const char* question, const char* answer) {
    golden.add_answers()->set_question_id(question);
    golden.mutable_answers()->rbegin()->set_answer(answer);
  };
  say("officeHolder", "true");
  for (const auto& [question, answer] : one.answers) say(question, answer);
  return Determine({book, one.on}, "GB-IR35", {}, AnswersOf(golden)).value();
}

TEST(GoldenCasesTest, WhoDecidesInTheUnitedKingdomIsNeverGuessed) {
  const calendar::Date before(2026, 4, 5), after(2026, 4, 6);
  const std::pair<const char*, const char*> kCompany{"gb.through_intermediary", "true"},
      kPrivate{"gb.public_sector", "false"}, kTurnover{"gb.turnover", "12000000"},
      kBalance{"gb.balance_sheet", "6000000"};
  const char *const client = "the client", *const own = "the worker's own company";
  const Decider kCases[] = {
      {"public", after, {kCompany, {"gb.public_sector", "true"}}, client, {}, true},
      {"private, and nobody said how large", after, {kCompany, kPrivate}, "", {client, own}, false},
      {"one figure of three", after, {kCompany, kPrivate, kTurnover}, "", {client, own}, false},
      {"said to be unknown",
       after,
       {kCompany, kPrivate, {"gb.turnover", "UNKNOWN"}, kBalance},
       "",
       {client, own},
       false},
      {"small", after, {kCompany, kPrivate, kTurnover, kBalance}, own, {}, false},
      {"the day before", before, {kCompany, kPrivate, kTurnover, kBalance}, client, {}, true},
      {"large",
       after,
       {kCompany, kPrivate, {"gb.turnover", "15000001"}, {"gb.employees", "51"}},
       client,
       {},
       true},
      {"nobody said which sector", after, {kCompany}, "", {client, own}, false},
  };
  const auto books = LoadRuleBooks(RulesDirectory());
  ASSERT_TRUE(books.ok()) << books.status().message();
  for (const auto& one : kCases) {
    SCOPED_TRACE(one.says);
    const auto determined = DeterminedBy(*books->Of("GB"), one);
    EXPECT_EQ(determined.decided_by(), one.decided_by);
    EXPECT_EQ(
        std::vector<std::string>(determined.may_decide().begin(), determined.may_decide().end()),
        one.may_decide);
    EXPECT_EQ(determined.has_statement(), one.owes_statement);
    EXPECT_EQ(determined.missing().empty(), one.may_decide.empty())
        << "an office holder is asked nothing else: " << determined.DebugString();
    EXPECT_EQ(determined.outcome(), v1::OUTCOME_EMPLOYEE) << "an office holder, whoever decides";
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
