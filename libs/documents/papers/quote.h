// A quote for work at a tariff, with the place where the client accepts it.
#pragma once

#include <string>
#include <vector>

#include "libs/documents/papers/press.h"

namespace aor::documents {
struct QuoteLine {
  std::string text;  // the function, the qualification asked for
  money::Decimal quantity;
  std::string unit;  // "h"
  money::Decimal tariff;
  money::Money amount;  // stated
};
// How a tariff comes about, for clients who may see it: base wage, holiday pay, charges, margin.
struct BuildUpLine {
  std::string text;
  std::optional<money::Decimal> percent;
  money::Decimal amount;   // what this adds
  money::Decimal reached;  // the tariff so far
};

struct Quote {
  Reader reader;
  Party agency, client;
  std::string number;
  calendar::Date issued, valid_until;
  std::string contact;                   // the consultant
  std::string agreement, place_of_work;  // the CBA that applies
  std::optional<std::pair<calendar::Date, calendar::Date>> period;
  std::vector<QuoteLine> lines;
  money::Money total;  // without VAT, stated
  std::vector<BuildUpLine> build_up;
  std::vector<std::string> conditions;
};

absl::StatusOr<std::string> Print(const Press& press, const Quote& quote);
}  // namespace aor::documents
