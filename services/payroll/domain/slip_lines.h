// Lines of a slip while it is computed; inside of prefill.
#pragma once

#include "services/payroll/domain/prefill.h"

namespace aor::payroll {
inline constexpr char kTerms[] = "terms";  // the rule of lines that time and contract make

// A slip of the whole period in the making.
struct Sheet {
  const SlipInput& input;
  const RuleBook& book;
  calendar::Date on;  // the last day worked: rows are looked up by it
  std::vector<v1::PayslipLine> lines;
  std::set<std::string> missing;
  std::vector<v1::PayslipLine> paid_ahead = {};
  std::vector<BelowMinimum> below_minimum = {};
  money::Money Zero() const { return {input.contract.currency, 0}; }
};

bool IsPaid(const v1::PaidTime& time, const Contract& contract);
std::optional<money::Decimal> WageOn(const Contract& contract, calendar::Date day);
// Time and its supplements, at the wage of each day, or the minimum wage of the day if that is
// more.
void AddWork(Sheet& sheet);
// Fees of training missions, which are wage, and their travel costs, which are none.
void AddMissionFees(Sheet& sheet);
// Everything that rule rows add: allowances, contributions, taxes.
void AddRows(Sheet& sheet);

// Tax withheld by the person's rate, which does not reach back to what earlier slips withheld.
void AddWithholding(Sheet& sheet, const v1::PayRule& rule);

// What slips of these rules say beside the net: what is taxed, and what is left before tax.
void StateNetFigures(const RuleBook& book, calendar::Date on,
                     const std::vector<v1::PayslipLine>& lines, v1::PayslipVerified& slip);

// Sum of the lines that a row's base names.
money::Money SumOf(const google::protobuf::RepeatedPtrField<std::string>& base,
                   const std::vector<v1::PayslipLine>& lines, money::Money zero);
bool Counts(const v1::PayslipLine& line, const std::string& base);
v1::PayslipLine LineOf(const v1::PayRule& rule, const money::Money& base,
                       const money::Decimal& percent);
// At a tariff's rate: in force where rule and tariff are.
v1::PayslipLine LineBy(const v1::TaxTariff& tariff, const v1::PayRule& rule,
                       const money::Money& base, const money::Decimal& percent);
// What a limit leaves after the worker's other contracts with this employer used it; never below
// zero.
money::Money RoomLeft(const Sheet& sheet, const std::string& code, money::Money limit);
// Lines of the same code and rate, and of one fee, are the same line on two slips.
bool SameLine(const v1::PayslipLine& a, const v1::PayslipLine& b);
void Add(v1::PayslipLine& line, const v1::PayslipLine& more);
void Subtract(v1::PayslipLine& line, const v1::PayslipLine& paid);
std::string Plain(money::Decimal value);  // without trailing zeros
// Whose tax a Swiss employer withholds: of everybody but citizens and settled foreigners. Names
// what nobody has said yet.
bool IsSourceTaxed(Sheet& sheet);
// Agreed pay brought to a full month, so that few hours or days are not taxed as a low income.
std::optional<money::Money> RateDeterminingIncome(const Sheet& sheet, const v1::PayRule& rule);
// Nothing for a worker who is not, or not yet, insured.
std::optional<money::Money> InsuredWage(Sheet& sheet, const v1::PayRule& rule);
}  // namespace aor::payroll
