// What a worker was paid in a year by one employer: the sums of the verified slips, and each of
// them. A plain statement, which says that it is no official form.
#pragma once

#include <string>
#include <vector>

#include "aor/types/v1/training.pb.h"
#include "libs/documents/papers/press.h"

namespace aor::documents {
struct YearLine {
  std::string text;
  money::Money amount;    // a deduction is negative
  std::string code = {};  // what it is called by, rather than by its text
  std::optional<types::v1::TrainingWork> training = {};  // that a fee is for
};
struct YearSlip {
  calendar::Date month;
  std::string number;
  money::Money gross, deducted, others, payout;
  uint32_t correction = 0;  // the n-th of the month; 0: none
};
struct YearlyStatement {
  Reader reader;
  Party employer, worker;
  std::string number, social_number;
  int year = 0;
  calendar::Date first, last;  // of the periods that were paid
  calendar::Date issued;
  std::vector<YearLine> earnings, deductions, others;
  std::vector<YearSlip> slips;
  // Stated by whoever computed them, checked against the lines and against the slips.
  money::Money gross, deducted, net, payout;
};

absl::StatusOr<std::string> Print(const Press& press, const YearlyStatement& statement);
}  // namespace aor::documents
