// Amounts, numbers and days as the readers of a country write them. Exact in, exact out.
#pragma once

#include <string>
#include <vector>

#include "libs/calendar/calendar.h"
#include "libs/documents/texts/texts.h"
#include "libs/money/money.h"

namespace aor::documents {
class Figures {
 public:
  // The texts must live as long.
  Figures(const Texts& texts, Reader reader);

  std::string Amount(const money::Money& amount) const;    // 1'234.50, −1 234,50
  std::string Currency(const money::Money& amount) const;  // 1'234.50 CHF, 1 234,50 €
  // With `places` decimals at least: none is dropped.
  std::string Number(const money::Decimal& value, uint32_t places = 0) const;
  // The same, with blanks for the decimals up to `places` that it lacks: aligned on the point.
  std::string Aligned(const money::Decimal& value, uint32_t least, uint32_t places) const;
  std::string Percent(const money::Decimal& value, uint32_t places = 0) const;
  std::string Day(calendar::Date day) const;      // 31.10.2026, 31/10/2026
  std::string LongDay(calendar::Date day) const;  // 31 octobre 2026
  std::string Month(calendar::Date day) const;    // octobre 2026
  std::string Period(calendar::Date first, calendar::Date last) const;

  static std::vector<TextNeed> Needs();

 private:
  std::string Grouped(const money::Decimal& value) const;

  const Texts& texts_;
  Reader reader_;
  std::string group_, point_;
};

// The decimals that show every one of them whole, so that a column aligns on its point.
uint32_t PlacesOf(const std::vector<money::Decimal>& values, uint32_t least);
// "CH44 3199 9123 0008 8901 2"
std::string InFours(std::string_view text);
// "404 833 048" of a number of digits; of anything else what it is.
std::string InThrees(std::string_view number);
}  // namespace aor::documents
