// Applies rules to answers, some of which nobody knows. All that an unknown answer could still
// turn out to be is carried along; what holds in every case is what is determined. So the less is
// known, the less is determined: never more, and never with more confidence.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "services/classification/domain/rule_book.h"

namespace aor::classification {
// By question of the book.
struct Value {
  enum class State : uint8_t { kAbsent, kUnknown, kKnown } state = State::kAbsent;
  int option = -1;
  int64_t number = 0;
};
using Values = std::vector<Value>;

struct FactorResult {
  int lowest = 0, highest = 0;               // score
  int so_far = 0;                            // with what is known alone
  std::vector<int> rows;                     // that may fit
  bool none_may_fit = false;                 // of the rows
  uint64_t levels = 0;                       // that are possible; bit 0: none
  std::vector<const v1::Reading*> readings;  // of known answers
};
using Outcomes = uint32_t;  // bits of v1::Outcome
struct TestResult {
  const ReadyTest* test = nullptr;
  std::vector<FactorResult> factors;
  Outcomes outcomes = 0;                           // that are possible
  int decisiveness = 0;                            // percent, of the outcome if there is one only
  std::set<int> missing;                           // questions
  std::vector<const v1::Conclusion*> conclusions;  // that may fit
  // The one that is possible, else undetermined.
  v1::Outcome outcome() const;
};
struct SelectionResult {
  const ReadySelection* selection = nullptr;
  const v1::Branch* branch = nullptr;       // that applies, or the one that ends the search
  std::vector<const v1::Branch*> branches;  // that may apply
  std::map<std::string, TestResult> tests;  // that were asked
  Outcomes outcomes = 0;
  int confidence = 0;  // percent
  std::set<int> missing;
  std::vector<std::pair<const v1::Duty*, bool>> duties;  // surely or maybe due
  const TestResult& applied() const { return tests.at(branch->test_id()); }
  v1::Outcome outcome() const;
};

// Rules of a day, as decided by then or as proposed.
struct Basis {
  const RuleBook& book;
  calendar::Date day;
  bool anticipated = false;
};
TestResult Evaluate(const Basis& basis, const ReadyTest& test, const Values& values);
SelectionResult Evaluate(const Basis& basis, const ReadySelection& selection, const Values& values);
}  // namespace aor::classification
