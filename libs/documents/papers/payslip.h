// A payslip: every line with the base and the rate that made it (S1.41).
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "aor/types/v1/training.pb.h"
#include "libs/documents/papers/press.h"

namespace aor::documents {
struct PayLine {
  std::string text;
  // What the rate applies to: hours or days with their unit, or an amount.
  struct Units {
    money::Decimal count;
    std::string unit;  // "h"
    bool operator==(const Units&) const = default;
  };
  std::variant<std::monostate, Units, money::Money> base;
  std::optional<money::Decimal> rate;         // of units: an amount each; of an amount: percent
  money::Money amount;                        // a deduction is negative
  std::optional<money::Money> employer = {};  // what the employer bears of the same base beside it
  std::optional<money::Decimal> employer_rate = {};  // of it, percent
  std::string code = {};  // what it is called by, rather than by its text
  std::optional<types::v1::TrainingWork> training = {};  // that a fee is for
};

struct Payslip {
  Reader reader;
  Party employer, worker;
  std::string number;
  uint32_t correction = 0;     // the n-th, of `corrects`; 0: none
  calendar::Date first, last;  // the period
  calendar::Date issued;
  std::string social_number, function, assignment, corrects;  // each may be empty
  // Likewise; in France a must.
  std::string qualification, agreement;
  std::vector<PayLine> earnings, deductions, others;  // others: expenses, part payments
  std::vector<PayLine> taxes;  // where they stand apart from deductions, below all others
  bool by_risk = false;        // deductions stand under the risks that they insure, as in France
  // Stated by whoever computed them, checked against the lines.
  money::Money gross, deducted, net, payout;
  std::optional<money::Money> employer_charges;  // of the lines; with the gross, all that it pays
  // What the law wants beside them: what is left before tax, what is taxed, and that of the year.
  std::optional<money::Money> net_social, net_taxable, taxable_of_year;
  std::optional<calendar::Date> paid_on;
  std::string iban;     // of the worker
  bool payable = true;  // false as long as a part is not known: it then says so
  std::vector<std::string> notes;
};

absl::StatusOr<std::string> Print(const Press& press, const Payslip& payslip);
// "c1-2026-10, correction 2": what a slip is called by whoever is paid.
std::string SlipNumber(const Texts& texts, const Reader& reader, const std::string& number,
                       uint32_t correction);
}  // namespace aor::documents
