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

constexpr auto kFullWeeks = R"(
observations { fact: FACT_FULL_WEEKS at_least: 3 within_weeks: 4 weekly_hours: 35 weekly_days: 5
               question_id: "clients" contradicts: "yes" observed: "no"
               source: "law" status: STATUS_IN_FORCE }
)";

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

const Date kToday(2026, 10, 5);

// Of a worker at acme who was determined on these answers.
Assessment Answered(const std::vector<std::pair<const char*, const char*>>& answers) {
  Assessment assessment;
  assessment.opened.set_client_id("acme");
  assessment.made = {"d1"};
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
    EXPECT_EQ(Said(Contradictions(SeenOf(one.contracts), Answered(one.answers), *book, kToday)),
              one.reported)
        << one.says;
}

// Of a determination from October 2026 on.
TEST(SeenTest, AnotherClientContradictsOnlyMeanwhile) {
  const Date from(2026, 10, 1), end(2026, 12, 31);
  const Contract kAtAcme{"acme", from, end}, kLong{"acme", Date(2024, 1, 1), end};
  const struct {
    const char* says;
    Contract with_acme, elsewhere;
    uint32_t within_months;
    bool is_reported;
  } kCases[] = {
      {"two years ago", kAtAcme, {"other", Date(2024, 1, 1), Date(2024, 6, 30)}, 0, false},
      {"also while it worked for acme",
       kLong,
       {"other", Date(2024, 1, 1), Date(2024, 6, 30)},
       0,
       false},
      {"until the day before", kAtAcme, {"other", Date(2026, 1, 1), from - 1}, 0, false},
      {"until the first day", kAtAcme, {"other", Date(2026, 1, 1), from}, 0, true},
      {"without an end", kAtAcme, {"other", Date(2026, 1, 1), {}}, 0, true},
      {"from the last day on", kAtAcme, {"other", end, {}}, 0, true},
      {"from the day after", kAtAcme, {"other", end + 1, {}}, 0, false},
      {"within the year before", kAtAcme, {"other", Date(2025, 1, 1), Date(2025, 10, 1)}, 12, true},
      {"a day too early", kAtAcme, {"other", Date(2025, 1, 1), Date(2025, 9, 30)}, 12, false},
      {"where nothing runs with acme any more",
       {"acme", Date(2025, 1, 1), Date(2026, 9, 30)},
       {"other", Date(2026, 1, 1), {}},
       12,
       false},
  };
  for (const auto& one : kCases) {
    const auto book =
        BookWith("observations { fact: FACT_OTHER_CLIENT within_months: " +
                 std::to_string(one.within_months) +
                 " question_id: 'clients' contradicts: 'no' observed: 'yes' source: 'law'"
                 " status: STATUS_IN_FORCE }");
    ASSERT_TRUE(book);
    Assessment assessment = Answered({{"clients", "no"}});
    *assessment.determinations["d1"].facts.mutable_effective_from() = calendar::ToProto(from);
    EXPECT_EQ(
        !Contradictions(SeenOf({one.with_acme, one.elsewhere}), assessment, *book, kToday).empty(),
        one.is_reported)
        << one.says;
  }
}

TEST(SeenTest, WhatWasOverBeforeSaysOnlyHowLong) {
  const auto book = BookWith(std::string(kObservations) + kMonths);
  ASSERT_TRUE(book);
  const auto since = [&](Date from, const std::vector<Contract>& contracts) {
    Assessment assessment = Answered({{"control", "no"}, {"tools", "yes"}});
    *assessment.determinations["d1"].facts.mutable_effective_from() = calendar::ToProto(from);
    return Said(Contradictions(SeenOf(contracts), assessment, *book, kToday));
  };
  const Contract kOld{"acme", Date(2025, 1, 1), Date(2025, 12, 31), true};
  const Contract kNew{"acme", Date(2026, 1, 1), Date(2026, 6, 30)};
  EXPECT_EQ(since(Date(2026, 1, 1), {kOld}), std::vector<std::string>());
  EXPECT_EQ(since(Date(2025, 12, 31), {kOld}).size(), 2u) << "paid by time, and a year";
  EXPECT_EQ(since(Date(2026, 1, 1), {kOld, kNew}),
            std::vector<std::string>{"control: yes by contract c1"});
}

