#include "services/payroll/domain/rule_book.h"

#include <algorithm>
#include <set>
#include <stdexcept>

namespace aor::payroll {
namespace {
template <class Row>
bool ValidOn(const Row& row, calendar::Date on) {
  return row.status() != v1::STATUS_PROPOSED && Covers(row, on);
}

template <class Texts>
bool Admits(const Texts& texts, const std::string& text) {
  return texts.empty() || std::ranges::find(texts, text) != texts.end();
}

int CompletedYears(calendar::Date birth, calendar::Date on) {
  const bool had_birthday =
      on.month() > birth.month() || (on.month() == birth.month() && on.day() >= birth.day());
  return YearAge(birth, on) - (had_birthday ? 0 : 1);
}

// The month of a birthday is still apart by whole years, to its last day.
int64_t MonthsApart(calendar::Date birth, calendar::Date on) {
  return 12 * (on.year() - birth.year()) + on.month() - birth.month();
}

bool FitsAge(const v1::Fits& fits, const std::optional<calendar::Date>& birth, calendar::Date on) {
  if (!birth) return fits.age_from() == 0 && fits.age_below() == 0;
  const auto years = static_cast<uint32_t>(std::max(0, CompletedYears(*birth, on)));
  const auto year_age = static_cast<uint32_t>(std::max(0, YearAge(*birth, on)));
  return years >= fits.age_from() && (fits.age_below() == 0 || years < fits.age_below()) &&
         year_age >= fits.year_age_from() &&
         (fits.year_age_to() == 0 || year_age <= fits.year_age_to()) &&
         (fits.until_age() == 0 || MonthsApart(*birth, on) <= 12 * int64_t{fits.until_age()});
}

bool AsksForAgeIn(const v1::Fits& fits) {
  return fits.age_from() != 0 || fits.age_below() != 0 || fits.year_age_from() != 0 ||
         fits.year_age_to() != 0 || fits.until_age() != 0;
}

bool FitsHours(const v1::Fits& fits, const money::Decimal& weekly_hours) {
  return weekly_hours == money::Decimal{} ||
         weekly_hours >= money::Decimal{static_cast<int64_t>(fits.weekly_hours_from()), 0};
}

bool FitsContract(const v1::Fits& fits, const Applicant& who) {
  return Admits(fits.engagement_kinds(), who.engagement_kind) &&
         Admits(fits.cba_ids(), who.cba_id) && Admits(fits.units(), who.unit) &&
         FitsHours(fits, who.weekly_hours);
}
bool FitsWorker(const v1::Fits& fits, const Applicant& who, calendar::Date on) {
  return FitsContract(fits, who) && FitsAge(fits, who.birth_date, on);
}
template <class Rows>
auto* FirstOn(const Rows& rows, calendar::Date on) {
  const auto found = std::ranges::find_if(rows, [&](const auto& row) { return ValidOn(row, on); });
  return found == rows.end() ? nullptr : &*found;
}

// Its absence on a day that it does not cover is no gap.
bool MayBeAbsent(const v1::PayRule& row, calendar::Date on) {
  if (row.status() == v1::STATUS_PROPOSED) return true;
  return calendar::FromProto(row.valid_from()) > on ? row.introduced()
                                                    : row.status() == v1::STATUS_REPEALED;
}
}  // namespace

bool RuleBook::LacksRows(const Applicant& who, calendar::Date on) const {
  std::set<std::string> there, lacking;
  for (const auto& row : rules_.rules()) {
    if (!FitsWorker(row.fits(), who, on)) continue;
    if (ValidOn(row, on))
      there.insert(row.code());
    else if (!MayBeAbsent(row, on))
      lacking.insert(row.code());
  }
  return !std::ranges::includes(there, lacking);
}

const v1::MinimumWage* RuleBook::MinimumOn(calendar::Date on) const {
  return FirstOn(rules_.minimum_wages(), on);
}

bool RuleBook::LacksMinimum(calendar::Date on) const {
  return !MinimumOn(on) && std::ranges::any_of(rules_.minimum_wages(), [&](const auto& row) {
    return calendar::FromProto(row.valid_from()) <= on;
  });
}

const v1::Ceiling* RuleBook::CeilingOn(calendar::Date on) const {
  return FirstOn(rules_.ceilings(), on);
}

bool RuleBook::StatesNetSocial(calendar::Date on) const {
  return FirstOn(rules_.net_social(), on) != nullptr;
}

std::vector<const v1::PayRule*> RuleBook::RowsFor(const Applicant& who, calendar::Date on) const {
  std::vector<const v1::PayRule*> rows;
  std::set<std::string> codes;
  for (const auto& row : rules_.rules())
    if (ValidOn(row, on) && FitsWorker(row.fits(), who, on) && codes.insert(row.code()).second)
      rows.push_back(&row);
  return rows;
}

bool RuleBook::AsksForAge(const Applicant& who, calendar::Date on) const {
  return std::ranges::any_of(rules_.rules(), [&](const auto& row) {
    return ValidOn(row, on) && FitsContract(row.fits(), who) && AsksForAgeIn(row.fits());
  });
}

const v1::TaxTariff* RuleBook::TariffOf(const std::string& canton, const std::string& code,
                                        calendar::Date on) const {
  for (const auto& tariff : rules_.tariffs())
    if (tariff.canton() == canton && tariff.code() == code && ValidOn(tariff, on)) return &tariff;
  return nullptr;
}

const v1::LoanTerms& RuleBook::LoansOn(calendar::Date on) const {
  const v1::LoanTerms* first = nullptr;
  for (const auto& terms : rules_.loan_terms()) {
    if (ValidOn(terms, on)) return terms;
    if (!first && terms.status() != v1::STATUS_PROPOSED) first = &terms;
  }
  if (!first) throw std::logic_error("payroll: rules without loan terms");
  return *first;
}

const v1::PensionPlan* RuleBook::PlanOf(const std::string& legal_entity_id,
                                        calendar::Date on) const {
  const v1::PensionPlan* found = nullptr;
  for (const auto& plan : rules_.pension_plans()) {
    if (!ValidOn(plan, on)) continue;
    if (plan.legal_entity_id() == legal_entity_id) return &plan;
    if (plan.legal_entity_id().empty() && !found) found = &plan;
  }
  return found;
}

std::optional<money::Decimal> PercentOf(const v1::TaxTariff& tariff, const money::Money& income) {
  std::optional<money::Decimal> percent;
  for (const auto& bracket : tariff.brackets())
    if (!(income < money::FromProto(bracket.income_from())))
      percent = money::FromProto(bracket.percent());
  return percent;
}

std::optional<money::Decimal> CreditOf(const v1::PensionPlan& plan, int year_age) {
  for (const auto& credit : plan.credits())
    if (static_cast<int>(credit.year_age_from()) <= year_age &&
        year_age <= static_cast<int>(credit.year_age_to()))
      return money::FromProto(credit.worker_percent());
  return std::nullopt;
}

int YearAge(calendar::Date birth, calendar::Date on) {
  return static_cast<int>(on.year() - birth.year());
}

std::string VerificationOf(v1::Status status) {
  return status == v1::STATUS_UNVERIFIED ? "unverified" : "in force";
}
}  // namespace aor::payroll
