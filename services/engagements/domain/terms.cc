#include "services/engagements/domain/terms.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace aor::engagements {
namespace {
using money::Decimal;
constexpr int kMostDays = 365;

Decimal Of(const types::v1::Decimal& proto) { return {proto.unscaled(), proto.scale()}; }

// Above zero, up to `most`, or not given at all: a schedule of zero would make all overtime.
bool IsUpTo(bool is_given, const types::v1::Decimal& value, const Decimal& most) {
  return !is_given || (Decimal{} < Of(value) && Of(value) <= most);
}

// Written plainly, as a program reads it back: no sign, no blank, no word.
bool IsNumberOfDays(const std::string& text) {
  return !text.empty() && text.size() <= 3 &&
         std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; }) &&
         std::stoi(text) <= kMostDays;
}

bool Differs(const std::string& stated, const std::string& quoted) {
  return !stated.empty() && stated != quoted;
}
bool Differs(int stated, int quoted) { return stated != 0 && stated != quoted; }
bool Differs(bool is_stated, const types::v1::Decimal& stated, const types::v1::Decimal& quoted) {
  return is_stated && Of(stated) != Of(quoted);
}

std::string Listed(const std::set<std::string>& names) {
  std::string text;
  for (const auto& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

void CheckSchedule(const v1::Terms& terms, std::vector<WrongTerm>& wrong) {
  if (!IsUpTo(terms.has_daily_hours(), terms.daily_hours(), Decimal{24}))
    wrong.push_back({"daily_hours", "give hours above 0 and up to 24, or leave it empty"});
  if (!IsUpTo(terms.has_weekly_hours(), terms.weekly_hours(), Decimal{168}))
    wrong.push_back({"weekly_hours", "give hours above 0 and up to 168, or leave it empty"});
  else if (terms.has_daily_hours() && terms.has_weekly_hours() &&
           Of(terms.weekly_hours()) < Of(terms.daily_hours()))
    wrong.push_back({"weekly_hours", "give at least the hours of one day, daily_hours"});
}

void CheckFees(const v1::Terms& terms, std::vector<WrongTerm>& wrong) {
  const Decimal fee = Of(terms.fee_percent());
  if (fee < Decimal{} || Decimal{100} < fee)
    wrong.push_back({"fee_percent", "leave it empty, the quote gives it, or give 0 to 100"});
  if (Of(terms.fixed_fee()) < Decimal{})
    wrong.push_back({"fixed_fee", "leave it empty, the quote gives it, or give 0 or more"});
}
}  // namespace

std::set<std::string> TimeRulesOf(const RuleSet& rules) {
  std::set<std::string> names{"NONE"};
  for (const auto& agreement : rules.agreements)
    if (!agreement.time_rules.empty()) names.insert(agreement.time_rules);
  return names;
}

std::optional<Decimal> HoursOfUnit(const v1::Terms& terms) {
  std::optional<Decimal> hours;
  if (terms.has_hours_per_unit()) hours = Of(terms.hours_per_unit());
  if (terms.unit() == v1::UNIT_DAY && terms.has_daily_hours())
    hours = std::max(hours.value_or(Decimal{}), Of(terms.daily_hours()));
  return hours;
}

std::string NotAsQuoted(const v1::Terms& a, const v1::Terms& b) {
  const std::pair<const char*, bool> fields[] = {
      {"currency_code", Differs(a.currency_code(), b.currency_code())},
      {"unit", Differs(a.unit(), b.unit())},
      {"base_wage", Differs(a.has_base_wage(), a.base_wage(), b.base_wage())},
      {"tariff", Differs(a.has_tariff(), a.tariff(), b.tariff())},
      {"cost", Differs(a.has_cost(), a.cost(), b.cost())},
      {"fee_percent", Differs(a.has_fee_percent(), a.fee_percent(), b.fee_percent())},
      {"fixed_fee", Differs(a.has_fixed_fee(), a.fixed_fee(), b.fixed_fee())},
      {"cba_id", Differs(a.cba_id(), b.cba_id())},
      {"skill", Differs(a.skill(), b.skill())},
      {"hours_per_unit", Differs(a.has_hours_per_unit(), a.hours_per_unit(), b.hours_per_unit())},
      {"rule_version", Differs(a.rule_version(), b.rule_version())},
      {"charge_set_id", Differs(a.charge_set_id(), b.charge_set_id())}};
  const auto differing = std::ranges::find_if(fields, [](const auto& one) { return one.second; });
  return differing == std::end(fields) ? "" : differing->first;
}

std::vector<WrongTerm> CheckTerms(const v1::Terms& terms, const std::set<std::string>& time_rules) {
  std::vector<WrongTerm> wrong;
  if (!terms.time_rules().empty() && !time_rules.contains(terms.time_rules()))
    wrong.push_back({"time_rules", "name one of " + Listed(time_rules) +
                                       ", or leave it empty for those of the agreement"});
  CheckSchedule(terms, wrong);
  CheckFees(terms, wrong);
  if (!terms.tacit_approval_days().empty() && !IsNumberOfDays(terms.tacit_approval_days()))
    wrong.push_back({"tacit_approval_days",
                     "give a whole number of days from 0 to 365, or leave it empty for none"});
  if (!IsUpTo(terms.has_hours_per_unit(), terms.hours_per_unit(), Decimal{744}))
    wrong.push_back({"hours_per_unit", "give hours above 0 and up to 744, or leave it empty"});
  return wrong;
}
}  // namespace aor::engagements
