// What may be agreed in a contract's terms beside what the quote gives.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "services/engagements/domain/rule_set.h"

namespace aor::engagements {
struct WrongTerm {
  std::string field;       // of Terms, such as daily_hours
  std::string what_to_do;  // a sentence without its full stop
};
// Sets of time rules that an agreement names, and NONE.
std::set<std::string> TimeRulesOf(const RuleSet& rules);
// Of a day or a month; of a day at least as many as its schedule says.
std::optional<money::Decimal> HoursOfUnit(const v1::Terms& terms);
// Of what the quote gives, the first field that the contract states otherwise; empty: none.
std::string NotAsQuoted(const v1::Terms& stated, const v1::Terms& quoted);
// All that is wrong with them, in the order of the fields; nothing for terms that hold.
std::vector<WrongTerm> CheckTerms(const v1::Terms& terms, const std::set<std::string>& time_rules);
}  // namespace aor::engagements
