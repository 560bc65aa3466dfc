// The rules of one jurisdiction, looked up by the day of work and by whom they fit.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "aor/payroll/v1/payroll_rules.pb.h"
#include "libs/calendar/calendar.h"
#include "libs/money/money.h"

namespace aor::payroll {
// What a row may ask of contract and worker.
struct Applicant {
  std::string engagement_kind;  // TEMP, EOR
  std::string cba_id;
  std::string unit;                          // HOUR, DAY, MONTH
  std::optional<calendar::Date> birth_date;  // unknown: rows that ask for an age do not
                                             // fit, but those for a calendar-year age do
  money::Decimal weekly_hours;               // with this employer; 0: no schedule
};

class RuleBook {
 public:
  RuleBook() = default;
  // `version` is the content hash of the files.
  RuleBook(std::string version, v1::PayRules rules)
      : version_(std::move(version)), rules_(std::move(rules)) {}
  const std::string& version() const { return version_; }
  const v1::PayRules& rules() const { return rules_; }

  // In their order, of each code the first that is valid on the day and fits.
  std::vector<const v1::PayRule*> RowsFor(const Applicant& who, calendar::Date on) const;
  // Does a row that may apply on the day depend on the worker's age?
  bool AsksForAge(const Applicant& who, calendar::Date on) const;
  // Is a code left without a row on that day that the worker's slip had on another one? Repealed
  // rows leave none, and introduced ones had none before.
  bool LacksRows(const Applicant& who, calendar::Date on) const;
  // Null on a day without one.
  const v1::MinimumWage* MinimumOn(calendar::Date on) const;
  // Did one hold before that day, and none does any more?
  bool LacksMinimum(calendar::Date on) const;
  const v1::Ceiling* CeilingOn(calendar::Date on) const;
  bool StatesNetSocial(calendar::Date on) const;
  // Nothing where no table was imported.
  const v1::TaxTariff* TariffOf(const std::string& canton, const std::string& code,
                                calendar::Date on) const;
  // Of a day before the first ones, the first.
  const v1::LoanTerms& LoansOn(calendar::Date on) const;
  const v1::PensionPlan* PlanOf(const std::string& legal_entity_id, calendar::Date on) const;

 private:
  std::string version_;
  v1::PayRules rules_;
};

// Has the row begun, and not ended, by that day? Whatever its status.
template <class Row>
bool Covers(const Row& row, calendar::Date on) {
  return calendar::FromProto(row.valid_from()) <= on &&
         (!row.has_valid_to() || on <= calendar::FromProto(row.valid_to()));
}
// The share of a bracket in which the income falls; nothing below the first one.
std::optional<money::Decimal> PercentOf(const v1::TaxTariff& tariff, const money::Money& income);
// Nothing for an age without a credit.
std::optional<money::Decimal> CreditOf(const v1::PensionPlan& plan, int year_age);
int YearAge(calendar::Date birth, calendar::Date on);
// What a slip says of a figure: "in force" or "unverified".
std::string VerificationOf(v1::Status status);
}  // namespace aor::payroll