TEST(SeenTest, MonthsAreCountedFromTheFirstContractToTheLast) {
  const auto book = BookWith(kMonths);
  ASSERT_TRUE(book);
  const auto reported = [&](const std::vector<Contract>& contracts) {
    return Said(Contradictions(SeenOf(contracts), Answered({{"control", "no"}}), *book, kToday))
        .size();
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

// Weeks of a contract, by their number from 5 October on, of so many hours or half days.
SeeWeek WeekOf(const char* contract, int number, int hours, int half_days = 0) {
  SeeWeek command;
  command.facts.set_contract_id(contract);
  *command.facts.mutable_monday() = calendar::ToProto(Date(2026, 10, 5) + number * 7);
  command.facts.mutable_worked()->set_seconds(hours * 3600);
  command.facts.mutable_days()->set_unscaled(half_days * 5);
  command.facts.mutable_days()->set_scale(1);
  return command;
}
Seen With(Seen seen, const std::vector<SeeWeek>& weeks) {
  for (const auto& week : weeks)
    for (const auto& event : Decide(seen, week)) seen = Evolve(std::move(seen), event);
  return seen;
}

TEST(SeenTest, FullWeeksForOneClientContradictSeveral) {
  const auto book = BookWith(kFullWeeks);
  ASSERT_TRUE(book);
  const Date monday(2026, 10, 5);
  const auto seen = SeenOf({{"acme", monday, {}}, {"acme", monday, {}}, {"other", monday, {}}});
  const std::vector<std::string> found = {
      "clients: no by contract c1, 3 full weeks from 2026-10-05 to 2026-10-25"};
  const struct {
    const char* says;
    std::vector<SeeWeek> weeks;
    std::vector<std::string> reported;
  } kCases[] = {
      {"three one after the other",
       {WeekOf("c1", 0, 35), WeekOf("c1", 1, 42), WeekOf("c1", 2, 35)},
       found},
      {"in whatever order they came",
       {WeekOf("c1", 2, 35), WeekOf("c1", 0, 35), WeekOf("c1", 1, 42)},
       found},
      {"by days", {WeekOf("c1", 0, 0, 10), WeekOf("c1", 1, 0, 10), WeekOf("c1", 2, 0, 10)}, found},
      {"half a day short",
       {WeekOf("c1", 0, 0, 10), WeekOf("c1", 1, 0, 9), WeekOf("c1", 2, 0, 10)},
       {}},
      {"an hour short", {WeekOf("c1", 0, 35), WeekOf("c1", 1, 34), WeekOf("c1", 2, 35)}, {}},
      {"a free one between",
       {WeekOf("c1", 0, 40), WeekOf("c1", 2, 40), WeekOf("c1", 3, 40)},
       {"clients: no by contract c1, 3 full weeks from 2026-10-05 to 2026-11-01"}},
      {"two free ones between",
       {WeekOf("c1", 0, 40), WeekOf("c1", 3, 40), WeekOf("c1", 4, 40)},
       {}},
      {"two contracts with the client together",
       {WeekOf("c1", 0, 35), WeekOf("c1", 1, 20), WeekOf("c2", 1, 15), WeekOf("c1", 2, 35)},
       found},
      {"another client's do not count",
       {WeekOf("c1", 0, 35), WeekOf("c1", 1, 20), WeekOf("c3", 1, 15), WeekOf("c1", 2, 35)},
       {}},
      {"nor those of no contractor's contract",
       {WeekOf("c9", 0, 35), WeekOf("c9", 1, 35), WeekOf("c9", 2, 35)},
       {}},
      {"what is approved anew replaces",
       {WeekOf("c1", 0, 35), WeekOf("c1", 1, 35), WeekOf("c1", 1, 8), WeekOf("c1", 2, 35)},
       {}},
  };
  for (const auto& one : kCases)
    EXPECT_EQ(
        Said(Contradictions(With(seen, one.weeks), Answered({{"clients", "yes"}}), *book, kToday)),
        one.reported)
        << one.says;
  const auto full = With(seen, kCases[0].weeks);
  EXPECT_TRUE(Contradictions(full, Answered({{"clients", "no"}}), *book, kToday).empty());
  EXPECT_TRUE(Decide(full, WeekOf("c1", 0, 35)).empty()) << "the same is seen once";
}

TEST(SeenTest, AnExtensionMakesMonthsFull) {
  const auto book = BookWith(kMonths);
  ASSERT_TRUE(book);
  Seen seen = SeenOf({{"acme", Date(2026, 1, 1), Date(2026, 6, 30)}});
  const auto ends = [](const char* contract, Date day) {
    SeeOtherEnd command;
    command.facts.set_contract_id(contract);
    *command.facts.mutable_end() = calendar::ToProto(day);
    return command;
  };
  EXPECT_TRUE(Decide(seen, ends("c9", Date(2027, 1, 1))).empty()) << "no contractor's";
  EXPECT_TRUE(Decide(seen, ends("c1", Date(2026, 6, 30))).empty()) << "that is its end";
  const auto extended = Decide(seen, ends("c1", Date(2026, 12, 31)));
  ASSERT_EQ(extended.size(), 1u);
  seen = Evolve(std::move(seen), extended[0]);
  EXPECT_EQ(Contradictions(seen, Answered({{"control", "no"}}), *book, kToday).size(), 1u);
  const auto ended = Decide(seen, ends("c1", Date(2026, 9, 30)));
  ASSERT_EQ(ended.size(), 1u);
  seen = Evolve(std::move(seen), ended[0]);
  EXPECT_TRUE(Contradictions(seen, Answered({{"control", "no"}}), *book, kToday).empty());
}

TEST(SeenTest, WhatWasDeterminedCountsAndNotWhatWasSaidSince) {
  const auto book = BookWith(kObservations);
  ASSERT_TRUE(book);
  const auto seen = SeenOf({{"acme", Date(2026, 10, 5), {}}});
  Assessment assessment = Answered({{"control", "no"}});
  assessment.answers["control"].set_answer("yes");
  EXPECT_EQ(Contradictions(seen, assessment, *book, kToday).size(), 1u);
  assessment.determinations["d1"].revoked = true;
  EXPECT_TRUE(Contradictions(seen, assessment, *book, kToday).empty()) << "it was revoked";
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
