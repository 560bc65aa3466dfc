// Whether the rows of one jurisdiction say what a slip needs, and none stands in another's way.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "aor/payroll/v1/payroll_rules.pb.h"

namespace aor::payroll {
struct RuleProblem {
  std::vector<std::pair<std::string, int>> place;  // fields of PayRules, each with its index
  std::string what;
};
// Of rules whose files were put together; none: they can be computed by.
std::vector<RuleProblem> ProblemsIn(const v1::PayRules& rules);
}  // namespace aor::payroll
