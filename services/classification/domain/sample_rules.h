// Small rules for tests: one test of each kind over the same three questions, and a number.
#pragma once

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include "services/classification/domain/determine.h"

namespace aor::classification::sample {
inline constexpr auto kRules = R"(
questions { question_id: "control" text: "Controlled?" asked_of: LEVEL_ENGAGEMENT
  options { answer: "yes" } options { answer: "no" } }
questions { question_id: "clients" text: "Several clients?" asked_of: LEVEL_WORKER
  options { answer: "yes" } options { answer: "no" } }
questions { question_id: "tools" text: "Own tools?" asked_of: LEVEL_WORKER
  options { answer: "yes" } options { answer: "some" } options { answer: "no" } }
questions { question_id: "months" text: "How long?" unit: "months" at_least: 0 at_most: 600 asked_of: LEVEL_ENGAGEMENT
  asked_when { question_id: "clients" any_of: "no" } }
tests { test_id: "all" version: "1" title: "All prongs" family: FAMILY_CONJUNCTIVE
  factors { factor_id: "A" title: "Free"
    rows { when { question_id: "control" any_of: "no" } lean: LEAN_CONTRACTOR
           strength: STRENGTH_STRONG because: "free" }
    rows { when { question_id: "control" any_of: "yes" } lean: LEAN_EMPLOYEE
           strength: STRENGTH_STRONG because: "controlled" } }
  factors { factor_id: "C" title: "Own trade"
    rows { when { question_id: "clients" any_of: "yes" } lean: LEAN_CONTRACTOR
           strength: STRENGTH_STRONG because: "several clients" }
    rows { when { question_id: "clients" any_of: "no" } lean: LEAN_EMPLOYEE
           strength: STRENGTH_STRONG because: "one client" } }
  when_all_hold: OUTCOME_CONTRACTOR when_one_fails: OUTCOME_EMPLOYEE presumed: OUTCOME_EMPLOYEE
  review_after_months: 6 decided_by: "the client"
  consequences { outcome: OUTCOME_CONTRACTOR engagement_kinds: "AOR" sentence: "May contract."
                 source: "house" }
  consequences { outcome: OUTCOME_EMPLOYEE engagement_kinds: "EOR" offered_path: "Employment"
                 sentence: "Employ." source: "house" }
  provenance { valid_from: "2026-01-01" recorded: "2026-01-01" source: "law" status: STATUS_IN_FORCE } }
tests { test_id: "weigh" version: "1" title: "Weighed" family: FAMILY_WEIGHING
  factors { factor_id: "control" title: "Control"
    indicators { question_id: "control"
      readings { any_of: "no" lean: LEAN_CONTRACTOR strength: STRENGTH_STRONG because: "free" }
      readings { any_of: "yes" lean: LEAN_EMPLOYEE strength: STRENGTH_STRONG because: "controlled" } } }
  factors { factor_id: "market" title: "Market"
    indicators { question_id: "clients"
      readings { any_of: "yes" lean: LEAN_CONTRACTOR strength: STRENGTH_MODERATE because: "several" }
      readings { any_of: "no" lean: LEAN_EMPLOYEE strength: STRENGTH_MODERATE because: "one" } }
    indicators { question_id: "months"
      readings { at_most: 6 lean: LEAN_CONTRACTOR strength: STRENGTH_WEAK because: "short" }
      readings { at_least: 7 lean: LEAN_EMPLOYEE strength: STRENGTH_WEAK because: "long" } } }
  factors { factor_id: "tools" title: "Tools"
    indicators { question_id: "tools"
      readings { any_of: "yes" lean: LEAN_CONTRACTOR strength: STRENGTH_MODERATE because: "own" }
      readings { any_of: "some" }
      readings { any_of: "no" lean: LEAN_EMPLOYEE strength: STRENGTH_MODERATE because: "theirs" } } }
  balance { margin_percent: 20 least_factors: 2 }
  provenance { valid_from: "2026-01-01" recorded: "2026-01-01" source: "law" status: STATUS_IN_FORCE } }
tests { test_id: "weigh" version: "2 proposed" title: "Weighed with a core" family: FAMILY_WEIGHING
  factors { factor_id: "control" title: "Control" core: true
    indicators { question_id: "control"
      readings { any_of: "no" lean: LEAN_CONTRACTOR strength: STRENGTH_STRONG }
      readings { any_of: "yes" lean: LEAN_EMPLOYEE strength: STRENGTH_STRONG } } }
  factors { factor_id: "market" title: "Market" core: true
    indicators { question_id: "clients"
      readings { any_of: "yes" lean: LEAN_CONTRACTOR strength: STRENGTH_MODERATE }
      readings { any_of: "no" lean: LEAN_EMPLOYEE strength: STRENGTH_MODERATE } } }
  factors { factor_id: "tools" title: "Tools"
    indicators { question_id: "tools"
      readings { any_of: "yes" lean: LEAN_CONTRACTOR strength: STRENGTH_STRONG }
      readings { any_of: "some" }
      readings { any_of: "no" lean: LEAN_EMPLOYEE strength: STRENGTH_STRONG } } }
  balance { margin_percent: 20 least_factors: 2 core_percent: 80 }
  provenance { valid_from: "2027-01-01" recorded: "2026-01-01" source: "bill" status: STATUS_PROPOSED } }
tests { test_id: "table" version: "1" title: "By tables" family: FAMILY_WEIGHING
  factors { factor_id: "x" title: "X"
    rows { when { question_id: "control" any_of: "yes" } when { question_id: "tools" any_of: ["no", "some"] }
           lean: LEAN_EMPLOYEE strength: STRENGTH_STRONG level: "HIGH" because: "both" }
    rows { when { question_id: "control" any_of: "no" } lean: LEAN_CONTRACTOR
           strength: STRENGTH_STRONG level: "OUT" because: "free" }
    rows { level: "LOW" because: "otherwise" } }
  factors { factor_id: "y" title: "Y"
    rows { when { question_id: "clients" any_of: "yes" } level: "LOW" because: "several" }
    rows { when { question_id: "clients" any_of: "no" } level: "HIGH" because: "one" } }
  conclusions { when { factor_id: "x" levels: "OUT" } outcome: OUTCOME_CONTRACTOR because: "x is out" }
  conclusions { when { factor_id: "x" levels: "HIGH" } when { factor_id: "y" levels: "HIGH" }
                outcome: OUTCOME_EMPLOYEE because: "both high" }
  conclusions { when { factor_id: "x" levels: "LOW" } when { factor_id: "y" levels: "LOW" }
                outcome: OUTCOME_CONTRACTOR because: "both low" }
  conclusions { outcome: OUTCOME_UNDETERMINED because: "mixed" }
  provenance { valid_from: "2026-01-01" recorded: "2026-01-01" source: "table" status: STATUS_UNVERIFIED } }
selections { selection_id: "ALL" title: "All" branches { test_id: "all" because: "always" source: "law" }
  provenance { valid_from: "2026-01-01" recorded: "2026-01-01" source: "law" status: STATUS_IN_FORCE } }
selections { selection_id: "WEIGH" title: "Weigh" branches { test_id: "weigh" }
  provenance { valid_from: "2026-01-01" recorded: "2026-01-01" source: "law" status: STATUS_IN_FORCE } }
selections { selection_id: "TABLE" title: "Table" branches { test_id: "table" }
  provenance { valid_from: "2026-01-01" recorded: "2026-01-01" source: "law" status: STATUS_IN_FORCE } }
selections { selection_id: "WHICH" title: "Which"
  branches { when { question_id: "tools" any_of: "yes" } test_id: "weigh" because: "own tools" }
  branches { when { test_id: "all" outcomes: OUTCOME_EMPLOYEE } test_id: "table" because: "fails" }
  branches { test_id: "all" because: "otherwise" }
  duties { duty_id: "certificate" title: "Certificate" when { question_id: "months" at_least: 6 }
           every_months: 6 source: "law" status: STATUS_UNVERIFIED }
  provenance { valid_from: "2026-01-01" recorded: "2026-01-01" source: "law" status: STATUS_IN_FORCE } }
)";
inline const calendar::Date kDay(2026, 10, 5);

