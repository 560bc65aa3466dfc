// The requirement policies and the kinds of credentials that they name, as they were written down.
// What nobody adopted asks for nothing.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "aor/credentials/v1/credentials_rules.pb.h"
#include "libs/calendar/calendar.h"

namespace aor::credentials {
struct Problem {
  std::vector<std::pair<std::string, int>> place;  // fields of RuleFile, each with its index
  std::string what;
};

class RuleBook {
 public:
  explicit RuleBook(v1::RuleFile rules) : rules_(std::move(rules)) {}
  const v1::RuleFile& rules() const { return rules_; }
  // The version of that day; null: none holds then.
  const v1::CredentialKind* KindOn(const std::string& kind_id, calendar::Date day) const;
  const v1::Policy* PolicyOn(const std::string& policy_id, calendar::Date day) const;
  // Of any day, the last that stands there.
  const v1::Policy* PolicyNamed(const std::string& policy_id) const;
  // Of all that a policy's requirements name, as they hold on the day.
  std::vector<v1::CredentialKind> KindsOf(const v1::Policy& policy, calendar::Date day) const;

 private:
  v1::RuleFile rules_;
};

// TEMP, AOR, EOR or PERMANENT.
bool IsEngagementKind(const std::string& kind);
// What a rule must say to be applied at all.
std::vector<Problem> ProblemsIn(const v1::RuleFile& rules);
}  // namespace aor::credentials
