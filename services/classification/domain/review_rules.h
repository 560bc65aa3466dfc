// What is asked of rules when their files are read, beyond that they can be applied: books that
// were kept with determinations of before are applied as they were written.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "services/classification/domain/rule_book.h"

namespace aor::classification {
// Conditions that exclude each other, what an earlier row always takes, blank sources, outcomes
// that offer nothing, kinds that are none.
std::vector<Problem> ReviewRules(const RuleBook& book);
// Questions that a test or a selection of the book reads, or that decide whether one is asked.
std::set<std::string> QuestionsReadBy(const RuleBook& book);
}  // namespace aor::classification
