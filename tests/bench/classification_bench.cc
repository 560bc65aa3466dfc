// What determinations cost: HMRC's tables, the largest rules, on different answers, on one core.
// usage: classification_bench [DETERMINATIONS]
#include <cstdlib>

#include "services/classification/domain/determine.h"
#include "services/classification/rules/rule_files.h"
#include "tests/bench/load.h"

namespace aor::bench {
namespace {
constexpr double kGoal = 10'000;  // a second and core

// A whole interview, another one for each number.
std::vector<classification::v1::Answer> AnswersOf(const classification::RuleBook& book,
                                                  uint64_t n) {
  std::vector<classification::v1::Answer> answers;
  for (int i = 0; i < book.questions(); ++i) {
    const auto& options = book.question(i).options();
    auto& answer = answers.emplace_back();
    answer.set_question_id(book.question(i).question_id());
    const auto choice = static_cast<int>((n / (i + 1)) % std::max(options.size(), 1));
    answer.set_answer(options.empty() ? std::to_string(n) : options[choice].answer());
  }
  return answers;
}

int Run(int argc, char** argv) {
  const uint64_t count = argc > 1 ? std::stoull(argv[1]) : 50'000;
  const auto books = classification::LoadRuleBooks(classification::RulesDirectory());
  if (!books.ok()) return 1;
  for (const auto& [jurisdiction, selection] :
       {std::pair("GB", "GB-IR35"), std::pair("US-CA", "US-CA"), std::pair("US", "US-FLSA")}) {
    const auto book = books->Of(jurisdiction);
    if (!book) return 1;
    std::vector<std::vector<classification::v1::Answer>> interviews;
    for (uint64_t n = 0; n < 1000; ++n) interviews.push_back(AnswersOf(*book, n * 7919));
    const auto begin = std::chrono::steady_clock::now();
    for (uint64_t n = 0; n < count; ++n)
      if (!classification::Determine({*book, calendar::Date(2026, 10, 5)}, selection, {},
                                     interviews[n % interviews.size()]))
        abort();
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    Print({std::string("determinations by ") + selection, "1/s", count / took.count(), 0, kGoal, "",
           0});
  }
  return 0;
}
}  // namespace
}  // namespace aor::bench

int main(int argc, char** argv) { return aor::bench::Run(argc, argv); }
