#pragma once

#include <string>
#include <vector>

namespace aor::timesheet {
// Every *.textproto of this folder, byte for byte: rule_texts.cc is made at configure time.
const std::vector<std::string>& RuleTexts();
}  // namespace aor::timesheet
