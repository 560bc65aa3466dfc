// The pay rules that this program was built with: services/payroll/rules/*/*.textproto.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "libs/rule_text/rule_text.h"
#include "services/payroll/domain/rule_book.h"

namespace aor::payroll {
class RuleBooks {
 public:
  // Throws std::logic_error, with file and line, for a file that is no PayRules and for rows that
  // nobody could pay by: the service must not start.
  RuleBooks();
  explicit RuleBooks(const std::vector<rule_text::File>& files);
  // Null for a jurisdiction without rules.
  const RuleBook* Of(const std::string& jurisdiction) const;
  // Of the rules in that money; where there are none, of the first: a debt is kept in any money.
  const v1::LoanTerms& LoansIn(const std::string& currency, calendar::Date on) const;
  std::vector<std::string> Versions() const;  // of all of them

 private:
  std::map<std::string, RuleBook> books_;
};
}  // namespace aor::payroll
