// What changes in a contract after it was concluded, for one side of it to sign: another last day,
// or another wage, price or tariff from a day on.
#pragma once

#include <optional>
#include <string>

#include "libs/documents/papers/press.h"

namespace aor::documents {
// The last day, before and from now on. Extended, or ended before it.
struct NewEnd {
  std::optional<calendar::Date> before;  // none: it had none
  calendar::Date now;
  bool is_extension = true;
  bool is_late = false;  // agreed after the day before
};
struct NewRate {
  std::string text, unit;  // "Base wage", "h"
  std::string currency;
  money::Decimal before, now;
  calendar::Date from;
};

struct Amendment {
  // Who works; who works independently; where a temp works; who buys from an agent of record.
  enum class With { kWorker, kContractor, kClient, kBuyer };
  Reader reader;
  uint32_t number = 1;   // of the changes of this contract
  std::string contract;  // its number
  calendar::Date concluded, issued;
  With with = With::kWorker;
  Party agency, other;
  std::string object;  // what the contract is about: the work, who does it
  std::optional<NewEnd> end;
  std::optional<NewRate> rate;
  std::string basis;      // on which the change is made: a law, a term; may be empty
  std::string unchanged;  // what holds of all the rest
};

// Refused unless exactly one of end and rate is there, and something changes by it.
absl::StatusOr<std::string> Print(const Press& press, const Amendment& amendment);
}  // namespace aor::documents
