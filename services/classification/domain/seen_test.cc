// Which facts of contracts contradict which answers.
#include "services/classification/domain/seen.h"

#include "services/classification/domain/sample_rules.h"

namespace aor::classification {
namespace {
using calendar::Date;

constexpr auto kObservations = R"(
observations { fact: FACT_OPEN_ENDED question_id: "control" contradicts: "no" observed: "yes"
               source: "law" status: STATUS_IN_FORCE }
observations { fact: FACT_OTHER_CLIENT question_id: "clients" contradicts: "no" observed: "yes"
               source: "law" status: STATUS_IN_FORCE }
observations { fact: FACT_PAID_BY_TIME question_id: "tools" contradicts: "yes" contradicts: "some"
               observed: "no" source: "law" status: STATUS_IN_FORCE }
)";
constexpr auto kMonths = R"(
observations { fact: FACT_MONTHS at_least: 12 question_id: "control" contradicts: "no"
               observed: "yes" source: "law" status: STATUS_IN_FORCE }
)";

std::shared_ptr<const RuleBook> BookWith(const std::string& observations) {
  v1::RuleFile rules;
  google::protobuf::TextFormat::ParseFromString(std::string(sample::kRules) + observations, &rules);
  auto built = Build("XX", "v1", rules);
  if (auto* book = std::get_if<std::shared_ptr<const RuleBook>>(&built)) return *book;
  for (const auto& problem : std::get<std::vector<Problem>>(built)) ADD_FAILURE() << problem.what;
  return nullptr;
}

struct Contract {
  const char* client;
  Date start;
  std::optional<Date> end;
  bool paid_by_time = false;
};
Seen SeenOf(const std::vector<Contract>& contracts) {
  Seen seen;
  for (const auto& one : contracts) {
    SeeContract command;
    command.facts.set_contract_id("c" + std::to_string(seen.contracts.size() + 1));
    command.facts.set_client_id(one.client);
    *command.facts.mutable_start() = calendar::ToProto(one.start);
    if (one.end) *command.facts.mutable_end() = calendar::ToProto(*one.end);
    command.facts.set_paid_by_time(one.paid_by_time);
    for (const auto& event : Decide(seen, command)) seen = Evolve(std::move(seen), event);
  }
  return seen;
}

// Of a worker at acme who was determined on these answers.
Assessment Answered(const std::vector<std::pair<const char*, const char*>>& answers) {
  Assessment assessment;
  assessment.opened.set_client_id("acme");
  assessment.current = "d1";
  auto& facts = assessment.determinations["d1"].facts;
  for (const auto& [question, said] : answers) {
    auto& answer = *facts.add_answers();
    answer.set_question_id(question);
    if (std::string_view(said) == kUnknown)
      answer.set_unknown(true);
    else
      answer.set_answer(said);
  }
  return assessment;
}

// "question: observed by contract" of each, in the order of the rules.
std::vector<std::string> Said(const std::vector<ReportFact>& reports) {
  std::vector<std::string> said;
  for (const auto& report : reports)
    said.push_back(report.question_id + ": " + report.observed + " by " +
                   report.evidence.at(0).reference());
  return said;
}

TEST(SeenTest, WhatContradictsIsReportedAndNothingElse) {
  const Date monday(2026, 10, 5), end(2026, 12, 31);
  const Contract kAtAcme{"acme", monday, end}, kOpen{"acme", monday, {}},
      kHourly{"acme", monday, end, true}, kElsewhere{"other", monday, end};
  using Answers = std::vector<std::pair<const char*, const char*>>;
  const struct {
    const char* says;
    std::vector<Contract> contracts;
    Answers answers;
    std::vector<std::string> reported;
  } kCases[] = {
      {"no contract, nothing seen", {}, {{"control", "no"}}, {}},
      {"a contract that agrees", {kAtAcme}, {{"control", "no"}, {"clients", "no"}}, {}},
      {"a contract without a last day",
       {kOpen},
       {{"control", "no"}},
       {"control: yes by contract c1"}},
      {"an answer that says so already", {kOpen}, {{"control", "yes"}}, {}},
      {"what nobody knew is contradicted by nothing", {kOpen}, {{"control", "UNKNOWN"}}, {}},
      {"nor what nobody was asked", {kOpen}, {}, {}},
      {"another client",
       {kAtAcme, kElsewhere},
       {{"clients", "no"}},
       {"clients: yes by contract c2"}},
      {"a contract elsewhere alone says nothing of acme", {kElsewhere}, {{"clients", "no"}}, {}},
      {"either of two answers", {kHourly}, {{"tools", "some"}}, {"tools: no by contract c1"}},
      {"several at once",
       {kHourly, kOpen},
       {{"control", "no"}, {"tools", "yes"}},
       {"control: yes by contract c2", "tools: no by contract c1"}},
  };
  const auto book = BookWith(kObservations);
  ASSERT_TRUE(book);
  for (const auto& one : kCases)
    EXPECT_EQ(Said(Contradictions(SeenOf(one.contracts), Answered(one.answers), *book)),
              one.reported)
        << one.says;
}

TEST(SeenTest, MonthsAreCountedFromTheFirstContractToTheLast) {
  const auto book = BookWith(kMonths);
  ASSERT_TRUE(book);
  const auto reported = [&](const std::vector<Contract>& contracts) {
    return Said(Contradictions(SeenOf(contracts), Answered({{"control", "no"}}), *book)).size();
  };
  const Date start(2026, 1, 15);
  EXPECT_EQ(reported({{"acme", start, Date(2027, 1, 13)}}), 0u) << "a day short of twelve months";
  EXPECT_EQ(reported({{"acme", start, Date(2027, 1, 14)}}), 1u);
  EXPECT_EQ(
      reported({{"acme", Date(2026, 9, 1), Date(2027, 1, 31)}, {"acme", start, Date(2026, 6, 30)}}),
      1u)
      << "in whatever order they came";
  EXPECT_EQ(reported({{"other", start, Date(2029, 1, 14)}, {"acme", start, Date(2026, 6, 30)}}),
            0u);
  EXPECT_EQ(reported({{"acme", start, {}}}), 0u) << "an open end is another rule's";
}

TEST(SeenTest, WhatWasDeterminedCountsAndNotWhatWasSaidSince) {
  const auto book = BookWith(kObservations);
  ASSERT_TRUE(book);
  const auto seen = SeenOf({{"acme", Date(2026, 10, 5), {}}});
  Assessment assessment = Answered({{"control", "no"}});
  assessment.answers["control"].set_answer("yes");
  EXPECT_EQ(Contradictions(seen, assessment, *book).size(), 1u);
  assessment.current.clear();
  EXPECT_TRUE(Contradictions(seen, assessment, *book).empty()) << "it was revoked";
}

TEST(SeenTest, TheSameIsSeenAndNotedOnce) {
  const auto seen = SeenOf({{"acme", Date(2026, 10, 5), {}}});
  SeeContract again;
  again.facts.set_contract_id("c1");
  EXPECT_TRUE(Decide(seen, again).empty());
  NoteAssessment note;
  note.facts.set_assessment_id("a1");
  ASSERT_EQ(Decide(seen, note).size(), 1u);
  EXPECT_TRUE(Decide(Evolve(seen, Decide(seen, note)[0]), note).empty());
}
}  // namespace
}  // namespace aor::classification
