// The one sentence in front of a determination.
#include "services/classification/domain/determine.h"

namespace aor::classification {
namespace {
std::string Count(size_t number, const char* of) {
  return std::to_string(number) + " " + of + (number == 1 ? "" : "s");
}

// The prong that decides against, by its own reason.
std::string OfProngs(const TestResult& test) {
  for (size_t i = 0; i < test.factors.size(); ++i) {
    const FactorResult& prong = test.factors[i];
    if (prong.highest >= 0 || prong.rows.empty()) continue;
    const ReadyFactor& ready = test.test->factors[i];
    const std::string& because = ready.rows[prong.rows[0]].row->because();
    return ready.factor->title() + " fails" + (because.empty() ? "." : ": " + because + ".");
  }
  return "Each of the " + Count(test.factors.size(), "prong") + " holds.";
}

std::string OfLeans(const TestResult& test) {
  size_t contractor = 0, employee = 0, open = 0;
  for (const FactorResult& factor : test.factors) {
    contractor += factor.lowest > 0;
    employee += factor.highest < 0;
    open += factor.lowest != factor.highest;
  }
  return "Of " + Count(test.factors.size(), "factor") + " " + std::to_string(contractor) +
         " lean to a contractor and " + std::to_string(employee) + " to an employee; " +
         std::to_string(open) + " could still move.";
}

std::string OfOne(const TestResult& test) {
  if (test.test->test->family() == v1::FAMILY_CONJUNCTIVE) return OfProngs(test);
  if (test.test->conclusions.empty()) return OfLeans(test);
  if (test.conclusions.size() == 1) return test.conclusions[0]->because();
  return test.conclusions.empty() ? "No conclusion of the test fits." : "";
}
}  // namespace

std::string ReasonOf(const SelectionResult& result) {
  const TestResult& applied = result.applied();
  if (result.outcome() != v1::OUTCOME_UNDETERMINED) return OfOne(applied);
  if (result.missing.empty()) {
    const std::string why = OfOne(applied);
    return "Everything is answered, and the test does not decide. " + why;
  }
  return "It could still turn out either way: " + Count(result.missing.size(), "answer") + " " +
         (result.missing.size() == 1 ? "is" : "are") + " missing.";
}
}  // namespace aor::classification