inline std::shared_ptr<const RuleBook> Book() {
  static const auto kBook = [] {
    v1::RuleFile rules;
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(kRules, &rules));
    Built built = Build("XX", "sha256:sample", rules);
    if (const auto* problems = std::get_if<std::vector<Problem>>(&built))
      for (const Problem& problem : *problems) ADD_FAILURE() << problem.what;
    return std::get<0>(std::move(built));
  }();
  return kBook;
}

// "control=no clients=? months=3"; a question mark is an unknown answer.
inline std::vector<v1::Answer> Answers(std::string_view text) {
  std::vector<v1::Answer> answers;
  while (!text.empty()) {
    const auto end = std::min(text.find(' '), text.size());
    const std::string_view one = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    auto& answer = answers.emplace_back();
    const auto equals = one.find('=');
    answer.set_question_id(std::string(one.substr(0, equals)));
    const std::string value(one.substr(equals + 1));
    answer.set_unknown(value == "?");
    if (!answer.unknown()) answer.set_answer(value);
  }
  return answers;
}
inline v1::Determination Determined(const char* selection, std::string_view answers,
                                    bool anticipated = false) {
  const auto determined = Determine({*Book(), kDay, anticipated}, selection, {}, Answers(answers));
  EXPECT_TRUE(determined);
  return determined.value_or(v1::Determination());
}
}  // namespace aor::classification::sample
