// The rule sets in this folder, as part of the program.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "services/timesheet/domain/time_rules.h"

namespace aor::timesheet {
class RuleSets {
 public:
  // Reads what was compiled in; throws std::logic_error, naming the set, for text
  // that cannot be measured by: such a program does not start.
  RuleSets();
  // By the name in a contract's terms; none named means NONE. Nothing for a name that
  // is not known: such hours are taken, and neither approved nor verified.
  std::shared_ptr<const TimeRules> Named(const std::string& id) const;

 private:
  std::map<std::string, std::shared_ptr<const TimeRules>> sets_;
};

// One set from its text; its version is the SHA-256 of these bytes.
TimeRules ParseRules(const std::string& text, const std::string& tz_version);
// Of the time zone database on this machine, such as 2026f.
std::string TzVersion();
}  // namespace aor::timesheet
