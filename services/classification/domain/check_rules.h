// What a rule must say to be applied at all, and what would never be reached.
#pragma once

#include <string>
#include <vector>

#include "services/classification/domain/rule_book.h"

namespace aor::classification {
std::vector<std::string> WrongIn(const v1::Question& question);
std::vector<std::string> WrongIn(const v1::Provenance& provenance);
// Every answer is read once.
std::vector<std::string> WrongIn(const v1::Question& question, const Indication& indication);
std::vector<Problem> CheckTest(const ReadyTest& test, const Place& place);
std::vector<Problem> CheckSelection(const ReadySelection& selection, const Place& place);
// Versions that overlap or leave days between them, and tests to which nothing leads.
std::vector<Problem> CheckTogether(const RuleBook& book);
}  // namespace aor::classification
