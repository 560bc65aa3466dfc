// What the second person reads before a payment file leaves: every payee, account and amount,
// and the file that holds them (S1.41).
#pragma once

#include <string>
#include <vector>

#include "libs/documents/papers/press.h"

namespace aor::documents {
struct PaymentLine {
  std::string payee, account, reference;
  money::Money amount;
  std::string remark;  // what to look at: "account new since 28.10.2026"
};

struct PaymentList {
  Reader reader;
  Party agency;
  std::string number;  // of the payment file
  calendar::Date issued, execution;
  std::string account;  // the account debited
  std::string digest;   // SHA-256 of the file, in hexadecimal
  std::string prepared_by, released_by;
  std::vector<PaymentLine> lines;
  money::Money total;  // stated, checked against the lines
};

absl::StatusOr<std::string> Print(const Press& press, const PaymentList& list);
}  // namespace aor::documents
